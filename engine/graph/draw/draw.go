// Package draw makes pictures of directed graphs.
//
// It writes Graphviz's language, Mermaid's, and, with a layout of its own, SVG
// and a page of HTML to walk around in. It knows nodes, edges, kinds and groups;
// not what a target or an action is, nor any file.
package draw

import "dbx/engine/graph"

// Picture is a graph to be drawn. An edge points from what needs to what is
// needed.
type Picture struct {
	Title string
	Nodes []Node
	Edges []graph.Edge
}

// Node is a box.
type Node struct {
	Name  string   // unique in the picture
	Text  string   // the first line in the box; Name if it is empty
	Sub   string   // the second line; Kind if it is empty
	Kind  string   // chooses the colour
	Group string   // what it is folded into
	Notes []string // more about it, a line each, shown on demand
}
