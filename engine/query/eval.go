package query

import (
	"fmt"
	"path"
	"slices"

	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
)

// Result is the answer to a query: a part of a workspace's targets, sorted by
// label.
type Result struct {
	Targets []*load.Target
}

// Eval answers the query over a workspace that was loaded with its patterns.
// Patterns are relative to the package from.
func (e *Expr) Eval(ws *load.Workspace, from string) (*Result, error) {
	w := newWorld(ws, from)
	found, err := e.root.eval(w)
	if err != nil {
		return nil, err
	}
	r := &Result{}
	for id, in := range found {
		if in {
			r.Targets = append(r.Targets, w.targets[id])
		}
	}
	return r, nil
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
	ws      *load.Workspace
	from    string
	targets []*load.Target
	number  map[label.Label]int32
	edges   *graph.Adjacency // from a target to what it refers to
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

type node interface {
	eval(*world) (set, error)
	patterns([]string) []string
}

type pattern string

func (p pattern) patterns(found []string) []string { return append(found, string(p)) }

func (p pattern) eval(w *world) (set, error) {
	parsed, err := label.ParsePattern(w.from, string(p))
	if err != nil {
		return nil, err
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
		return nil, fmt.Errorf("no target matches %s", string(p))
	}
	return found, nil
}

type setOp struct {
	op          byte
	left, right node
}

func (s setOp) patterns(found []string) []string { return s.right.patterns(s.left.patterns(found)) }

func (s setOp) eval(w *world) (set, error) {
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

type deps struct {
	of    node
	depth int
}

func (d deps) patterns(found []string) []string { return d.of.patterns(found) }

func (d deps) eval(w *world) (set, error) {
	of, err := d.of.eval(w)
	if err != nil {
		return nil, err
	}
	return w.within(of.ids(), w.edges.Out, d.depth), nil
}

type rdeps struct {
	universe, of node
	depth        int
}

func (r rdeps) patterns(found []string) []string { return r.of.patterns(r.universe.patterns(found)) }

func (r rdeps) eval(w *world) (set, error) {
	universe, err := deps{r.universe, -1}.eval(w)
	if err != nil {
		return nil, err
	}
	of, err := r.of.eval(w)
	if err != nil {
		return nil, err
	}
	found := w.within(of.ids(), w.edges.In, r.depth)
	for id := range found {
		found[id] = found[id] && universe[id]
	}
	return found, nil
}

type kind struct {
	kind string
	of   node
}

func (k kind) patterns(found []string) []string { return k.of.patterns(found) }

func (k kind) eval(w *world) (set, error) {
	of, err := k.of.eval(w)
	if err != nil {
		return nil, err
	}
	for id := range of {
		if of[id] {
			if of[id], err = path.Match(k.kind, w.targets[id].Kind); err != nil {
				return nil, fmt.Errorf("kind %q: %w", k.kind, err)
			}
		}
	}
	return of, nil
}

type paths struct {
	from, to node
	all      bool
}

func (p paths) patterns(found []string) []string { return p.to.patterns(p.from.patterns(found)) }

func (p paths) eval(w *world) (set, error) {
	from, err := p.from.eval(w)
	if err != nil {
		return nil, err
	}
	to, err := p.to.eval(w)
	if err != nil {
		return nil, err
	}
	between := w.edges.Reach(from.ids(), w.edges.Out)
	back := w.edges.Reach(to.ids(), w.edges.In)
	for id := range between {
		between[id] = between[id] && back[id]
	}
	if p.all {
		return between, nil
	}
	return w.shortest(from, to, between), nil
}

// shortest marks the targets of one shortest path, the first by label.
func (w *world) shortest(from, to, between set) set {
	cameFrom := map[int32]int32{}
	queue := from.ids()
	for _, id := range queue {
		cameFrom[id] = id
	}
	for ; len(queue) > 0; queue = queue[1:] {
		id := queue[0]
		if to[id] {
			found := make(set, len(w.targets))
			for ; !found[id]; id = cameFrom[id] {
				found[id] = true
			}
			return found
		}
		for _, next := range w.edges.Out(id) {
			if _, seen := cameFrom[next]; !seen && between[next] {
				cameFrom[next] = id
				queue = append(queue, next)
			}
		}
	}
	return make(set, len(w.targets))
}
