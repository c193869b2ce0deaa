package draw_test

import (
	"bufio"
	"cmp"
	"image/color"
	"image/png"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dbx/cache/require"
	"dbx/engine/graph/draw"
)

// TestPage opens pages in a real browser: the script must run, do what the
// address asks, survive hostile names, and no request may leave.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("needs chromium; left out by -short")
	}
	require.Tool(t, "chromium")
	proxy, asked := listen(t)
	classes := func(dom, id string) string {
		m := regexp.MustCompile(`<g id="` + id + `" class="([^"]*)"`).FindStringSubmatch(dom)
		if m == nil {
			t.Fatalf("no %s in the document", id)
		}
		return m[1]
	}
	small := page(t, &draw.Picture{
		Title: "w: //...",
		Nodes: []draw.Node{{Name: "//a:app", Kind: "wheel", Group: "//a"}, {Name: "//l:lib", Kind: "wheel", Group: "//l"}, {Name: "//l:src", Kind: "source", Group: "//l"}, {Name: "//l:lone", Kind: "source", Group: "//l"}},
		Edges: edges(0, 1, 1, 2),
	})

	dom := browse(t, proxy, "file://"+small+"#pick=//l:lib&q=src")
	if !strings.Contains(dom, `data-ready="yes"`) {
		t.Fatalf("the script did not end well:\n%s", dom)
	}
	for id, want := range map[string]string{"t0": "n k1 up", "t1": "n k1 self", "t2": "n k0 hit down", "t3": "n k0"} {
		if got := classes(dom, id); !sameWords(got, want) {
			t.Errorf("classes of %s: %q, want %q", id, got, want)
		}
	}
	for _, want := range []string{`<h2>//l:lib</h2>`, `Needs: 1, with what is behind 1`, `Needed by: 1, with what is behind 1`, `<g id="view-p" hidden="">`} {
		if !strings.Contains(dom, want) {
			t.Errorf("the document has no %s", want)
		}
	}

	dom = browse(t, proxy, "file://"+small+"#view=packages")
	if !strings.Contains(dom, `<g id="view-t" hidden="">`) && !regexp.MustCompile(`<g id="view-t"[^>]* hidden=""`).MatchString(dom) {
		t.Error("the view of packages does not hide that of targets")
	}
	if !strings.Contains(dom, `aria-pressed="true"`) || !strings.Contains(dom, "3 inside") {
		t.Error("there is no view of packages")
	}

	dom = browse(t, proxy, "file://"+page(t, hostile()))
	if !strings.Contains(dom, `data-ready="yes"`) || strings.Contains(dom, "<img") || strings.Count(dom, "<script") != 2 {
		t.Errorf("hostile names came through:\n%.3000s", dom)
	}

	big := page(t, layered(2000))
	dom = browse(t, proxy, "file://"+big+"#q=target-19")
	if !strings.Contains(dom, `data-ready="yes"`) || strings.Count(dom, " hit") < 100 || !strings.Contains(dom, "1 of 111") {
		t.Error("the page of 2,000 nodes does not work")
	}
	if hosts := asked.hosts(); len(hosts) > 0 {
		t.Errorf("requests left for %q", hosts)
	}
	// What the count is worth: a page that does ask.
	loud := page(t, &draw.Picture{})
	if err := os.WriteFile(loud, []byte(`<img src="http://example.org/x.png">`), 0o644); err != nil {
		t.Fatal(err)
	}
	browse(t, proxy, "file://"+loud)
	if hosts := asked.hosts(); !slices.Contains(hosts, "example.org") {
		t.Errorf("a request was not seen, only %q", hosts)
	}
}

// visitors are the hosts that a proxy is asked for.
type visitors struct {
	mu  sync.Mutex
	all []string
}

func (v *visitors) add(c net.Conn) {
	defer c.Close()
	request, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.all = append(v.all, request.URL.Hostname())
}

// hosts returns who was asked for, but for what the browser asks its maker on
// its own account.
func (v *visitors) hosts() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	maker := regexp.MustCompile(`(^|\.)(google|googleapis|gvt1|gstatic)\.com$`)
	return slices.DeleteFunc(slices.Clone(v.all), maker.MatchString)
}

// listen stands where a proxy would, and notes what is asked for.
func listen(t *testing.T) (address string, asked *visitors) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	asked = new(visitors)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go asked.add(c)
		}
	}()
	return l.Addr().String(), asked
}

func sameWords(a, b string) bool {
	words := func(s string) map[string]bool {
		found := map[string]bool{}
		for _, w := range strings.Fields(s) {
			found[w] = true
		}
		delete(found, "now")
		return found
	}
	x, y := words(a), words(b)
	for w := range x {
		if !y[w] {
			return false
		}
	}
	return len(x) == len(y)
}

// TestScreenshots takes pictures of pages, on which there is something to see.
// With DBX_SCREENSHOTS they stay in that folder, for eyes.
func TestScreenshots(t *testing.T) {
	if testing.Short() {
		t.Skip("needs chromium; left out by -short")
	}
	dir := cmp.Or(os.Getenv("DBX_SCREENSHOTS"), t.TempDir())
	require.Tool(t, "chromium")
	proxy, _ := listen(t)
	for name, address := range map[string]string{
		"20":       page(t, layered(20)),
		"2000":     page(t, layered(2000)),
		"picked":   page(t, layered(20)) + "#pick=//area0/pkg0:target-7",
		"found":    page(t, layered(2000)) + "#q=target-77",
		"packages": page(t, layered(200)) + "#view=packages",
	} {
		file := filepath.Join(dir, name+".png")
		browse(t, proxy, "file://"+address, "--screenshot="+file)
		if n := colours(t, file); n < 10 {
			t.Errorf("%s: the picture has %d colours", name, n)
		}
	}
}

func colours(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	found := map[color.Color]bool{}
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			found[picture.At(x, y)] = true
		}
	}
	return len(found)
}
