package unpack_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/rules/source/unpack"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

type entry struct {
	name, content string
	mode          int64
	kind          byte
}

func tarball(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: e.mode, Typeflag: e.kind, Uid: 12, Uname: "someone"}
		if e.kind == tar.TypeSymlink {
			h.Linkname = e.content
		} else {
			h.Size = int64(len(e.content))
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if e.kind == tar.TypeReg {
			w.Write([]byte(e.content))
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sdist(t *testing.T) []byte {
	return tarball(t,
		entry{"pkg-1.0/", "", 0o700, tar.TypeDir},
		entry{"pkg-1.0/setup.py", "import os\nversion = 1\n", 0o600, tar.TypeReg},
		entry{"pkg-1.0/configure", "#!/bin/sh\n", 0o711, tar.TypeReg},
		entry{"pkg-1.0/src/pkg/init.py", "a\nb\n", 0o644, tar.TypeReg},
		entry{"pkg-1.0/src/readme", "../setup.py", 0o777, tar.TypeSymlink},
		entry{"pkg-1.0/src/pkg/alias", "init.py", 0o777, tar.TypeSymlink},
		entry{"pkg-1.0/src/pkg/empty/", "", 0o755, tar.TypeDir},
	)
}

func zipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("top/file")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("zip\n"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), Mode: 0o644} }

const (
	patchOne = "--- a/setup.py\n+++ b/setup.py\n@@ -1,2 +1,2 @@\n import os\n-version = 1\n+version = 2\n"
	patchTwo = "--- a/setup.py\n+++ b/setup.py\n@@ -1,2 +1,2 @@\n import os\n-version = 2\n+version = 3\n--- /dev/null\n+++ b/new/file\n@@ -0,0 +1 @@\n+new\n"
)

func tree(files fstest.MapFS) fstest.MapFS {
	files["tree/setup.py"] = file("import os\nversion = 1\n")
	files["tree/run"] = &fstest.MapFile{Data: []byte("#!/bin/sh\n"), Mode: 0o755}
	files["tree/dir/link"] = &fstest.MapFile{Data: []byte("../run"), Mode: fs.ModeSymlink | 0o777}
	files["tree/empty"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	return files
}

// queueTree is a tree beside a queue of patches with the given series.
func queueTree(series string) fstest.MapFS {
	return tree(fstest.MapFS{
		"queue/patches/series":    file(series),
		"queue/patches/one.patch": file(patchOne),
		"queue/patches/sub/two":   file(strings.NewReplacer("a/setup.py", "a/x/setup.py", "b/setup.py", "b/x/setup.py", "b/new", "b/x/new").Replace(patchTwo)),
		"queue/patches/bad":       file("--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n"),
	})
}

type function func(context.Context, fs.FS, []string, *os.Root, []string) error

// TestGolden pins what each version of a builtin makes of an input tree. If
// one of these fails, the builtin needs a new version, in the rules that name
// it and here.
func TestGolden(t *testing.T) {
	t.Parallel()
	archive := func(b []byte) fstest.MapFS { return fstest.MapFS{"archive": {Data: b}} }
	patched := archive(sdist(t))
	patched["patches/0001-b"], patched["patches/0000-z"] = file(patchTwo), file(patchOne)
	cases := []struct {
		name string
		fn   function
		in   fstest.MapFS
		args []string
	}{
		{"unpack@1/default", unpack.Archive, archive(sdist(t)), nil},
		{"unpack@1/whole", unpack.Archive, archive(sdist(t)), []string{"strip=0"}},
		{"unpack@1/subdir", unpack.Archive, archive(sdist(t)), []string{"strip=1", "subdir=src/pkg"}},
		{"unpack@1/patched", unpack.Archive, patched, []string{"patch-strip=1"}},
		{"patch-queue@1/series", unpack.Queue, queueTree("# mine\none.patch # first\n\nskipped\nsub/two -p2\n"), []string{"series=patches/series", "skip=skipped"}},
		{"exclude@1/patterns", unpack.Exclude, tree(fstest.MapFS{"tree/a/deep/x.c": file("x"), "tree/a/x.h": file("x")}), []string{"**/*.c", "dir"}},
		{"unpack@1/zip", unpack.Archive, archive(zipped(t)), nil},
		{"patch@1/two", unpack.Patch, tree(fstest.MapFS{"patches/0": file(patchOne), "patches/1": file(patchTwo)}), nil},
		{"patch@1/none", unpack.Patch, tree(fstest.MapFS{}), nil},
		{"tree@1/all", unpack.Gather, tree(fstest.MapFS{}), []string{"tree"}},
		{"file@1/program", unpack.Pick, tree(fstest.MapFS{}), []string{"tree/run"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer out.Close()
			if err := c.fn(t.Context(), c.in, c.args, out, []string{"result"}); err != nil {
				t.Fatal(err)
			}
			got := listing(t, filepath.Join(out.Name(), "result"))
			golden := filepath.Join("testdata", "golden", c.name+".txt")
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

// listing has a line for each entry of a tree: kind, SHA-256 or link target,
// name.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir && d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		kind, what := "dir ", "-"
		switch {
		case info.Mode().IsRegular():
			kind = "file"
			if info.Mode()&0o100 != 0 {
				kind = "exec"
			}
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			what = fmt.Sprintf("%x", sha256.Sum256(content))
		case info.Mode()&fs.ModeSymlink != 0:
			kind = "link"
			if what, err = os.Readlink(name); err != nil {
				return err
			}
		}
		rel, err := filepath.Rel(dir, name)
		fmt.Fprintln(&b, kind, what, rel)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFailures(t *testing.T) {
	t.Parallel()
	good := sdist(t)
	evil := tarball(t, entry{"top/../../evil", "x", 0o644, tar.TypeReg})
	cases := []struct {
		name string
		fn   function
		in   fstest.MapFS
		args []string
		say  string
	}{
		{"garbage", unpack.Archive, fstest.MapFS{"archive": file("hello")}, nil, "not an archive"},
		{"truncated", unpack.Archive, fstest.MapFS{"archive": {Data: good[:len(good)-20]}}, nil, "truncated"},
		{"traversal", unpack.Archive, fstest.MapFS{"archive": {Data: evil}}, nil, "path leads out"},
		{"strip too much", unpack.Archive, fstest.MapFS{"archive": {Data: good}}, []string{"strip=9"}, "is strip right?"},
		{"no subdir", unpack.Archive, fstest.MapFS{"archive": {Data: good}}, []string{"subdir=nowhere"}, "no folder nowhere"},
		{"subdir is a file", unpack.Archive, fstest.MapFS{"archive": {Data: good}}, []string{"subdir=setup.py"}, "no folder setup.py"},
		{"subdir with a link out", unpack.Archive, fstest.MapFS{"archive": {Data: good}}, []string{"subdir=src"}, "readme: the symbolic link leads to ../setup.py"},
		{"patch fails", unpack.Archive, fstest.MapFS{"archive": {Data: good}, "patches/0001-x": file(patchTwo)}, nil, "0001-x: patch: setup.py: hunk 1: does not apply anywhere"},
		{"bad strip", unpack.Archive, fstest.MapFS{}, []string{"strip=-1"}, "want a number"},
		{"bad subdir", unpack.Archive, fstest.MapFS{}, []string{"subdir=../x"}, "clean relative path"},
		{"unknown", unpack.Archive, fstest.MapFS{}, []string{"srip=1"}, "not known"},
		{"twice", unpack.Archive, fstest.MapFS{}, []string{"strip=1", "strip=2"}, "twice"},
		{"no tree", unpack.Patch, fstest.MapFS{}, nil, "no input folder tree"},
		{"no folder", unpack.Gather, fstest.MapFS{}, []string{"x"}, "no input folder x"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer out.Close()
			err = c.fn(t.Context(), c.in, c.args, out, []string{"result"})
			var failure interface{ UserFailure() }
			if !errors.As(err, &failure) {
				t.Fatalf("not the user's failure: %v", err)
			}
			if !strings.Contains(err.Error(), c.say) {
				t.Errorf("%q lacks %q", err, c.say)
			}
		})
	}
}

// TestMachineFailures has errors that say nothing about the input.
func TestMachineFailures(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx context.Context
		in  fstest.MapFS
	}{
		"no archive": {t.Context(), fstest.MapFS{}},
		"cancelled":  {cancelled, fstest.MapFS{"archive": {Data: sdist(t)}}},
	} {
		out, err := os.OpenRoot(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		err = unpack.Archive(c.ctx, c.in, nil, out, []string{"result"})
		var failure interface{ UserFailure() }
		if err == nil || errors.As(err, &failure) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
