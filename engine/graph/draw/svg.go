package draw

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WriteSVG writes the picture as one SVG document that refers to nothing else.
// Boxes have titles, which viewers show on demand.
func (p *Picture) WriteSVG(w io.Writer) error {
	out := bufio.NewWriter(w)
	d := p.drawing()
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`+"\n", d.width, d.height, d.width, d.height)
	fmt.Fprintf(out, "<title>%s</title>\n<style>\n%s%s</style>\n", escaped(p.Title), pageColours, drawingStyle)
	fmt.Fprintf(out, `<rect class="paper" width="%.0f" height="%.0f"/>`+"\n", d.width, d.height)
	d.write(out, "n")
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// drawing is a picture with a place for everything.
type drawing struct {
	*Picture
	*layout
	kinds         []string // sorted
	width, height float64
}

func (p *Picture) drawing() *drawing {
	d := &drawing{Picture: p, kinds: p.kinds()}
	d.layout = newLayers(len(p.Nodes), p.Edges, func(int32) float64 { return boxHeight })
	// Sweeps cost time in proportion to edges and bends.
	sweeps := 24
	if len(d.layer) > 20_000 {
		sweeps = 8
	}
	d.order(sweeps)
	d.place(func(id int32) float64 { return p.Nodes[id].boxWidth() })
	d.width, d.height = d.size()
	return d
}

// kinds returns the kinds that there are, sorted: the n-th has the n-th colour.
func (p *Picture) kinds() []string {
	var kinds []string
	for _, n := range p.Nodes {
		kinds = append(kinds, n.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

const (
	colours  = 10
	maxRunes = 44 // of a line in a box
)

func (n Node) text() string {
	if n.Text != "" {
		return n.Text
	}
	return n.Name
}

func (n Node) sub() string {
	if n.Sub != "" {
		return n.Sub
	}
	return n.Kind
}

// boxWidth measures by the character: the font has one width.
func (n Node) boxWidth() float64 {
	runes := max(float64(len([]rune(cut(n.text()))))*7.3, float64(len([]rune(cut(n.sub()))))*6.1)
	return max(runes, 60) + 24
}

// cut shortens a line in its middle, where names differ least.
func cut(s string) string {
	runes := []rune(s)
	if len(runes) <= maxRunes {
		return s
	}
	half := (maxRunes - 1) / 2
	return string(runes[:half]) + "…" + string(runes[len(runes)-half:])
}

// write draws edges, then boxes. The boxes' ids begin with prefix and end with
// their numbers; the edges' are those of their ends.
func (d *drawing) write(out *bufio.Writer, prefix string) {
	fmt.Fprintln(out, `<g class="edges">`)
	for i, route := range d.routes {
		ends := d.layout.edges[i]
		fmt.Fprintf(out, `<path id="%se%d-%d" d="%s"/>`+"\n", prefix, ends[0], ends[1], d.path(route))
	}
	fmt.Fprintln(out, "</g>\n<g class=\"nodes\">")
	for id, n := range d.Nodes {
		kind, _ := slices.BinarySearch(d.kinds, n.Kind)
		x, y := d.x[d.layer[id]], d.y[id]-boxHeight/2
		fmt.Fprintf(out, `<g id="%s%d" class="n k%d" transform="translate(%.1f %.1f)"><title>%s</title>`, prefix, id, kind%colours, x, y, escaped(n.title()))
		fmt.Fprintf(out, `<rect width="%.1f" height="%.0f" rx="7"/><rect class="tab" width="5" height="%.0f" rx="2.5"/>`, d.layout.width[d.layer[id]], boxHeight, boxHeight)
		fmt.Fprintf(out, `<text x="14" y="17">%s</text><text class="sub" x="14" y="32">%s</text></g>`+"\n", escaped(cut(n.text())), escaped(cut(n.sub())))
	}
	fmt.Fprintln(out, "</g>")
}

func (n Node) title() string {
	return strings.Join(append([]string{n.Name, n.Kind}, n.Notes...), "\n")
}

// path runs from the right side of a box to the left side of another, straight
// through the columns of its bends.
func (d *drawing) path(route []int32) string {
	var b strings.Builder
	right := func(id int32) float64 { return d.x[d.layer[id]] + d.layout.width[d.layer[id]] }
	fmt.Fprintf(&b, "M%.1f %.1f", right(route[0]), d.y[route[0]])
	for i := 1; i < len(route); i++ {
		fromX, fromY := right(route[i-1]), d.y[route[i-1]]
		toX, toY := d.x[d.layer[route[i]]], d.y[route[i]]
		bend := max((toX-fromX)/2, -(toX-fromX)/4, 20)
		fmt.Fprintf(&b, "C%.1f %.1f %.1f %.1f %.1f %.1f", fromX+bend, fromY, toX-bend, toY, toX, toY)
		if i < len(route)-1 {
			fmt.Fprintf(&b, "H%.1f", right(route[i]))
		}
	}
	return b.String()
}

// escaped makes a text fit for HTML and XML, which has no control characters.
func escaped(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}
