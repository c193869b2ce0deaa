package draw_test

import (
	"strings"
	"testing"

	"dbx/engine/graph"
	"dbx/engine/graph/draw"
)

// hostile is a picture whose names are nothing but trouble.
func hostile() *draw.Picture {
	return &draw.Picture{
		Title: `</title><script>alert(1)</script>`,
		Nodes: []draw.Node{
			{Name: `a"b\`, Kind: "x\ny", Group: `</script><script>alert(2)</script>`},
			{Name: `<img src=x onerror=alert(3)>`, Kind: `]]>&amp;`, Group: "g", Notes: []string{"<!-- </svg>", "\u2028"}},
		},
		Edges: []graph.Edge{{From: 0, To: 1}},
	}
}

func TestTextForms(t *testing.T) {
	for _, test := range []struct {
		name  string
		write func(*draw.Picture, *strings.Builder) error
		want  string
	}{
		{"dot", func(p *draw.Picture, w *strings.Builder) error { return p.WriteDOT(w) }, `digraph dbx {
  node [shape=box];
  "a\"b\\" [label="a\"b\\\nx\ny"];
  "a\"b\\" -> "<img src=x onerror=alert(3)>";
  "<img src=x onerror=alert(3)>" [label="<img src=x onerror=alert(3)>\n]]>&amp;"];
}
`},
		{"mermaid", func(p *draw.Picture, w *strings.Builder) error { return p.WriteMermaid(w) }, `flowchart LR
  n0["a#34;b#92;<br/><i>x#10;y</i>"]
  n1["#60;img src=x onerror=alert(3)#62;<br/><i>#93;#93;#62;#38;amp#59;</i>"]
  n0 --> n1
`},
	} {
		var got strings.Builder
		if err := test.write(hostile(), &got); err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got.String(), test.want)
		}
	}
}
