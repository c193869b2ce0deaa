package merkle_test

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"dbx/cache/cas"
	"dbx/cache/merkle"
)

func TestFS(t *testing.T) {
	for name, s := range map[string]cas.Store{"mem": cas.NewMem(), "disk": newDisk(t)} {
		t.Run(name, func(t *testing.T) {
			// A link to nothing fails the test of package os's own tree, too.
			lines := slices.DeleteFunc(sample(), func(line string) bool { return line == "dangling -> nowhere" })
			fsys := merkle.FS(s, lines.store(t, s))
			must(t, fstest.TestFS(fsys, "README", "bin/run", "bin/alias", "lib/a/b/c/deep", "empty", "zero"))
			empty := merkle.FS(s, tree{}.store(t, s))
			must(t, fstest.TestFS(empty))
		})
	}
}

func TestFSModes(t *testing.T) {
	s := cas.NewMem()
	fsys := merkle.FS(s, sample().store(t, s))
	for path, want := range map[string]fs.FileMode{
		".": fs.ModeDir | 0o755, "bin": fs.ModeDir | 0o755, "README": 0o644, "bin/run": 0o755,
		"bin/alias": 0o755, "lib/dir": fs.ModeDir | 0o755,
	} {
		info, err := fs.Stat(fsys, path)
		if err != nil || info.Mode() != want || !info.ModTime().Equal(cas.ModTime()) {
			t.Errorf("%s: %v, %v; want %v", path, info, err, want)
		}
	}
	if info, err := fs.Lstat(fsys, "bin/alias"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("lstat of a link: %v, %v", info, err)
	}
	if target, err := fs.ReadLink(fsys, "lib/up"); err != nil || target != "../README" {
		t.Errorf("readlink: %q, %v", target, err)
	}
	if _, err := fs.ReadLink(fsys, "README"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("readlink of a file: %v", err)
	}
}

func TestFSLinks(t *testing.T) {
	s := cas.NewMem()
	fsys := merkle.FS(s, tree{
		"file = content", "a/b/up -> ../../file", "a/here -> b/up", "a/abs -> /file", "a/out -> ../../file",
		"loop -> pool", "pool -> loop", "self -> .", "a/dot -> ./b/./up", "a/trail -> b/", "bad -> file/x",
	}.store(t, s))
	for _, path := range []string{"a/b/up", "a/here", "self/self/a/here", "a/dot", "a/trail/up"} {
		if b, err := fs.ReadFile(fsys, path); err != nil || string(b) != "content" {
			t.Errorf("%s: %q, %v", path, b, err)
		}
	}
	for _, path := range []string{"a/abs", "a/out", "loop", "bad"} {
		if b, err := fs.ReadFile(fsys, path); err == nil {
			t.Errorf("%s: read %q", path, b)
		}
	}
	if entries, err := fs.ReadDir(fsys, "self"); err != nil || len(entries) != 6 {
		t.Errorf("directory through a link: %v, %v", entries, err)
	}
}

func TestFSSeeks(t *testing.T) {
	for name, s := range map[string]cas.Store{"mem": cas.NewMem(), "disk": newDisk(t)} {
		f, err := merkle.FS(s, tree{"f = 0123456789"}.store(t, s)).Open("f")
		must(t, err)
		defer f.Close()
		at, ok := f.(io.ReaderAt)
		if !ok {
			t.Fatalf("%s: file cannot be read at an offset", name)
		}
		b := make([]byte, 3)
		if _, err := at.ReadAt(b, 4); err != nil || string(b) != "456" {
			t.Errorf("%s: read at 4: %q, %v", name, b, err)
		}
	}
}

func TestFSWithoutBlobs(t *testing.T) {
	s := cas.NewMem()
	root := sample().store(t, s)
	s.Remove(entry(t, s, root, "lib").Digest)
	fsys := merkle.FS(s, root)
	if _, err := fs.ReadFile(fsys, "lib/a.txt"); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("read below a missing directory: %v, want ErrNotFound", err)
	}
	var names []string
	entries, err := fs.ReadDir(fsys, ".")
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"README", "bin", "dangling", "empty", "lib", "same", "zero"}; !slices.Equal(names, want) {
		t.Errorf("root: %v, want %v", names, want)
	}
}
