package delta

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/query"
	"dbx/executor"
)

// pair is two states that are compared.
type pair struct {
	old, new  *side
	changed   map[label.Label]bool // of what was looked at so far, dependencies first
	variables []variable           // that have other values
}

// finding is what differs between the actions of a target.
type finding struct {
	sources []query.Reason
	fields  []query.Reason // what is neither a source nor made by another action
	actions []string       // outputs of actions that only one state has
	inputs  bool           // something made by another target differs
}

// reasons tells why a target of both states differs.
func (p *pair) reasons(old, new *load.Target) []query.Reason {
	f := p.compareActions(new.Label)
	command := len(f.fields) > 0 || len(f.actions) > 0 || len(p.new.own[new.Label]) == 0
	reasons := f.sources
	if command {
		attrs := attributeReasons(old, new)
		if len(attrs) > 0 {
			attrs = append(attrs, p.variableReasons(new)...)
		}
		reasons = append(reasons, attrs...)
		if len(attrs) == 0 && len(f.actions)+len(f.fields) > 0 && !bytes.Equal(p.old.Lock, p.new.Lock) {
			reasons = append(reasons, lockReason(f))
		}
	}
	if command || f.inputs {
		reasons = append(reasons, p.dependencyReasons(new)...)
	}
	if len(reasons) == 0 {
		reasons = p.distantReasons(new)
	}
	if len(reasons) == 0 {
		reasons = f.fields
	}
	if len(reasons) == 0 && len(f.actions) > 0 {
		reasons = []query.Reason{{Kind: "action", Name: f.actions[0], Detail: "is new or gone"}}
	}
	return reasons
}

// lockReason names what else the lock file now says.
func lockReason(f finding) query.Reason {
	names := f.actions
	if len(names) == 0 {
		for _, r := range f.fields {
			names = append(names, r.Name)
		}
	}
	const most = 3
	if len(names) > most {
		names = append(names[:most:most], fmt.Sprintf("and %d more", len(names)-most))
	}
	return query.Reason{Kind: "lock", Name: "dbx.lock.hcl", Detail: strings.Join(names, ", ")}
}

// dependencyReasons names the direct dependencies that differ, and, since an
// image's layers may be of one further away, the owners of what differs.
func (p *pair) dependencyReasons(t *load.Target) []query.Reason {
	var reasons []query.Reason
	for _, dep := range t.Deps {
		if p.changed[dep] {
			reasons = append(reasons, query.Reason{Kind: "dependency", Name: dep.String()})
		}
	}
	return reasons
}

// distantReasons finds attributes of what a target depends on, for a target
// that takes them over though nothing there has to run.
func (p *pair) distantReasons(t *load.Target) []query.Reason {
	var reasons []query.Reason
	seen := map[label.Label]bool{}
	var visit func(*load.Target)
	visit = func(t *load.Target) {
		for _, dep := range t.Deps {
			was, had := p.old.Workspace.Target(dep)
			is, has := p.new.Workspace.Target(dep)
			if seen[dep] || !had || !has {
				continue
			}
			seen[dep] = true
			for _, r := range attributeReasons(was, is) {
				r.Name += " of " + dep.String()
				reasons = append(reasons, r)
			}
			visit(is)
		}
	}
	visit(t)
	return reasons
}

// compareActions pairs the actions of a target by their names.
func (p *pair) compareActions(l label.Label) finding {
	var f finding
	before := map[string]graph.ActionID{}
	for _, id := range p.old.own[l] {
		before[p.old.name(id)] = id
	}
	for _, id := range p.new.own[l] {
		name := p.new.name(id)
		was, had := before[name]
		delete(before, name)
		switch {
		case !had:
			f.actions = append(f.actions, "+"+name)
		case p.old.actions[was] != p.new.actions[id]:
			p.compareSpawns(&f, was, id)
		}
	}
	for _, name := range sortedNames(before) {
		f.actions = append(f.actions, "-"+name)
	}
	f.sources = compacted(f.sources)
	return f
}

func compacted(reasons []query.Reason) []query.Reason {
	slices.SortFunc(reasons, func(a, b query.Reason) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(reasons, func(a, b query.Reason) bool { return a.Name == b.Name })
}

// name is what an action is told by among those of its target.
func (d *side) name(id graph.ActionID) string { return d.Analysis.Graph.Action(id).Name() }

func (p *pair) compareSpawns(f *finding, was, is graph.ActionID) {
	before, err := p.old.spawn(was)
	after, err2 := p.new.spawn(is)
	if err != nil || err2 != nil {
		panic(fmt.Sprintf("BUG: a spawn that was made before: %v, %v", err, err2))
	}
	differences, err := executor.Differences(before.Transcript(), after.Transcript())
	if err != nil {
		panic("BUG: a transcript cannot be read: " + err.Error())
	}
	for _, d := range differences {
		at, isInput := d.Input()
		_, isLayer := d.Layer()
		switch {
		case isInput:
			p.compareInput(f, d.Field, p.old.input(was, at), p.new.input(is, at))
		case isLayer:
			f.inputs = true
		case d.Emulator():
			p.compareInput(f, d.Field, p.old.emulator(was), p.new.emulator(is))
		default:
			f.fields = append(f.fields, query.Reason{Kind: "field", Name: d.Field, Detail: short(d.Old) + " → " + short(d.New)})
		}
	}
}

// input returns what an action reads at a place; nil if nothing.
func (d *side) input(id graph.ActionID, at string) *graph.Artifact {
	for _, in := range d.Analysis.Graph.Action(id).Inputs {
		if in.Path == at {
			a := d.Analysis.Graph.Artifact(in.Artifact)
			return &a
		}
	}
	return nil
}

// emulator returns the program that an action's commands run through; nil for none.
func (d *side) emulator(id graph.ActionID) *graph.Artifact {
	at := d.Analysis.Graph.Action(id).Rootfs.Emulator
	if at == nil {
		return nil
	}
	a := d.Analysis.Graph.Artifact(*at)
	return &a
}

// compareInput sorts a place whose content differs: a source file that was
// edited, came or went, or something made by another action.
func (p *pair) compareInput(f *finding, field string, was, is *graph.Artifact) {
	source := func(a *graph.Artifact, detail string) {
		f.sources = append(f.sources, query.Reason{Kind: "source", Name: a.Path, Detail: detail})
	}
	switch {
	case is != nil && is.IsSource() && was != nil && was.IsSource() && was.Path == is.Path:
		source(is, p.edit(is.Path))
	case is != nil && is.IsSource():
		source(is, "added")
	case is == nil && was.IsSource():
		source(was, "removed")
	case is != nil && was != nil:
		f.inputs = true
	default:
		f.inputs = true
		f.fields = append(f.fields, query.Reason{Kind: "field", Name: field, Detail: "added or removed"})
	}
}

// edit words how a source file of both states differs.
func (p *pair) edit(name string) string {
	was, _, err := p.old.Source(name)
	is, executable, err2 := p.new.Source(name)
	if err != nil || err2 != nil || was != is {
		return "edited"
	}
	if executable {
		return "made executable"
	}
	return "no longer executable"
}
