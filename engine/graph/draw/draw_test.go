package draw_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/engine/graph"
	"dbx/engine/graph/draw"
)

// layered is a picture as build graphs are: packages of a few kinds, each node
// needing some of those after it.
func layered(n int) *draw.Picture {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	kinds := []string{"source", "wheel", "image", "base_image", "group", "action"}
	p := &draw.Picture{Title: fmt.Sprintf("toolchains: %d targets", n)}
	for i := range n {
		group := fmt.Sprintf("//area%d/pkg%d", i%7, i/9)
		name := fmt.Sprintf("target-%d", i)
		kind := kinds[(i*5+i/7)%len(kinds)]
		p.Nodes = append(p.Nodes, draw.Node{Name: group + ":" + name, Text: name, Sub: group + " · " + kind, Kind: kind, Group: group, Notes: []string{fmt.Sprintf("BUILD.hcl:%d", i)}})
		step := max(n/9, 2)
		for range 1 + random.IntN(3) {
			to := i - i%step + step + (i%step*7+random.IntN(5))%step // mostly in the next layer
			if random.IntN(9) == 0 {
				to += step * random.IntN(3)
			}
			if to < n {
				p.Edges = append(p.Edges, graph.Edge{From: int32(i), To: int32(to)})
			}
		}
	}
	return p
}

// TestSVG wants well-formed XML without scripts and references.
func TestSVG(t *testing.T) {
	ring := &draw.Picture{Nodes: []draw.Node{{Name: "a"}, {Name: "b"}, {Name: "c"}}, Edges: []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 1, To: 1}}}
	for _, p := range []*draw.Picture{{}, {Nodes: []draw.Node{{Name: "alone\x00\x1b"}}}, hostile(), layered(20), layered(300), ring} {
		var b strings.Builder
		if err := p.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		boxes, paths := 0, 0
		for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in\n%.300s", err, b.String())
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			switch e.Name.Local {
			case "script", "image", "a", "use", "foreignObject", "img":
				t.Errorf("there is a %s in the picture", e.Name.Local)
			case "path":
				paths++
			}
			for _, a := range e.Attr {
				if a.Name.Local == "class" && strings.HasPrefix(a.Value, "n ") {
					boxes++
				}
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
					t.Errorf("there is an attribute %s", a.Name.Local)
				}
			}
		}
		if boxes != len(p.Nodes) || paths < min(1, len(p.Edges)) || paths > len(p.Edges) {
			t.Errorf("%d boxes, %d paths for %d nodes, %d edges", boxes, paths, len(p.Nodes), len(p.Edges))
		}
	}
}

// TestNoOverlap wants no box upon another, and what is needed to the right.
func TestNoOverlap(t *testing.T) {
	p := layered(300)
	var b strings.Builder
	if err := p.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	type box struct{ x, y, w float64 }
	boxes := map[int]box{}
	at := regexp.MustCompile(`<g id="n(\d+)" class="n k\d" transform="translate\(([-\d.]+) ([-\d.]+)\)"><title>[^<]*</title><rect width="([\d.]+)"`)
	for _, m := range at.FindAllStringSubmatch(b.String(), -1) {
		var id int
		var at box
		if _, err := fmt.Sscan(strings.Join(m[1:], " "), &id, &at.x, &at.y, &at.w); err != nil {
			t.Fatal(err)
		}
		boxes[id] = at
	}
	if len(boxes) != 300 {
		t.Fatalf("%d boxes", len(boxes))
	}
	for i, a := range boxes {
		for j, b := range boxes {
			if i < j && a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+40 && b.y < a.y+40 {
				t.Errorf("%d at %v lies upon %d at %v", i, a, j, b)
			}
		}
	}
	for _, e := range p.Edges {
		if from, to := boxes[int(e.From)], boxes[int(e.To)]; from.x+from.w >= to.x {
			t.Errorf("%d needs %d, which is not to its right", e.From, e.To)
		}
	}
}

// page writes a picture's page to a file.
func page(t testing.TB, p *draw.Picture) string {
	t.Helper()
	var b strings.Builder
	if err := p.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "graph.html")
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// browse opens a page in a headless Chromium, whose every request would go to
// the proxy, and returns the document as its scripts left it.
func browse(t *testing.T, proxy, address string, more ...string) string {
	t.Helper()
	args := append([]string{"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
		"--user-data-dir=" + require.Dir(t), "--proxy-server=" + proxy, "--virtual-time-budget=5000", "--window-size=1400,900"}, more...)
	var stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), "chromium", append(args, "--dump-dom", address)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v\n%s", err, stderr.String())
	}
	return string(out)
}

func BenchmarkSVG(b *testing.B) {
	for _, n := range []int{20, 2000, 20000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := layered(n)
			for b.Loop() {
				if err := p.WriteSVG(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// edges makes pairs of numbers edges.
func edges(ends ...int32) []graph.Edge {
	var list []graph.Edge
	for i := 0; i < len(ends); i += 2 {
		list = append(list, graph.Edge{From: ends[i], To: ends[i+1]})
	}
	return list
}
