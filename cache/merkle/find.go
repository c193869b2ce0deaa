package merkle

import (
	"cmp"
	"slices"
)

// find returns the entry with the given name from a directory's sorted entries.
func find(nodes []Node, name string) (Node, bool) {
	i, ok := slices.BinarySearchFunc(nodes, name, func(n Node, name string) int {
		return cmp.Compare(n.Name, name)
	})
	if !ok {
		return Node{}, false
	}
	return nodes[i], true
}
