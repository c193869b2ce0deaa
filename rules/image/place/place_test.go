package place_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/rules/image/place"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func file(s string, mode fs.FileMode) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(s), Mode: mode}
}

func link(target string) *fstest.MapFile { return file(target, fs.ModeSymlink|0o777) }

// layerOf makes a tar of "name mode" for folders and files and "name -> link".
func layerOf(t *testing.T, lines ...string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, line := range lines {
		h := &tar.Header{}
		if name, target, ok := strings.Cut(line, " -> "); ok {
			h.Name, h.Linkname, h.Typeflag, h.Mode = name, target, tar.TypeSymlink, 0o777
		} else if _, err := fmt.Sscanf(line, "%s %o", &h.Name, &h.Mode); err != nil {
			t.Fatal(err)
		} else if h.Typeflag = tar.TypeReg; strings.HasSuffix(h.Name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if h.Name == "home/me/" {
			h.Uid, h.Gid = 1000, 1001
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes(), Mode: 0o644}
}

func tree() fstest.MapFS {
	return fstest.MapFS{
		"from/bin/tool":      file("#!/bin/sh\n", 0o755),
		"from/etc/conf.d/a":  file("a\n", 0o644),
		"from/etc/conf.d/ln": link("../../bin/tool"),
		"from/home/me/empty": file("", fs.ModeDir|0o755),
		"from/tmp/x":         file("x\n", 0o644),
	}
}

func over(in fstest.MapFS, layers ...*fstest.MapFile) fstest.MapFS {
	for i, l := range layers {
		in[fmt.Sprintf("base/%04d.tar", i)] = l
	}
	return in
}

func debian(t *testing.T) *fstest.MapFile {
	return layerOf(t, "usr/ 0755", "usr/bin/ 0755", "usr/bin/old 0755", "bin -> usr/bin", "tmp/ 1777", "etc/ 0755",
		"home/ 0755", "home/me/ 0700", "root/ 0700", "root/.profile 0644", "var/ 0755", "var/run -> /run", "loop -> loop", "gone/ 0700", "gone/x/ 0700")
}

func run(t *testing.T, in fs.FS, args ...string) ([]byte, error) {
	t.Helper()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := place.Copy(t.Context(), in, args, out, []string{"00-copy"}); err != nil {
		return nil, err
	}
	b, err := out.ReadFile("00-copy")
	if err != nil {
		t.Fatal(err)
	}
	return b, nil
}

// listing shows a layer's entries and its diffID.
func listing(t *testing.T, layer []byte) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "sha256:%x\n", sha256.Sum256(layer))
	r := tar.NewReader(bytes.NewReader(layer))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%c %04o %d:%d %d %s", h.Typeflag, h.Mode, h.Uid, h.Gid, h.ModTime.Unix(), h.Name)
		if h.Linkname != "" {
			fmt.Fprintf(&b, " -> %s", h.Linkname)
		}
		if h.Typeflag == tar.TypeReg {
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, " %q", content)
		}
		b.WriteString("\n")
	}
}

// TestGolden pins the layers that this version of the builtin makes. If it
// fails, copy needs a new version, here and in the rule that names it.
func TestGolden(t *testing.T) {
	t.Parallel()
	script := func() fstest.MapFS { return fstest.MapFS{"from": file("#!/bin/sh\n", 0o755)} }
	cases := []struct {
		name string
		in   fstest.MapFS
		args []string
	}{
		{"file", script(), []string{"to=/start.sh"}},
		{"file-options", script(), []string{"to=/opt/a/start.sh", "mode=04711", "owner=1000:100", "epoch=86400"}},
		{"link-in-base", over(script(), debian(t)), []string{"to=/bin/start"}},
		{"absolute-link-in-base", over(script(), debian(t)), []string{"to=/var/run/start"}},
		{"replaces-file", over(script(), debian(t)), []string{"to=/root/.profile"}},
		{"tree-alone", tree(), []string{"to=/"}},
		{"tree-over-base", over(tree(), debian(t)), []string{"to=/", "owner=7"}},
		{"tree-below", over(tree(), debian(t)), []string{"to=/opt/x", "mode=0600", "owner=7"}},
		{"whiteouts", over(fstest.MapFS{"from": file("x", 0o644)}, debian(t), layerOf(t, ".wh.gone 0", ".wh.bin 0", "root/ 0750", "root/.wh..wh..opq 0")), []string{"to=/gone/x/f"}},
		{"whiteout-of-link", over(script(), debian(t), layerOf(t, ".wh.bin 0")), []string{"to=/bin/f"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			layer, err := run(t, c.in, c.args...)
			if err != nil {
				t.Fatal(err)
			}
			got := listing(t, layer)
			golden := filepath.Join("testdata", "golden", "copy@1", c.name+".txt")
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
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	script := fstest.MapFS{"from": file("x", 0o644)}
	based := over(fstest.MapFS{"from": file("x", 0o644)}, debian(t))
	clash := over(fstest.MapFS{"from/bin/x": file("1", 0o644), "from/usr/bin/x": file("2", 0o644)}, debian(t))
	for _, c := range []struct {
		in   fstest.MapFS
		args []string
		say  string
	}{
		{script, nil, "to= is missing"},
		{script, []string{"to=rel"}, "clean absolute path"},
		{script, []string{"to=/a/../b"}, "clean absolute path"},
		{script, []string{"to=/"}, "give the file a name"},
		{script, []string{"to=/a", "to=/b"}, "twice"},
		{script, []string{"to=/a", "mode=0999"}, "octal"},
		{script, []string{"to=/a", "mode=10000"}, "octal"},
		{script, []string{"to=/a", "owner=me"}, "names of users"},
		{script, []string{"to=/a", "epoch=-1"}, "seconds since 1970"},
		{script, []string{"to=/a", "umask=1"}, "not known"},
		{fstest.MapFS{}, []string{"to=/a"}, "no input from"},
		{based, []string{"to=/tmp"}, "/tmp is a folder"},
		{based, []string{"to=/root/.profile/x"}, "/root/.profile is not a folder"},
		{based, []string{"to=/loop/x"}, "symbolic links"},
		{clash, []string{"to=/"}, "two entries of the folder go to /usr/bin/x"},
	} {
		_, err := run(t, c.in, c.args...)
		var failure interface{ UserFailure() }
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%v: %v lacks %q", c.args, err, c.say)
		}
	}
}
