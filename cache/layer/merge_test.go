package layer

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/archive"
	"dbx/cache/require"
)

func tars(layers ...[]byte) []Tar {
	var all []Tar
	for _, l := range layers {
		all = append(all, bytes.NewReader(l))
	}
	return all
}

func flattened(t testing.TB, opts MergeOptions, layers ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Flatten(t.Context(), &b, tars(layers...), opts, epoch); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFlattenIsTheStack has the stack of unpacked layers, which shares no code
// with Merge but the reading of names (TestReadName), judge random layers: flattened whole, and flattened above a base.
func TestFlattenIsTheStack(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 7))
		layers := make([][]byte, 2+r.IntN(4))
		dirs := make([]string, len(layers))
		for i := range layers {
			layers[i] = randomLayer(t, r)
			dirs[i] = unpackTo(t, layers[i])
		}
		want := stackTree(t, NewStack(dirs...))
		whole := flattened(t, MergeOptions{}, layers...)
		if d := cmp.Diff(want, stackTree(t, NewStack(unpackTo(t, whole)))); d != "" {
			t.Fatalf("seed %d, all of %d layers: -stack +flat\n%s\n%s", seed, len(layers), d, describe(t, layers))
		}
		own := flattened(t, MergeOptions{Marks: true}, layers[1:]...)
		if d := cmp.Diff(want, stackTree(t, NewStack(dirs[0], unpackTo(t, own)))); d != "" {
			t.Fatalf("seed %d, own: -stack +flat\n%s\n%s", seed, d, describe(t, layers))
		}
		if again := flattened(t, MergeOptions{}, whole); !bytes.Equal(again, whole) {
			t.Fatalf("seed %d: a flat layer is not its own flat form", seed)
		}
	}
}

func describe(t testing.TB, layers [][]byte) string {
	var b strings.Builder
	for i, l := range layers {
		fmt.Fprintf(&b, "layer %d: %q\n", i, tarList(t, l))
	}
	return b.String()
}

// randomLayer has some entries at few names, each with all its parents, as dbx
// writes layers.
func randomLayer(t testing.TB, r *rand.Rand) []byte {
	at := map[string]Entry{}
	names := []string{"a", "b", "-", "c"}
	for range 1 + r.IntN(6) {
		parts := make([]string, 1+r.IntN(3))
		for i := range parts {
			parts[i] = names[r.IntN(len(names))]
		}
		free := true
		for i := 1; i < len(parts); i++ {
			dir := strings.Join(parts[:i], "/")
			if e, ok := at[dir]; ok && e.Kind != Dir {
				free = false
				break
			}
			if _, ok := at[dir]; !ok {
				at[dir] = folder(dir, 0o755)
			}
		}
		name := strings.Join(parts, "/")
		if _, taken := at[name]; taken || !free {
			continue
		}
		switch r.IntN(7) {
		case 0, 1:
			at[name] = Entry{Path: name, Kind: Whiteout}
		case 2:
			at[name] = linkTo(name, "x")
		case 3, 4:
			at[name] = folder(name, 0o700|uint32(r.IntN(64)))
			if r.IntN(2) == 0 {
				at[name+"/opaque"] = Entry{Path: name, Kind: Opaque}
			}
		default:
			at[name] = text(name, 0o600|uint32(r.IntN(64)), fmt.Sprint(r.IntN(100)))
		}
	}
	var entries []Entry
	for _, e := range at {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.tarName(), b.tarName()) })
	return build(t, entries...)
}

func TestMergeDetails(t *testing.T) {
	low := build(t,
		folder("d", 0o2775), text("d/one", 0o4755, "1"), nameOf("d/two", "d/one", 0o644),
		text("later", 0o644, "old"), text("-first", 0o644, "x"))
	high := build(t, Entry{Path: "d/one", Kind: Whiteout}, text("later", 0o640, "new"), nameOf("more", "later", 0o640))
	merged, err := Merge(t.Context(), tars(low, high), MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range merged {
		got = append(got, fmt.Sprintf("%d %v %s %o %s", e.Layer, e.Kind, e.Path, e.Mode, e.Link))
	}
	want := []string{"0 file -first 644 ", "0 directory d 2775 ", "0 file d/two 4755 ", "1 file later 640 ", "1 hard link more 640 later"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestMergeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		layer []byte
		want  error
	}{
		"upwards":     {raw(t, rawFile("../x")), archive.ErrTraversal},
		"link":        {raw(t, rawHard("x", "nowhere")), archive.ErrHardLink},
		"in whiteout": {raw(t, rawFile(".wh.a/x")), archive.ErrConflict},
		"whiteout of": {raw(t, rawFile("a/.wh...")), archive.ErrTraversal},
		"no tar":      {bytes.Repeat([]byte("x"), 1024), archive.ErrCorrupt},
	} {
		if _, err := Merge(t.Context(), tars(c.layer), MergeOptions{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestMergeSparse reads what another program wrote with holes.
func TestMergeSparse(t *testing.T) {
	tool := require.Tool(t, "tar")
	dir := t.TempDir()
	content := append(make([]byte, 1<<20), "the end"...)
	f, err := os.Create(filepath.Join(dir, "holes"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("the end"), 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Close(), os.WriteFile(filepath.Join(dir, "after"), []byte("plain"), 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"gnu", "pax"} {
		layer, err := exec.Command(tool, "-C", dir, "-S", "--format="+format, "-c", "holes", "after").Output()
		if err != nil || len(layer) > 1<<19 {
			t.Fatalf("%s: a tar of %d bytes: %v", format, len(layer), err)
		}
		flat := unpackTo(t, flattened(t, MergeOptions{}, layer))
		got, err := os.ReadFile(filepath.Join(flat, "holes"))
		after, err2 := os.ReadFile(filepath.Join(flat, "after"))
		if err := errors.Join(err, err2); err != nil || !bytes.Equal(got, content) || string(after) != "plain" {
			t.Errorf("%s: %d bytes, then %q: %v", format, len(got), after, err)
		}
	}
}

func FuzzMerge(f *testing.F) {
	f.Add(build(f, folder("d", 0o755), text("d/a", 0o644, "1"), Entry{Path: "d/b", Kind: Whiteout}), build(f, folder("d", 0o755), Entry{Path: "d", Kind: Opaque}))
	f.Add(raw(f, rawDir("a"), rawFile("a/b"), rawHard("c", "a/b")), raw(f, rawFile("a"), rawLink("c", "x")))
	f.Add(raw(f, rawFile(".wh.a"), rawFile("a/.wh..wh..opq")), []byte("no tar"))
	f.Fuzz(func(t *testing.T, low, high []byte) {
		for _, opts := range []MergeOptions{{}, {Marks: true}} {
			var b bounded
			if _, err := Flatten(t.Context(), &b, tars(low, high), opts, epoch); err != nil {
				continue
			}
			flat := bytes.Clone(b.Bytes())
			if again := flattened(t, opts, flat); !opts.Marks && !bytes.Equal(flat, again) {
				t.Errorf("flattened twice, another layer")
			}
		}
	})
}

// bounded takes no more than a megabyte: holes may be as big as they like.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > 1<<20 {
		return 0, errors.New("too much")
	}
	return b.Buffer.Write(p)
}
