package merkle_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// tree describes a tree as a list of lines: "path = content" for a file,
// "path * content" for an executable, "path -> target" for a link, "path/" for
// a directory.
type tree []string

// spec splits a line.
func spec(line string) (path, kind, rest string) {
	for _, kind := range []string{" = ", " * ", " -> "} {
		if path, rest, ok := strings.Cut(line, kind); ok {
			return path, kind, rest
		}
	}
	return strings.TrimSuffix(line, "/"), "/", ""
}

// store builds the tree with a Builder.
func (lines tree) store(t testing.TB, s cas.Store) digest.Digest {
	t.Helper()
	b := merkle.NewBuilder()
	for _, line := range lines {
		must(t, lines.add(t, b, s, line))
	}
	root, err := b.Root(t.Context(), s)
	must(t, err)
	return root
}

func (tree) add(t testing.TB, b *merkle.Builder, s cas.Store, line string) error {
	t.Helper()
	path, kind, rest := spec(line)
	switch kind {
	case "/":
		return b.Tree(path, tree{}.store(t, s))
	case " -> ":
		return b.Add(path, merkle.Node{Kind: merkle.Symlink, Target: rest})
	}
	d, err := s.Put(t.Context(), strings.NewReader(rest))
	must(t, err)
	return b.File(path, d, kind == " * ")
}

// entry returns what is at path of a tree.
func entry(t testing.TB, s cas.Store, root digest.Digest, path string) (found merkle.Node) {
	t.Helper()
	must(t, merkle.Walk(t.Context(), s, root, func(at string, n merkle.Node) error {
		if at == path {
			found = n
		}
		return nil
	}))
	if found.Name == "" {
		t.Fatalf("%s is not there", path)
	}
	return found
}

// write lays the tree out with nothing but package os.
func (lines tree) write(t testing.TB, dir string) {
	t.Helper()
	for _, line := range lines {
		path, kind, rest := spec(line)
		path = filepath.Join(dir, path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		switch kind {
		case "/":
			must(t, os.MkdirAll(path, 0o755))
		case " -> ":
			must(t, os.Symlink(rest, path))
		case " = ":
			must(t, os.WriteFile(path, []byte(rest), 0o644))
		case " * ":
			must(t, os.WriteFile(path, []byte(rest), 0o755))
		}
	}
}

// read describes what is on disk, with nothing but package os.
func read(t testing.TB, dir string) tree {
	t.Helper()
	var lines tree
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		switch {
		case e.IsDir():
			lines = append(lines, rel+"/")
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			if err != nil {
				return err
			}
			lines = append(lines, rel+" -> "+target)
		default:
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			sign := " = "
			if info.Mode()&0o111 != 0 {
				sign = " * "
			}
			lines = append(lines, rel+sign+string(b))
		}
		return nil
	})
	must(t, err)
	return lines
}

// whole adds the directories that a tree's lines imply, sorted by path as a
// walk of the disk is.
func (lines tree) whole() tree {
	have := make(map[string]string)
	for _, line := range lines {
		path, _, _ := spec(line)
		have[path] = line
		for dir := filepath.Dir(path); dir != "."; dir = filepath.Dir(dir) {
			have[dir] = dir + "/"
		}
	}
	all := make(tree, 0, len(have))
	for _, line := range have {
		all = append(all, line)
	}
	slices.SortFunc(all, func(a, b string) int {
		pa, _, _ := spec(a)
		pb, _, _ := spec(b)
		return slices.Compare(strings.Split(pa, "/"), strings.Split(pb, "/"))
	})
	return all
}

func sample() tree {
	return tree{
		"README = read me", "bin/run * #!/bin/sh", "bin/tool * other", "bin/alias -> run",
		"lib/a/b/c/deep = deep", "lib/a.txt = a", "lib/up -> ../README", "lib/dir -> a", "empty/",
		"same = a", "zero = ", "dangling -> nowhere",
	}
}

func newDisk(t testing.TB) *cas.Disk {
	t.Helper()
	s, err := cas.OpenDisk(t.TempDir())
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func newFarm(t testing.TB, s *cas.Disk) *merkle.Farm {
	t.Helper()
	f, err := merkle.NewFarm(s, filepath.Join(s.Dir(), "trees"))
	must(t, err)
	return f
}

func wantTree(t testing.TB, dir string, want tree) {
	t.Helper()
	if got := read(t, dir); !slices.Equal(got, want.whole()) {
		t.Errorf("on disk:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want.whole(), "\n"))
	}
}

func wantErr(t testing.TB, err error, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %v, want one that says %q", err, part)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}

func numbered(n int) tree {
	lines := make(tree, 0, n)
	for i := range n {
		lines = append(lines, fmt.Sprintf("d%02d/f%05d = content %d", i/100, i, i))
	}
	return lines
}
