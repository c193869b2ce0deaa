package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteDOT writes the picture in Graphviz's language.
func (p *Picture) WriteDOT(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "digraph dbx {\n  node [shape=box];")
	needs := p.needs()
	for i, n := range p.Nodes {
		fmt.Fprintf(out, "  %s [label=%s];\n", quoteDOT(n.Name), quoteDOT(n.Name+"\n"+n.Kind))
		for _, to := range needs[i] {
			fmt.Fprintf(out, "  %s -> %s;\n", quoteDOT(n.Name), quoteDOT(p.Nodes[to].Name))
		}
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

// needs returns for each node what it needs, in the order of the edges.
func (p *Picture) needs() [][]int32 {
	needs := make([][]int32, len(p.Nodes))
	for _, e := range p.Edges {
		needs[e.From] = append(needs[e.From], e.To)
	}
	return needs
}

// quoteDOT quotes a string for Graphviz, in which a backslash stands for itself
// unless what follows gives it a meaning.
func quoteDOT(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", " ").Replace(s) + `"`
}

// WriteMermaid writes the picture as a Mermaid flowchart.
func (p *Picture) WriteMermaid(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "flowchart LR")
	for i, n := range p.Nodes {
		fmt.Fprintf(out, "  n%d[\"%s<br/><i>%s</i>\"]\n", i, quoteMermaid(n.Name), quoteMermaid(n.Kind))
	}
	for i, needs := range p.needs() {
		for _, to := range needs {
			fmt.Fprintf(out, "  n%d --> n%d\n", i, to)
		}
	}
	return out.Flush()
}

// quoteMermaid writes everything that Mermaid, Markdown in it or HTML may take
// for its own as an entity code.
func quoteMermaid(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\"#&<>`*_\\[]{}|\n\r;", r) {
			fmt.Fprintf(&b, "#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
