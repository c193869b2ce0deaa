package merkle_test

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// listing describes a stored tree by walking it.
func listing(t *testing.T, s cas.Store, root digest.Digest) tree {
	t.Helper()
	var lines tree
	fsys := merkle.FS(s, root)
	must(t, merkle.Walk(t.Context(), s, root, func(path string, n merkle.Node) error {
		switch n.Kind {
		case merkle.Dir:
			lines = append(lines, path+"/")
		case merkle.Symlink:
			lines = append(lines, path+" -> "+n.Target)
		default:
			b, err := fs.ReadFile(fsys, path)
			must(t, err)
			sign := " = "
			if n.Kind == merkle.Executable {
				sign = " * "
			}
			lines = append(lines, path+sign+string(b))
		}
		return nil
	}))
	return lines
}

func wantListing(t *testing.T, s cas.Store, root digest.Digest, want tree) {
	t.Helper()
	if got := listing(t, s, root); !slices.Equal(got, want.whole()) {
		t.Errorf("stored:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want.whole(), "\n"))
	}
}

func TestBuilder(t *testing.T) {
	s := cas.NewMem()
	root := sample().store(t, s)
	wantListing(t, s, root, sample())
	for range 10 {
		shuffled := slices.Clone(sample())
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := shuffled.store(t, s); got != root {
			t.Errorf("the order of adding changed the root: %v", shuffled)
		}
	}
	if d := (tree{}).store(t, s); d != digest.Of([]byte("dbx directory 1\n")) {
		t.Errorf("empty tree is %v", d)
	}
}

func TestBuilderMergesTrees(t *testing.T) {
	s := cas.NewMem()
	one := tree{"a/x = 1", "a/y = 2", "a/deep/er = 3"}.store(t, s)
	two := tree{"a/z = 4", "a/x = 1", "a/deep/est = 5", "b/"}.store(t, s)
	b := merkle.NewBuilder()
	must(t, b.Tree("in", one))
	must(t, b.Tree("in", two))
	must(t, tree{}.add(t, b, s, "in/a/deep/own * 6"))
	must(t, b.Tree("whole", one))
	for range 2 { // Root may be called again
		root, err := b.Root(t.Context(), s)
		must(t, err)
		wantListing(t, s, root, tree{
			"in/a/x = 1", "in/a/y = 2", "in/a/z = 4", "in/a/deep/er = 3", "in/a/deep/est = 5", "in/a/deep/own * 6", "in/b/",
			"whole/a/x = 1", "whole/a/y = 2", "whole/a/deep/er = 3",
		})
	}
	if n := entry(t, s, mustRoot(t, b, s), "whole"); n.Digest != one {
		t.Errorf("a tree alone has another digest: %v", n)
	}
	rooted := merkle.NewBuilder()
	must(t, rooted.Tree(".", one))
	if got := mustRoot(t, rooted, s); got != one {
		t.Errorf("the tree at the root is %v, want %v", got, one)
	}
}

func TestBuilderConflicts(t *testing.T) {
	s := cas.NewMem()
	sub := tree{"x = 1", "d/y = 2"}
	tests := []struct {
		name  string
		lines tree
		under string // where sub is added
		bad   bool
	}{
		{"two contents", tree{"a = 1", "a = 2"}, "", true},
		{"same twice", tree{"a = 1", "a = 1"}, "", false},
		{"file and executable", tree{"a = 1", "a * 1"}, "", true},
		{"file and link", tree{"a = 1", "a -> b"}, "", true},
		{"below a file", tree{"a = 1", "a/b = 1"}, "", true},
		{"file over directory", tree{"a/b = 1", "a = 1"}, "", true},
		{"directory over link", tree{"a -> b", "a/"}, "", true},
		{"tree: other content", tree{"t/x = 9"}, "t", true},
		{"tree: same content", tree{"t/x = 1"}, "t", false},
		{"tree: file for directory", tree{"t/d = 1"}, "t", true},
		{"tree: directory for file", tree{"t/x/y = 1"}, "t", true},
		{"tree over file", tree{"t = 1"}, "t", true},
		{"tree: merged deep", tree{"t/d/z = 1"}, "t", false},
		{"absolute", tree{"/a = 1"}, "", true},
		{"parent", tree{"a/../b = 1"}, "", true},
		{"dot", tree{"./b = 1"}, "", true},
		{"double slash", tree{"a//b = 1"}, "", true},
		{"empty", tree{" = 1"}, "", true},
	}
	for _, test := range tests {
		b := merkle.NewBuilder()
		var err error
		for _, line := range test.lines {
			err = errors.Join(err, test.lines.add(t, b, s, line))
		}
		if test.under != "" {
			err = errors.Join(err, b.Tree(test.under, sub.store(t, s)))
		}
		_, rootErr := b.Root(t.Context(), s)
		err = errors.Join(err, rootErr)
		if (err != nil) != test.bad {
			t.Errorf("%s: error %v, want one: %v", test.name, err, test.bad)
		}
	}
}

func TestWalkSkipsAndStops(t *testing.T) {
	s := cas.NewMem()
	root := sample().store(t, s)
	var paths []string
	stop := errors.New("stop")
	err := merkle.Walk(t.Context(), s, root, func(path string, n merkle.Node) error {
		paths = append(paths, path)
		switch path {
		case "bin":
			return fs.SkipDir
		case "lib/a":
			return stop
		}
		return nil
	})
	if want := []string{"README", "bin", "dangling", "empty", "lib", "lib/a"}; !errors.Is(err, stop) || !slices.Equal(paths, want) {
		t.Errorf("walked %v, %v; want %v", paths, err, want)
	}
}

func TestBlobs(t *testing.T) {
	s := cas.NewMem()
	root := sample().store(t, s)
	got, err := merkle.Blobs(t.Context(), s, root)
	must(t, err)
	want := map[digest.Digest]bool{root: true}
	must(t, merkle.Walk(t.Context(), s, root, func(_ string, n merkle.Node) error {
		if n.Kind != merkle.Symlink {
			want[n.Digest] = true
		}
		return nil
	}))
	for _, d := range got {
		if !want[d] {
			t.Errorf("%v is listed twice or does not belong", d)
		}
		delete(want, d)
	}
	if len(want) != 0 {
		t.Errorf("left out: %v", want)
	}
	s.Remove(entry(t, s, root, "lib/a/b").Digest)
	if _, err := merkle.Blobs(t.Context(), s, root); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("without one directory: %v, want ErrNotFound", err)
	}
}

// TestBlobsOfADirectoryThatIsAlsoAFile: the same digest in both roles.
func TestBlobsOfADirectoryThatIsAlsoAFile(t *testing.T) {
	s := cas.NewMem()
	inner := tree{"x = only here"}.store(t, s)
	b := merkle.NewBuilder()
	must(t, b.File("a-file", inner, false))
	must(t, b.Tree("b-dir", inner))
	got, err := merkle.Blobs(t.Context(), s, mustRoot(t, b, s))
	must(t, err)
	if !slices.Contains(got, digest.Of([]byte("only here"))) || len(got) != 3 {
		t.Errorf("blobs: %v, want root, directory and its file", got)
	}
}

func mustRoot(t *testing.T, b *merkle.Builder, s cas.Store) digest.Digest {
	t.Helper()
	root, err := b.Root(t.Context(), s)
	must(t, err)
	return root
}
