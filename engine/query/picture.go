package query

import (
	"fmt"

	"dbx/engine/graph"
	"dbx/engine/graph/draw"
	"dbx/engine/label"
)

// Picture returns the targets and the references among them, to be drawn.
func (r *Result) Picture(title string) *draw.Picture {
	p := &draw.Picture{Title: title}
	number := map[label.Label]int32{}
	for i, t := range r.Targets {
		number[t.Label] = int32(i)
		node := draw.Node{
			Name:  t.Label.String(),
			Text:  t.Label.Name(),
			Sub:   "//" + t.Label.Package() + " · " + t.Kind,
			Kind:  t.Kind,
			Group: "//" + t.Label.Package(),
			Notes: []string{fmt.Sprintf("%s:%d", t.Range.Filename, t.Range.Start.Line)},
		}
		if c := r.reasons[t.Label]; c != nil {
			node.Notes = append(node.Notes, string(c.Status))
			for _, reason := range c.Reasons {
				node.Notes = append(node.Notes, reason.String())
			}
		}
		p.Nodes = append(p.Nodes, node)
	}
	for i, t := range r.Targets {
		for _, dep := range t.Deps {
			if to, in := number[dep]; in {
				p.Edges = append(p.Edges, graph.Edge{From: int32(i), To: to})
			}
		}
	}
	return p
}
