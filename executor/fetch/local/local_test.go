package local_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/cas/hashcache"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor/fetch/local"
)

type fixture struct {
	t     *testing.T
	store *cas.Disk
	files *hashcache.Cache
	dir   string
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	files, err := hashcache.Open(filepath.Join(store.Dir(), "hashes"), store)
	if err != nil {
		t.Fatal(err)
	}
	return fixture{t, store, files, t.TempDir()}
}

func (f fixture) write(name, content string) {
	f.t.Helper()
	name = filepath.Join(f.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(content), 0o644)); err != nil {
		f.t.Fatal(err)
	}
}

func (f fixture) take(folder local.Folder) (digest.Digest, error) {
	if folder.Path == "" {
		folder.Path = f.dir
	}
	return local.Take(f.t.Context(), f.store, f.files, folder)
}

func (f fixture) names(root digest.Digest) string {
	f.t.Helper()
	var all []string
	err := merkle.Walk(f.t.Context(), f.store, root, func(name string, n merkle.Node) error {
		if n.Kind == merkle.Symlink {
			name += " -> " + n.Target
		}
		all = append(all, name)
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return strings.Join(all, ", ")
}

func TestTake(t *testing.T) {
	f := newFixture(t)
	f.write("a.c", "a")
	f.write("a.o", "o")
	f.write("sub/b.c", "b")
	f.write("sub/b.o", "o")
	f.write("build/deep/x", "x")
	f.write(".git/config", "x")
	if err := os.Symlink("a.c", filepath.Join(f.dir, "link")); err != nil {
		t.Fatal(err)
	}
	all, err := f.take(local.Folder{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.names(all); got != ".git, .git/config, a.c, a.o, build, build/deep, build/deep/x, link -> a.c, sub, sub/b.c, sub/b.o" {
		t.Error(got)
	}
	some, err := f.take(local.Folder{Exclude: []string{"**/*.o", "build", "**/.git"}, Outside: t.TempDir()})
	if err != nil || f.names(some) != "a.c, link -> a.c, sub, sub/b.c" {
		t.Error(f.names(some), err)
	}
	// Times are no part of it, content is; nor is what is left out.
	f.write("a.o", "other")
	if err := os.Chtimes(filepath.Join(f.dir, "a.c"), cas.ModTime(), cas.ModTime()); err != nil {
		t.Fatal(err)
	}
	again, err := f.take(local.Folder{Exclude: []string{"**/*.o", "build", "**/.git"}})
	if err != nil || again != some {
		t.Errorf("%v %v: changed with what is left out", again, err)
	}
	f.write("a.c", "other")
	if again, err = f.take(local.Folder{Exclude: []string{"**/*.o", "build", "**/.git"}}); err != nil || again == some {
		t.Errorf("%v: not changed with its content", err)
	}
}

func TestRefused(t *testing.T) {
	f := newFixture(t)
	f.write("sub/file", "12345")
	f.write("big/file", strings.Repeat("x", 1000))
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(f.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("/etc/passwd", "absolute")
	link("../../up", "sub/up")
	if err := syscall.Mkfifo(filepath.Join(f.dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(f.dir, "sub")
	way := filepath.Join(t.TempDir(), "way")
	if err := os.Symlink(inner, way); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		folder local.Folder
		say    []string
	}{
		"links":     {local.Folder{}, []string{"a symbolic link to /etc/passwd", "sub/up", "pipe", "neither a file", "exclude = [", `links = "all"`}},
		"pipe":      {local.Folder{AllLinks: true}, []string{"pipe", "neither a file"}},
		"size":      {local.Folder{Bytes: 1004}, []string{"1005 bytes", "1004 bytes", "most is in big (1000 bytes), sub (5 bytes)"}},
		"missing":   {local.Folder{Path: f.dir + "/gone"}, []string{"there is no folder " + f.dir + "/gone"}},
		"a file":    {local.Folder{Path: f.dir + "/sub/file"}, []string{"is not a folder"}},
		"inside":    {local.Folder{Path: inner, Outside: f.dir}, []string{"lies in the workspace"}},
		"by a link": {local.Folder{Path: way, Outside: f.dir}, []string{way + " is " + inner + ", which lies in the workspace"}},
		"holds":     {local.Folder{Outside: inner}, []string{"holds the workspace"}},
	} {
		_, err := f.take(c.folder)
		var refusal *local.RefusedError
		if !errors.As(err, &refusal) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, s := range c.say {
			if !strings.Contains(err.Error(), s) {
				t.Errorf("%s: %q lacks %q", name, err, s)
			}
		}
	}
	root, err := f.take(local.Folder{AllLinks: true, Exclude: []string{"pipe", "big"}})
	if err != nil || f.names(root) != "absolute -> /etc/passwd, sub, sub/file, sub/up -> ../../up" {
		t.Error(f.names(root), err)
	}
}

// TestUnreadable names all that cannot be read, not just the first.
func TestUnreadable(t *testing.T) {
	if !require.OrdinaryUser(t) {
		return
	}
	f := newFixture(t)
	f.write("one", "1")
	f.write("dir/two", "2")
	if err := errors.Join(os.Chmod(filepath.Join(f.dir, "one"), 0), os.Chmod(filepath.Join(f.dir, "dir"), 0)); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(f.dir, "dir"), 0o755)
	_, err := f.take(local.Folder{})
	if err == nil || !strings.Contains(err.Error(), "one cannot be read") || !strings.Contains(err.Error(), `exclude = ["dir"]`) {
		t.Errorf("got %v", err)
	}
	if root, err := f.take(local.Folder{Exclude: []string{"one", "dir"}}); err != nil || f.names(root) != "" {
		t.Error(err)
	}
}

// TestEdits: whatever is written meanwhile, the tree names bytes that were
// there, and the store has them under their name.
func TestEdits(t *testing.T) {
	f := newFixture(t)
	f.write("file", "0000")
	var stop atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; !stop.Load(); i++ {
			c := strings.Repeat(string(rune('0'+i%10)), 4)
			_ = os.WriteFile(filepath.Join(f.dir, "file"), []byte(c), 0o644)
		}
	}()
	seen := map[digest.Digest]bool{}
	for i := 0; i < 100 || len(seen) < 2; i++ {
		root, err := f.take(local.Folder{})
		if err != nil {
			t.Fatal(err)
		}
		nodes, err := merkle.Load(t.Context(), f.store, root)
		if err != nil {
			t.Fatal(err)
		}
		b, err := fs.ReadFile(merkle.FS(f.store, root), "file")
		if err != nil || digest.Of(b) != nodes[0].Digest {
			t.Fatalf("%q under %v: %v", b, nodes, err)
		}
		seen[root] = true
	}
	stop.Store(true)
	<-done
}

func TestCancelled(t *testing.T) {
	f := newFixture(t)
	f.write("file", "x")
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	if _, err := local.Take(ctx, f.store, f.files, local.Folder{Path: f.dir}); !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
}
