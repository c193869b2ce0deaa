package draw

import (
	"cmp"
	"slices"
)

// order sorts each layer so that few edges cross: by the mean place of each
// node's neighbours, to and fro, keeping the best order seen.
func (l *layout) order(sweeps int) {
	place := make([]int32, len(l.layer))
	number := func() {
		for _, layer := range l.layers {
			for i, id := range layer {
				place[id] = int32(i)
			}
		}
	}
	l.depthFirst()
	number()
	best, fewest := l.snapshot(), l.crossings(place)
	for sweep := 0; sweep < sweeps && fewest > 0; sweep++ {
		if sweep%2 == 0 {
			for i := 1; i < len(l.layers); i++ {
				sortLayer(l.layers[i], l.in, place)
			}
		} else {
			for i := len(l.layers) - 2; i >= 0; i-- {
				sortLayer(l.layers[i], l.out, place)
			}
		}
		if crossings := l.crossings(place); crossings < fewest {
			best, fewest = l.snapshot(), crossings
		}
	}
	l.layers = best
}

// depthFirst puts the nodes of each layer in the order in which a walk from the
// first layer comes to them, which keeps together what belongs together.
func (l *layout) depthFirst() {
	seen := make([]bool, len(l.layer))
	layers := make([][]int32, len(l.layers))
	var stack []int32
	for _, layer := range l.layers {
		for _, root := range layer {
			stack = append(stack, root)
			for len(stack) > 0 {
				id := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				if seen[id] {
					continue
				}
				seen[id] = true
				layers[l.layer[id]] = append(layers[l.layer[id]], id)
				for _, to := range slices.Backward(l.out[id]) {
					stack = append(stack, to)
				}
			}
		}
	}
	l.layers = layers
}

func (l *layout) snapshot() [][]int32 {
	layers := make([][]int32, len(l.layers))
	for i, layer := range l.layers {
		layers[i] = slices.Clone(layer)
	}
	return layers
}

// sortLayer sorts a layer by the barycentres of its nodes' neighbours; a node
// without any stays where it is among the others.
func sortLayer(layer []int32, neighbours [][]int32, place []int32) {
	centres := make([]centred, len(layer))
	for i, id := range layer {
		centre := float64(place[id])
		if near := neighbours[id]; len(near) > 0 {
			sum := 0.0
			for _, other := range near {
				sum += float64(place[other])
			}
			centre = sum / float64(len(near))
		}
		centres[i] = centred{id, centre}
	}
	slices.SortStableFunc(centres, func(a, b centred) int { return cmp.Compare(a.centre, b.centre) })
	for i, c := range centres {
		layer[i], place[c.id] = c.id, int32(i)
	}
}

// centred is a node and the mean place of its neighbours.
type centred struct {
	id     int32
	centre float64
}

// crossings counts the crossings of edges between neighbouring layers with a
// Fenwick tree (Barth, Mutzel, Jünger, "Simple and efficient bilayer cross
// counting", 2002).
func (l *layout) crossings(place []int32) int {
	total := 0
	for i := range len(l.layers) - 1 {
		tree := make([]int, len(l.layers[i+1])+1)
		seen := 0
		for _, id := range l.layers[i] {
			ends := make([]int32, 0, len(l.out[id]))
			for _, to := range l.out[id] {
				if l.layer[to] == l.layer[id]+1 {
					ends = append(ends, place[to])
				}
			}
			for _, end := range ends {
				total += seen - upTo(tree, end)
			}
			for _, end := range ends {
				count(tree, end)
			}
			seen += len(ends)
		}
	}
	return total
}

// upTo returns how many of what was counted lie at or before a place.
func upTo(tree []int, place int32) int {
	n := 0
	for at := int(place) + 1; at > 0; at -= at & -at {
		n += tree[at]
	}
	return n
}

func count(tree []int, place int32) {
	for at := int(place) + 1; at < len(tree); at += at & -at {
		tree[at]++
	}
}
