package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/executor"
)

// explainer finds out why actions ran, from their histories.
type explainer struct {
	graph   *graph.Graph
	history *history
	store   cas.Store
	known   map[graph.ActionID]*grounds
}

// grounds are why an action's key is another than that of the run before.
type grounds struct {
	roots   []string // what nothing that ran before it explains
	cascade []string // what other actions made otherwise
	missing string   // why it cannot be told
}

// why compares an action's last two keys, and goes on to the producers of what
// differs. It is nil if there is nothing to compare.
func (x *explainer) why(ctx context.Context, id graph.ActionID) (*grounds, error) {
	if c, seen := x.known[id]; seen {
		return c, nil
	}
	x.known[id] = nil
	r, ok := x.record(id)
	if !ok || r.Previous == nil || r.Key == "" || r.Previous.Key == "" || r.Key == r.Previous.Key {
		return nil, nil
	}
	c := &grounds{}
	x.known[id] = c
	old, err := x.transcript(ctx, r.Previous.Key)
	if err != nil {
		return c, missing(c, "of the run before", err)
	}
	new, err := x.transcript(ctx, r.Key)
	if err != nil {
		return c, missing(c, "of this run", err)
	}
	differences, err := executor.Differences(old, new)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.name(id), err)
	}
	for _, d := range differences {
		if err := x.add(ctx, c, id, d); err != nil {
			return nil, err
		}
	}
	c.roots, c.cascade = unique(c.roots), unique(c.cascade)
	return c, nil
}

func unique(texts []string) []string {
	var kept []string
	for _, t := range texts {
		if !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// missing notes that a blob is gone; any other error stays one.
func missing(c *grounds, which string, err error) error {
	if !errors.Is(err, cas.ErrNotFound) && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c.missing = "what the key " + which + " was made of is no longer in the cache"
	return nil
}

func (x *explainer) record(id graph.ActionID) (record, bool) {
	return readRecord(x.file(id))
}

func (x *explainer) file(id graph.ActionID) string {
	a := x.graph.Action(id)
	return x.history.file(event.Action{Label: a.Owner.String(), Output: a.Name()})
}

func (x *explainer) transcript(ctx context.Context, key string) ([]byte, error) {
	d, err := digest.Parse(key)
	if err != nil {
		return nil, err
	}
	r, err := x.store.Open(ctx, d)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	_, err = io.Copy(&b, r)
	return b.Bytes(), err
}

// name is an action for people.
func (x *explainer) name(id graph.ActionID) string {
	a := x.graph.Action(id)
	return a.Owner.String() + " " + a.Mnemonic
}

// add sorts one difference: what another action made goes to the cascade, and
// that action's own roots become those of this one.
func (x *explainer) add(ctx context.Context, c *grounds, id graph.ActionID, d executor.Difference) error {
	made, ok := x.artifact(id, d)
	switch {
	case !ok && d.New == "" && strings.HasPrefix(d.Field, "inputs."):
		c.roots = append(c.roots, "input "+strings.TrimPrefix(d.Field, "inputs.")+" removed")
		return nil
	case !ok:
		c.roots = append(c.roots, d.Field+": "+orNothing(d.Old)+" → "+orNothing(d.New))
		return nil
	case made.IsSource():
		c.roots = append(c.roots, "source "+made.Path+" "+edited(d))
		return nil
	}
	changed, err := x.inside(ctx, d)
	if err != nil {
		return err
	}
	c.cascade = append(c.cascade, fmt.Sprintf("%s made another %s%s", x.name(made.Producer), made.Path, changed))
	deeper, err := x.why(ctx, made.Producer)
	if err != nil {
		return err
	}
	if deeper == nil || len(deeper.roots) == 0 {
		return nil
	}
	for _, root := range deeper.roots {
		if !strings.HasPrefix(root, "//") {
			root = x.name(made.Producer) + ": " + root
		}
		c.roots = append(c.roots, root)
	}
	return nil
}

// artifact returns what the difference is about, if the action still reads it.
func (x *explainer) artifact(id graph.ActionID, d executor.Difference) (graph.Artifact, bool) {
	a := x.graph.Action(id)
	if i, ok := d.Layer(); ok && i < len(a.Rootfs.Layers) {
		return x.graph.Artifact(a.Rootfs.Layers[i]), true
	}
	if at := a.Rootfs.Emulator; at != nil && d.Emulator() {
		return x.graph.Artifact(*at), true
	}
	if at, ok := d.Input(); ok {
		for _, in := range a.Inputs {
			if in.Path == at {
				return x.graph.Artifact(in.Artifact), true
			}
		}
	}
	return graph.Artifact{}, false
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func edited(d executor.Difference) string {
	switch old, new, ok := d.Digests(); {
	case d.Old == "":
		return "added"
	case ok && old == new:
		return "has another mode"
	}
	return "edited"
}

// inside names the files that differ in a tree.
func (x *explainer) inside(ctx context.Context, d executor.Difference) (string, error) {
	old, new, ok := d.Digests()
	if _, isInput := d.Input(); !isInput || !ok || !d.Tree() {
		return "", nil
	}
	paths, err := merkle.Compare(ctx, x.store, old, new)
	if errors.Is(err, cas.ErrNotFound) {
		return " (the trees are no longer in the cache)", nil
	}
	const most = 5
	if len(paths) > most {
		paths = append(paths[:most:most], fmt.Sprintf("and %d more", len(paths)-most))
	}
	return " (" + strings.Join(paths, ", ") + ")", err
}
