package hashcache

import (
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/sealed"
)

type fixture struct {
	store *cas.Disk
	path  string // of the cache's file
	file  string // of a user's file
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	dir := t.TempDir()
	store, err := cas.OpenDisk(dir)
	must(t, err)
	t.Cleanup(func() { store.Close() })
	return fixture{store, filepath.Join(dir, "hashes"), filepath.Join(t.TempDir(), "source.c")}
}

func (f fixture) open(t *testing.T) *Cache {
	t.Helper()
	c, err := Open(f.path, f.store)
	must(t, err)
	return c
}

// settled writes the file and waits until its times are past the racy window.
func (f fixture) settled(t *testing.T, content string) {
	t.Helper()
	must(t, os.WriteFile(f.file, []byte(content), 0o644))
	time.Sleep(120 * time.Millisecond)
}

// want asks for the file's digest, and whether it was remembered before.
func (f fixture) want(t *testing.T, c *Cache, content string, hit bool) {
	t.Helper()
	d, _, err := c.Digest(t.Context(), f.file)
	if err != nil || d != digest.Of([]byte(content)) {
		t.Fatalf("digest: %v, %v; want that of %q", d, err, content)
	}
	missing, err := f.store.Missing(t.Context(), []digest.Digest{d})
	if err != nil || len(missing) != 0 {
		t.Errorf("the blob is not in the store: %v", err)
	}
	if c.changed == hit {
		t.Errorf("hit %v, want %v", !c.changed, hit)
	}
}

func TestRemembersAcrossProcesses(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	c := f.open(t)
	f.want(t, c, "one", false)
	must(t, c.Close())

	c = f.open(t)
	f.want(t, c, "one", true)
	must(t, c.Close())
}

func TestNoticesEdits(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	info, err := os.Stat(f.file)
	must(t, err)
	edits := map[string]func(){
		"in place": func() { must(t, os.WriteFile(f.file, []byte("two"), 0o644)) },
		"same size, old time": func() {
			must(t, os.WriteFile(f.file, []byte("two"), 0o644))
			must(t, os.Chtimes(f.file, info.ModTime(), info.ModTime()))
		},
		"by rename": func() {
			must(t, os.WriteFile(f.file+"~", []byte("two"), 0o644))
			must(t, os.Chtimes(f.file+"~", info.ModTime(), info.ModTime()))
			must(t, os.Rename(f.file+"~", f.file))
		},
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			f.settled(t, "one")
			c := f.open(t)
			f.want(t, c, "one", false)
			edit()
			f.want(t, c, "two", false)
		})
	}
}

// TestVanishedBlob: what is remembered is worth nothing without the bytes.
func TestVanishedBlob(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	c := f.open(t)
	f.want(t, c, "one", false)
	d := digest.Of([]byte("one"))
	must(t, os.Remove(filepath.Join(f.store.Dir(), "cas", "v1", d.String()[:2], d.String())))
	f.want(t, c, "one", false)
}

// TestQuickRewrites changes a file again and again without a pause.
func TestQuickRewrites(t *testing.T) {
	f := newFixture(t)
	c := f.open(t)
	for i := range 300 {
		content := []byte{byte('a' + i%26), byte('a' + i/26)}
		must(t, os.WriteFile(f.file, content, 0o644))
		if d, _, err := c.Digest(t.Context(), f.file); err != nil || d != digest.Of(content) {
			t.Fatalf("rewrite %d: %v, %v; want the digest of %q", i, d, err, content)
		}
	}
}

func TestExecutable(t *testing.T) {
	f := newFixture(t)
	c := f.open(t)
	for _, mode := range []os.FileMode{0o644, 0o755, 0o700, 0o455} {
		must(t, os.WriteFile(f.file, nil, 0o644))
		must(t, os.Chmod(f.file, mode))
		_, executable, err := c.Digest(t.Context(), f.file)
		if err != nil || executable != (mode&0o100 != 0) {
			t.Errorf("mode %v: executable %v, %v", mode, executable, err)
		}
	}
}

func TestErrors(t *testing.T) {
	f := newFixture(t)
	c := f.open(t)
	for _, path := range []string{t.TempDir(), f.file + "-missing", "/dev/null"} {
		if _, _, err := c.Digest(t.Context(), path); err == nil {
			t.Errorf("digest of %s succeeded", path)
		}
	}
}

// TestMerge: two sessions that were open together lose nothing of each other.
func TestMerge(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	second := f
	second.file += "2"
	second.settled(t, "two")
	a, b := f.open(t), f.open(t)
	f.want(t, a, "one", false)
	second.want(t, b, "two", false)
	must(t, a.Close())
	must(t, b.Close())
	c := f.open(t)
	f.want(t, c, "one", true)
	second.want(t, c, "two", true)
}

func TestConcurrent(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	c := f.open(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if d, _, err := c.Digest(t.Context(), f.file); err != nil || d != digest.Of([]byte("one")) {
					t.Errorf("digest: %v, %v", d, err)
				}
			}
		})
	}
	wg.Wait()
	must(t, c.Close())
}

func TestDamagedFileIsEmpty(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	c := f.open(t)
	f.want(t, c, "one", false)
	must(t, c.Close())
	good, err := os.ReadFile(f.path)
	must(t, err)
	if len(decode(good)) != 1 {
		t.Fatal("the file holds no entry")
	}
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x10
		if n := len(decode(bad)); n != 0 {
			t.Errorf("changed byte %d: %d entries", i, n)
		}
		if n := len(decode(good[:i])); n != 0 {
			t.Errorf("cut at %d: %d entries", i, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	one := map[filestamp.Stamp]entry{{Device: 1, Inode: 2, Size: 3, Mtime: 4, Ctime: 5}: {digest: digest.Of([]byte("x"))}}
	f.Add(encode(nil))
	f.Add(encode(one))
	f.Add([]byte(header))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := decode(b)
		// The fuzzer cannot find checksums, so give it the body as well.
		whole := sealed.Seal(append([]byte(header), b...))
		for _, entries := range []map[filestamp.Stamp]entry{got, decode(whole)} {
			if again := decode(encode(entries)); !maps.Equal(again, entries) {
				t.Errorf("round trip of %d entries gave %d", len(entries), len(again))
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestLook: a file that nobody wants in the store is hashed once, and its bytes
// stay where they are.
func TestLook(t *testing.T) {
	f := newFixture(t)
	f.settled(t, "one")
	c := f.open(t)
	look := func(want string, hit bool) {
		t.Helper()
		c.changed = false
		d, err := c.Look(t.Context(), f.file)
		if err != nil || d != digest.Of([]byte(want)) || c.changed == hit {
			t.Errorf("%v, %v, remembered %v; want that of %q, remembered %v", d, err, !c.changed, want, hit)
		}
	}
	look("one", false)
	look("one", true)
	missing, err := f.store.Missing(t.Context(), []digest.Digest{digest.Of([]byte("one"))})
	must(t, err)
	if len(missing) != 1 {
		t.Error("its bytes are in the store")
	}
	f.settled(t, "two")
	look("two", false)
	// What was only looked at is no source yet.
	f.want(t, c, "two", false)
}
