package flat_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/layer"
	"dbx/cache/require"
	"dbx/rules/image/flat"
)

var update = flag.Bool("update", false, "write the golden files")

func file(p, content string) layer.Entry {
	return layer.Entry{Path: p, Kind: layer.File, Mode: 0o644, ModTime: time.Unix(1600000000, 0), Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func dir(p string) layer.Entry { return layer.Entry{Path: p, Kind: layer.Dir, Mode: 0o755} }

// inputs are three layers: the second changes and hides what the first has,
// the third brings some of it back.
func inputs(t *testing.T) fstest.MapFS {
	t.Helper()
	in := fstest.MapFS{}
	for i, entries := range [][]layer.Entry{
		{dir("a"), file("a/one", "1"), file("a/two", "2"), dir("b"), file("b/gone", ""), {Path: "link", Kind: layer.Symlink, Link: "a"}},
		{dir("a"), {Path: "a/one", Kind: layer.Whiteout}, {Path: "b", Kind: layer.Whiteout}, file("a/two", "two"), dir("d"), {Path: "d", Kind: layer.Opaque}},
		{dir("b"), file("b/new", "new"), {Path: "never", Kind: layer.Whiteout}},
	} {
		var b bytes.Buffer
		if _, err := layer.FromTree(&b, entries, time.Unix(1600000000, 0), false, nil); err != nil {
			t.Fatal(err)
		}
		in[fmt.Sprintf("layers/%04d-%064x.tar", i, i)] = &fstest.MapFile{Data: b.Bytes()}
	}
	return in
}

func flatten(t *testing.T, in fs.FS, args ...string) (string, error) {
	t.Helper()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	return filepath.Join(out.Name(), "flat"), flat.Flatten(t.Context(), in, args, out, []string{"flat"})
}

// TestGolden pins the bytes that this version makes, and has tar list them.
func TestGolden(t *testing.T) {
	tool := require.Tool(t, "tar")
	for name, args := range map[string][]string{"all": {"epoch=1500000000"}, "marks": {"epoch=1700000000", "marks=keep"}} {
		made, err := flatten(t, inputs(t), args...)
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		list := exec.Command(tool, "--utc", "-tvf", made)
		list.Env = append(os.Environ(), "LC_ALL=C")
		listed, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%x\n%s", sha256.Sum256(content), listed)
		golden := filepath.Join("testdata", "golden", "flatten@1", name+".txt")
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(golden), 0o755), os.WriteFile(golden, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestRefuses(t *testing.T) {
	good := inputs(t)
	for _, c := range []struct {
		in   fs.FS
		args []string
		say  string
	}{
		{fstest.MapFS{}, []string{"epoch=0"}, "no layers"},
		{good, nil, "epoch= is missing"},
		{good, []string{"epoch=-1"}, "seconds since 1970"},
		{good, []string{"epoch=1", "epoch=1"}, "twice"},
		{good, []string{"epoch=1", "marks=drop"}, "not known"},
		{fstest.MapFS{"layers/0000.tar": {Data: []byte(strings.Repeat("no tar", 200))}}, []string{"epoch=1"}, "corrupt"},
	} {
		_, err := flatten(t, c.in, c.args...)
		var failure interface{ UserFailure() }
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%q: %v lacks %q", c.args, err, c.say)
		}
	}
}
