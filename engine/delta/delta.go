// Package delta tells which targets differ between two states of a
// workspace, and why, without running anything.
//
// What an action's inputs will be is not known before their producers ran, so
// actions are compared by static keys: the digest of the command, of its source
// files, and of its producers' static keys. Equal static keys mean equal action
// keys; different ones may still meet in equal keys, where a producer makes the
// same bytes of other inputs and a build stops early. The package knows graphs
// and targets; not where the states come from.
package delta

import (
	"fmt"
	"slices"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/query"
	"dbx/executor"
)

// State is a workspace at one time, loaded and analysed whole.
type State struct {
	Workspace *load.Workspace
	Analysis  *analysis.Analysis
	// Source names the content of a source file; the same name means the same
	// content, in both states.
	Source func(path string) (id string, executable bool, err error)
	Lock   []byte // the lock file's text
}

// Targets returns the targets that differ, sorted by label: those that only one
// state has, and those with an action, their own or one that these need, whose
// static key differs. A target without actions differs with its attributes and
// with what it refers to.
func Targets(old, new State) ([]*query.Change, error) {
	before, err := newSide(old)
	if err != nil {
		return nil, err
	}
	after, err := newSide(new)
	if err != nil {
		return nil, err
	}
	p := &pair{old: before, new: after, changed: map[label.Label]bool{}}
	p.variables = p.changedVariables()
	var changes []*query.Change
	for _, t := range after.targets() {
		was, there := before.Workspace.Target(t.Label)
		switch {
		case !there:
			p.changed[t.Label] = true
			changes = append(changes, &query.Change{Label: t.Label, Status: query.Added})
		case before.target[t.Label] != after.target[t.Label]:
			p.changed[t.Label] = true
			changes = append(changes, &query.Change{Label: t.Label, Status: query.Changed, Reasons: p.reasons(was, t)})
		}
	}
	for _, t := range before.targets() {
		if _, there := after.Workspace.Target(t.Label); !there {
			changes = append(changes, &query.Change{Label: t.Label, Status: query.Removed})
		}
	}
	slices.SortFunc(changes, func(a, b *query.Change) int { return a.Label.Compare(b.Label) })
	return changes, nil
}

// side is a state with its static keys.
type side struct {
	State
	actions []digest.Digest // static keys
	own     map[label.Label][]graph.ActionID
	target  map[label.Label]digest.Digest // what a target's identity is
}

func newSide(s State) (*side, error) {
	g := s.Analysis.Graph
	d := &side{
		State:   s,
		actions: make([]digest.Digest, g.Len()),
		own:     map[label.Label][]graph.ActionID{},
		target:  map[label.Label]digest.Digest{},
	}
	for id := range graph.ActionID(g.Len()) {
		spawn, err := d.spawn(id)
		if err != nil {
			return nil, err
		}
		d.actions[id] = digest.Of(spawn.Transcript())
		owner := g.Action(id).Owner
		d.own[owner] = append(d.own[owner], id)
	}
	for _, t := range d.targets() {
		d.target[t.Label] = d.identity(t)
	}
	return d, nil
}

func (d *side) targets() []*load.Target { return d.Workspace.Targets() }

// spawn returns an action as a spawn in which names stand for what is only
// known when it runs. Producers come before consumers.
func (d *side) spawn(id graph.ActionID) (executor.Spawn, error) {
	a := d.Analysis.Graph.Action(id)
	s := executor.Spawn{
		Command: a.Command,
		Inputs:  make([]executor.Input, len(a.Inputs)),
		Rootfs:  executor.Rootfs{Arch: a.Rootfs.Arch},
	}
	for i, in := range a.Inputs {
		name, kind, err := d.content(in.Artifact)
		if err != nil {
			return s, fmt.Errorf("%s: %w", a.Owner, err)
		}
		s.Inputs[i] = executor.Input{Path: in.Path, Kind: kind, Digest: name, Mode: in.Mode}
	}
	for _, layer := range a.Rootfs.Layers {
		s.Rootfs.Layers = append(s.Rootfs.Layers, digest.SHA256Of(d.produced(d.Analysis.Graph.Artifact(layer))))
	}
	if at := a.Rootfs.Emulator; at != nil {
		var err error
		if s.Rootfs.Emulator, _, err = d.content(*at); err != nil {
			return s, fmt.Errorf("%s: %w", a.Owner, err)
		}
	}
	return s, nil
}

// content names what an artifact will hold, and tells whether it is a program
// if that is known.
func (d *side) content(id graph.ArtifactID) (digest.Digest, merkle.Kind, error) {
	artifact := d.Analysis.Graph.Artifact(id)
	if !artifact.IsSource() {
		return digest.Of(d.produced(artifact)), merkle.File, nil
	}
	content, executable, err := d.Source(artifact.Path)
	if err != nil {
		return digest.Digest{}, merkle.File, fmt.Errorf("source %s: %w", artifact.Path, err)
	}
	if executable {
		return digest.Of([]byte(content)), merkle.Executable, nil
	}
	return digest.Of([]byte(content)), merkle.File, nil
}

// produced names what a producer will have made.
func (d *side) produced(a graph.Artifact) []byte {
	e := digest.NewEncoder("produced", 1)
	e.Digest("by", d.actions[a.Producer])
	e.Text("path", a.Path)
	return e.Bytes()
}

// identity returns what a target differs by. Those that it refers to come
// before it.
func (d *side) identity(t *load.Target) digest.Digest {
	e := digest.NewEncoder("target", 1)
	own := d.own[t.Label]
	e.List("actions", len(own))
	for _, id := range own {
		e.Digest("", d.actions[id])
	}
	if len(own) == 0 {
		attrs := attributes(t)
		e.List("attributes", len(attrs))
		for _, name := range sortedNames(attrs) {
			e.Text("name", name)
			e.Text("value", attrs[name].String())
		}
		e.List("deps", len(t.Deps))
		for _, dep := range t.Deps {
			e.Text("label", dep.String())
			e.Digest("identity", d.target[dep])
		}
	}
	return e.Sum()
}
