package graph

import (
	"slices"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
)

// Edge is a directed edge between two numbered nodes.
type Edge struct {
	From, To int32
}

// Adjacency is a directed graph over the nodes 0…n-1 in compressed sparse
// rows, both ways: eight bytes a node and eight an edge. It implements gonum's
// [gonum.Directed], so that gonum's algorithms serve, and gives its rows
// directly to code that must be fast. It is immutable and safe for concurrent
// use.
type Adjacency struct {
	out, in rows
}

type rows struct {
	offsets []int32
	targets []int32
}

// NewAdjacency builds the graph of n nodes. Parallel edges are merged; order
// does not matter.
func NewAdjacency(n int, edges []Edge) *Adjacency {
	return &Adjacency{
		out: newRows(n, edges, func(e Edge) (int32, int32) { return e.From, e.To }),
		in:  newRows(n, edges, func(e Edge) (int32, int32) { return e.To, e.From }),
	}
}

func newRows(n int, edges []Edge, ends func(Edge) (int32, int32)) rows {
	offsets := make([]int32, n+1)
	for _, e := range edges {
		from, _ := ends(e)
		offsets[from+1]++
	}
	for i := range n {
		offsets[i+1] += offsets[i]
	}
	targets := make([]int32, len(edges))
	next := slices.Clone(offsets[:n])
	for _, e := range edges {
		from, to := ends(e)
		targets[next[from]] = to
		next[from]++
	}
	return rows{offsets, targets}.merged()
}

// merged sorts each row and drops its duplicates, in place.
func (r rows) merged() rows {
	var kept int32
	begin := int32(0)
	for i := range len(r.offsets) - 1 {
		end := r.offsets[i+1]
		row := r.targets[begin:end]
		slices.Sort(row)
		row = slices.Compact(row)
		copy(r.targets[kept:], row)
		begin = end
		kept += int32(len(row))
		r.offsets[i+1] = kept
	}
	r.targets = r.targets[:kept]
	return r
}

func (r rows) row(id int32) []int32 { return r.targets[r.offsets[id]:r.offsets[id+1]] }

// Len returns the number of nodes.
func (a *Adjacency) Len() int { return len(a.out.offsets) - 1 }

// Out returns the nodes that id points to, ascending; the caller must not
// change them.
func (a *Adjacency) Out(id int32) []int32 { return a.out.row(id) }

// In returns the nodes that point to id, ascending; the caller must not
// change them.
func (a *Adjacency) In(id int32) []int32 { return a.in.row(id) }

// Reach marks every node that can be reached from the given ones, them
// included, along next ([Adjacency.Out] or [Adjacency.In]).
func (a *Adjacency) Reach(from []int32, next func(int32) []int32) []bool {
	seen := make([]bool, a.Len())
	stack := slices.Clone(from)
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		for _, to := range next(id) {
			if !seen[to] {
				stack = append(stack, to)
			}
		}
	}
	return seen
}

// Node is a node as gonum sees it.
type Node int64

// ID implements [gonum.Node].
func (n Node) ID() int64 { return int64(n) }

type edge struct{ from, to Node }

func (e edge) From() gonum.Node         { return e.from }
func (e edge) To() gonum.Node           { return e.to }
func (e edge) ReversedEdge() gonum.Edge { return edge{e.to, e.from} }

func (a *Adjacency) has(id int64) bool { return id >= 0 && id < int64(a.Len()) }

// Node implements [gonum.Directed].
func (a *Adjacency) Node(id int64) gonum.Node {
	if !a.has(id) {
		return nil
	}
	return Node(id)
}

// Nodes implements [gonum.Directed].
func (a *Adjacency) Nodes() gonum.Nodes {
	if a.Len() == 0 {
		return gonum.Empty
	}
	return iterator.NewImplicitNodes(0, a.Len(), func(id int) gonum.Node { return Node(id) })
}

// From implements [gonum.Directed].
func (a *Adjacency) From(id int64) gonum.Nodes { return a.nodes(id, a.out) }

// To implements [gonum.Directed].
func (a *Adjacency) To(id int64) gonum.Nodes { return a.nodes(id, a.in) }

func (a *Adjacency) nodes(id int64, r rows) gonum.Nodes {
	if !a.has(id) || len(r.row(int32(id))) == 0 {
		return gonum.Empty
	}
	row := r.row(int32(id))
	nodes := make([]gonum.Node, len(row))
	for i, to := range row {
		nodes[i] = Node(to)
	}
	return iterator.NewOrderedNodes(nodes)
}

// HasEdgeFromTo implements [gonum.Directed].
func (a *Adjacency) HasEdgeFromTo(from, to int64) bool {
	if !a.has(from) || !a.has(to) {
		return false
	}
	_, found := slices.BinarySearch(a.Out(int32(from)), int32(to))
	return found
}

// HasEdgeBetween implements [gonum.Directed].
func (a *Adjacency) HasEdgeBetween(x, y int64) bool {
	return a.HasEdgeFromTo(x, y) || a.HasEdgeFromTo(y, x)
}

// Edge implements [gonum.Directed].
func (a *Adjacency) Edge(from, to int64) gonum.Edge {
	if !a.HasEdgeFromTo(from, to) {
		return nil
	}
	return edge{Node(from), Node(to)}
}
