package query

import (
	"slices"

	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
)

// Eval answers the query over a workspace that was loaded with its patterns.
// Patterns are relative to the package from. What changed(…) gives must be in
// changes, which may be nil for a query without it.
func (e *Expr) Eval(ws *load.Workspace, from string, changes Changes) (*Result, error) {
	w := newWorld(ws, from)
	w.text, w.changes = e.text, changes
	found, err := e.root.eval(w)
	if err != nil {
		return nil, err
	}
	r := &Result{Removed: w.removed, reasons: w.reasons}
	for id, in := range found {
		if in {
			r.Targets = append(r.Targets, w.targets[id])
		}
	}
	c, outermost := e.root.(*call)
	switch {
	case outermost && c.fn.files:
		r.Files = filesOf(r.Targets)
	case outermost && c.fn.name == somepath:
		slices.SortFunc(r.Targets, func(a, b *load.Target) int {
			return slices.Index(w.path, w.number[a.Label]) - slices.Index(w.path, w.number[b.Label])
		})
	}
	return r, nil
}

// filesOf returns what targets read, sorted; it is never nil.
func filesOf(targets []*load.Target) []string {
	files := []string{}
	for _, t := range targets {
		files = append(files, t.Files()...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// set marks targets by number.
type set []bool

func (s set) ids() []int32 {
	var ids []int32
	for id, in := range s {
		if in {
			ids = append(ids, int32(id))
		}
	}
	return ids
}

// world numbers the targets of a workspace, sorted by label, and their
// references.
type world struct {
	text    string // of the query
	ws      *load.Workspace
	from    string
	targets []*load.Target
	number  map[label.Label]int32
	edges   *graph.Adjacency // from a target to what it refers to
	changes Changes
	reasons map[label.Label]*Change
	removed []*Change
	path    []int32 // that the last somepath(…) found, from one end to the other
}

func newWorld(ws *load.Workspace, from string) *world {
	w := &world{ws: ws, from: from, targets: slices.Clone(ws.Targets()), number: map[label.Label]int32{}}
	slices.SortFunc(w.targets, func(a, b *load.Target) int { return a.Label.Compare(b.Label) })
	for id, t := range w.targets {
		w.number[t.Label] = int32(id)
	}
	var edges []graph.Edge
	for id, t := range w.targets {
		for _, dep := range t.Deps {
			edges = append(edges, graph.Edge{From: int32(id), To: w.number[dep]})
		}
	}
	w.edges = graph.NewAdjacency(len(w.targets), edges)
	return w
}

// within marks what can be reached from the given targets in at most depth
// references; a negative depth is no limit.
func (w *world) within(from []int32, next func(int32) []int32, depth int) set {
	if depth < 0 {
		return w.edges.Reach(from, next)
	}
	seen := make(set, len(w.targets))
	for ; depth >= 0 && len(from) > 0; depth-- {
		var further []int32
		for _, id := range from {
			if !seen[id] {
				seen[id] = true
				further = append(further, next(id)...)
			}
		}
		from = further
	}
	return seen
}

// node is a part of a query that stands for targets.
type node interface {
	eval(*world) (set, error)
	visit(func(node))
}

// word is a pattern, or an argument that is no expression.
type word struct {
	text string
	at   int
}

func (p word) visit(f func(node)) { f(p) }

func (p word) eval(w *world) (set, error) {
	parsed, err := label.ParsePattern(w.from, p.text)
	if err != nil {
		return nil, w.errorf(p.at, "%v", err)
	}
	found := make(set, len(w.targets))
	matched := false
	mark := func(l label.Label) {
		if id, ok := w.number[l]; ok {
			found[id], matched = true, true
		}
	}
	if l, single := parsed.Label(); single {
		mark(l)
		for _, member := range w.ws.Members(l) {
			mark(member)
		}
	} else {
		for _, t := range w.targets {
			if parsed.Match(t.Label) {
				mark(t.Label)
			}
		}
	}
	if !matched {
		return nil, w.errorf(p.at, "no target matches %s", p.text)
	}
	return found, nil
}

type setOp struct {
	op          byte
	left, right node
}

func (s *setOp) visit(f func(node)) {
	s.left.visit(f)
	s.right.visit(f)
}

func (s *setOp) eval(w *world) (set, error) {
	left, err := s.left.eval(w)
	if err != nil {
		return nil, err
	}
	right, err := s.right.eval(w)
	if err != nil {
		return nil, err
	}
	for id := range left {
		switch s.op {
		case '+':
			left[id] = left[id] || right[id]
		case '-':
			left[id] = left[id] && !right[id]
		case '^':
			left[id] = left[id] && right[id]
		}
	}
	return left, nil
}

func (c *call) eval(w *world) (set, error) { return c.fn.eval(w, c) }
