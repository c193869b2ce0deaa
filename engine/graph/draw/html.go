package draw

import (
	"bufio"
	_ "embed" // for the page's parts
	"encoding/json"
	"fmt"
	"io"

	"dbx/engine/graph"
)

//go:embed colours.css
var pageColours string

//go:embed drawing.css
var drawingStyle string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// WriteHTML writes the picture as one page to walk around in: move, zoom,
// search, and click for what a node needs and what needs it. With several
// groups there is a second view in which each is one node. The page asks no
// server for anything, and forbids itself to.
func (p *Picture) WriteHTML(w io.Writer) error {
	out := bufio.NewWriter(w)
	all := p.drawing()
	views := map[string]view{"targets": all.view("t")}
	var folded *drawing
	if f := p.folded(); len(f.Nodes) > 1 && len(f.Nodes) < len(p.Nodes) {
		folded = f.drawing()
		views["packages"] = folded.view("p")
	}
	fmt.Fprintf(out, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>%s</title>
<style>
%s%s%s</style>
</head>
<body>
<header><h1>%s</h1>
<input id="search" type="search" placeholder="Search" aria-label="Search" autocomplete="off" spellcheck="false">
<span id="found" role="status"></span>
<button id="packages" aria-pressed="false">Packages</button>
<button id="fit">Fit</button>
<span id="keys"><kbd>/</kbd> search <kbd>n</kbd> next <kbd>p</kbd> packages <kbd>f</kbd> fit <kbd>+</kbd> <kbd>-</kbd> zoom <kbd>esc</kbd> clear</span>
</header>
`, escaped(p.Title), pageColours, drawingStyle, pageStyle, escaped(p.Title))
	fmt.Fprintln(out, `<svg id="stage" role="img"><g id="view-t">`)
	all.write(out, "t")
	fmt.Fprintln(out, `</g><g id="view-p" hidden>`)
	if folded != nil {
		folded.write(out, "p")
	}
	fmt.Fprintln(out, `</g></svg>`)
	all.writeLegend(out)
	data, err := json.Marshal(views) // which escapes <, > and &
	if err != nil {
		panic("BUG: views cannot be encoded: " + err.Error())
	}
	fmt.Fprintf(out, "<aside id=\"about\" hidden></aside>\n<script type=\"application/json\" id=\"data\">%s</script>\n<script>\n%s</script>\n</body>\n</html>\n", data, pageScript)
	return out.Flush()
}

// view is what the page's script knows of a drawing.
type view struct {
	ID     string     `json:"id"`
	Width  float64    `json:"width"`
	Height float64    `json:"height"`
	Nodes  []viewNode `json:"nodes"`
	Edges  [][2]int32 `json:"edges"`
}

type viewNode struct {
	Name  string   `json:"name"`
	Kind  string   `json:"kind"`
	Group string   `json:"group"`
	Notes []string `json:"notes,omitempty"`
	X     int      `json:"x"`
	Y     int      `json:"y"`
	W     int      `json:"w"`
}

func (d *drawing) view(id string) view {
	v := view{ID: id, Width: d.width, Height: d.height, Nodes: []viewNode{}, Edges: d.layout.edges}
	if v.Edges == nil {
		v.Edges = [][2]int32{}
	}
	for i, n := range d.Nodes {
		layer := d.layer[i]
		v.Nodes = append(v.Nodes, viewNode{n.Name, n.Kind, n.Group, n.Notes,
			int(d.x[layer]), int(d.y[i] - boxHeight/2), int(d.layout.width[layer])})
	}
	return v
}

func (d *drawing) writeLegend(out *bufio.Writer) {
	count := map[string]int{}
	for _, n := range d.Nodes {
		count[n.Kind]++
	}
	fmt.Fprint(out, `<div id="legend">`)
	for i, kind := range d.kinds {
		fmt.Fprintf(out, `<span class="k%d"><i></i>%s %d</span>`, i%colours, escaped(kind), count[kind])
	}
	fmt.Fprintln(out, "</div>")
}

// folded is the picture in which each group is one node.
func (p *Picture) folded() *Picture {
	f := &Picture{Title: p.Title}
	number, count := map[string]int32{}, map[string]int{}
	for _, n := range p.Nodes {
		if _, known := number[n.Group]; !known {
			number[n.Group] = int32(len(f.Nodes))
			f.Nodes = append(f.Nodes, Node{Name: n.Group, Kind: "package", Group: n.Group})
		}
		count[n.Group]++
	}
	for i := range f.Nodes {
		f.Nodes[i].Sub = fmt.Sprintf("%d inside", count[f.Nodes[i].Name])
	}
	for _, e := range p.Edges {
		from, to := number[p.Nodes[e.From].Group], number[p.Nodes[e.To].Group]
		if from != to {
			f.Edges = append(f.Edges, graph.Edge{From: from, To: to})
		}
	}
	return f
}
