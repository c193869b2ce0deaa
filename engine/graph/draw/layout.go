package draw

import (
	"cmp"
	"math"
	"slices"

	"dbx/engine/graph"
)

// The layout follows Sugiyama, Tagawa and Toda, "Methods for visual
// understanding of hierarchical system structures" (1981): bounded layers, an order in each layer by barycentres, then places. What needs stands
// left, what is needed right. Each step is linear in nodes and edges but for
// sorting.

// layout is where everything goes. Edges that span several layers go through
// bends, nodes without a box, whose numbers follow those of the boxes.
type layout struct {
	boxes  int
	layer  []int32    // of each node
	out    [][]int32  // neighbours in the next layer
	in     [][]int32  // neighbours in the layer before
	layers [][]int32  // nodes from top to bottom
	routes [][]int32  // the nodes that each edge runs through, ends included
	edges  [][2]int32 // the edges of the routes
	height []float64  // of each node
	y      []float64  // of each node's middle
	x      []float64  // of each layer's left side
	width  []float64  // of each layer
}

// What bends there may be: so many for each node and edge, and in all. Beyond,
// long edges run straight.
const (
	maxBends  = 12
	mostBends = 80_000
)

// newLayers places nodes in layers and makes bends.
func newLayers(n int, edges []graph.Edge, heightOf func(int32) float64) *layout {
	adjacency := graph.NewAdjacency(n, edges)
	l := &layout{boxes: n, layer: layersOf(forward(adjacency))}
	l.height = make([]float64, n)
	for id := range l.height {
		l.height[id] = heightOf(int32(id))
	}
	budget := min(maxBends*(n+len(edges)+100), mostBends)
	for from := range int32(n) {
		for _, to := range adjacency.Out(from) {
			l.route(from, to, &budget)
		}
	}
	depth := int32(0)
	for _, layer := range l.layer {
		depth = max(depth, layer+1)
	}
	l.layers = make([][]int32, depth)
	l.out, l.in = make([][]int32, len(l.layer)), make([][]int32, len(l.layer))
	for id, layer := range l.layer {
		l.layers[layer] = append(l.layers[layer], int32(id))
	}
	for _, route := range l.routes {
		for i := range len(route) - 1 {
			l.out[route[i]] = append(l.out[route[i]], route[i+1])
			l.in[route[i+1]] = append(l.in[route[i+1]], route[i])
		}
	}
	return l
}

// forward returns the graph without the edges that close a ring, which a walk
// finds as those to where it still is.
func forward(a *graph.Adjacency) *graph.Adjacency {
	const open, done = 1, 2
	state := make([]uint8, a.Len())
	next := make([]int, a.Len())
	var edges []graph.Edge
	for root := range int32(a.Len()) {
		if state[root] != 0 {
			continue
		}
		state[root] = open
		for stack := []int32{root}; len(stack) > 0; {
			id := stack[len(stack)-1]
			if next[id] == len(a.Out(id)) {
				state[id] = done
				stack = stack[:len(stack)-1]
				continue
			}
			to := a.Out(id)[next[id]]
			next[id]++
			if state[to] == open {
				continue
			}
			edges = append(edges, graph.Edge{From: id, To: to})
			if state[to] == 0 {
				state[to] = open
				stack = append(stack, to)
			}
		}
	}
	return graph.NewAdjacency(a.Len(), edges)
}

// layersOf returns each node's layer: right of all that need it, and there the
// first that is not full. Full is what keeps the picture about as high as wide,
// after Coffman and Graham, "Optimal scheduling for two-processor systems"
// (1972), whose layers are bounded too.
func layersOf(a *graph.Adjacency) []int32 {
	bound := max(16, int(1.5*math.Sqrt(float64(a.Len()))))
	longest := longestPaths(a)
	nodes := make([]int32, a.Len())
	for id := range nodes {
		nodes[id] = int32(id)
	}
	slices.SortStableFunc(nodes, func(x, y int32) int { return cmp.Compare(longest[x], longest[y]) })
	layer := make([]int32, a.Len())
	var size []int   // of each layer
	var skip []int32 // from a full layer to the next that may not be
	for _, id := range nodes {
		at := int32(0)
		for _, user := range a.In(id) {
			at = max(at, layer[user]+1)
		}
		for ; int(at) < len(size) && size[at] >= bound; at = skip[at] {
			if next := skip[at]; int(next) < len(size) && size[next] >= bound {
				skip[at] = skip[next]
			}
		}
		for int(at) >= len(size) {
			size, skip = append(size, 0), append(skip, int32(len(skip)+1))
		}
		size[at]++
		layer[id] = at
	}
	return layer
}

// longestPaths returns for each node how many edges the longest way to it has.
func longestPaths(a *graph.Adjacency) []int32 {
	layer := make([]int32, a.Len())
	waiting := make([]int32, a.Len())
	var ready []int32
	for id := range int32(a.Len()) {
		if waiting[id] = int32(len(a.In(id))); waiting[id] == 0 {
			ready = append(ready, id)
		}
	}
	for ; len(ready) > 0; ready = ready[1:] {
		for _, to := range a.Out(ready[0]) {
			layer[to] = max(layer[to], layer[ready[0]]+1)
			if waiting[to]--; waiting[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
	return layer
}

// route runs an edge through a bend in every layer between its ends.
func (l *layout) route(from, to int32, budget *int) {
	route := []int32{from}
	span := int(l.layer[to] - l.layer[from]) // below 1 for an edge that closes a ring
	if *budget >= span && span > 1 {
		*budget -= span
		for layer := l.layer[from] + 1; layer < l.layer[to]; layer++ {
			route = append(route, int32(len(l.layer)))
			l.layer = append(l.layer, layer)
			l.height = append(l.height, 0)
		}
	}
	l.routes = append(l.routes, append(route, to))
	l.edges = append(l.edges, [2]int32{from, to})
}
