package actioncache_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/actioncache/actioncachetest"
)

func openDisk(t *testing.T, dir string, options ...actioncache.Option) *actioncache.Disk {
	t.Helper()
	c, err := actioncache.OpenDisk(dir, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestConformance(t *testing.T) {
	t.Run("disk", func(t *testing.T) {
		actioncachetest.Run(t, func(t *testing.T) actioncache.Cache { return openDisk(t, t.TempDir()) })
	})
	t.Run("shared", func(t *testing.T) {
		actioncachetest.Run(t, func(t *testing.T) actioncache.Cache {
			c, err := actioncache.OpenShared(t.TempDir(), false)
			if err != nil {
				t.Fatal(err)
			}
			return c
		})
	})
	t.Run("mem", func(t *testing.T) {
		actioncachetest.Run(t, func(*testing.T) actioncache.Cache { return actioncache.NewMem() })
	})
}

func TestEntriesOutliveTheProcess(t *testing.T) {
	dir := t.TempDir()
	k := actioncachetest.KeyOf("k")
	if err := openDisk(t, dir).Record(t.Context(), k, []byte("entry")); err != nil {
		t.Fatal(err)
	}
	if got, err := openDisk(t, dir).Lookup(t.Context(), k); err != nil || string(got) != "entry" {
		t.Errorf("lookup after opening again: %q, %v", got, err)
	}
}

// TestDamage changes the stored file in every way that a bad disk or a curious
// person may, and demands a miss with a reason.
func TestDamage(t *testing.T) {
	damages := map[string]func(b []byte) []byte{
		"emptied":            func([]byte) []byte { return nil },
		"cut in the header":  func(b []byte) []byte { return b[:20] },
		"cut at the newline": func(b []byte) []byte { return b[:bytes.IndexByte(b, '\n')] },
		"cut in the entry":   func(b []byte) []byte { return b[:len(b)-1] },
		"longer":             func(b []byte) []byte { return append(b, 'x') },
		"bit in the entry":   func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"bit in the sum":     func(b []byte) []byte { b[20] ^= 1; return b },
		"zeros":              func(b []byte) []byte { return make([]byte, len(b)) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var reasons []string
			c := openDisk(t, dir, actioncache.OnCorrupt(func(_ actioncache.Key, r string) { reasons = append(reasons, r) }))
			k := actioncachetest.KeyOf("k")
			if err := c.Record(t.Context(), k, []byte("an entry")); err != nil {
				t.Fatal(err)
			}
			path := entryPath(t, dir)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			overwrite(t, path, damage(b))
			if _, err := c.Lookup(t.Context(), k); !errors.Is(err, actioncache.ErrNotFound) || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("lookup: %v, want ErrNotFound that says damaged", err)
			}
			if len(reasons) != 1 {
				t.Errorf("reasons: %q, want one", reasons)
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("damaged entry was left in place")
			}
			if err := c.Record(t.Context(), k, []byte("anew")); err != nil {
				t.Fatal(err)
			}
			if got, err := c.Lookup(t.Context(), k); err != nil || string(got) != "anew" {
				t.Errorf("after recording again: %q, %v", got, err)
			}
		})
	}
}

// TestMisplaced puts one key's file under another's name.
func TestMisplaced(t *testing.T) {
	dir := t.TempDir()
	c := openDisk(t, dir)
	a, b := actioncachetest.KeyOf("a"), actioncachetest.KeyOf("b")
	if err := c.Record(t.Context(), a, []byte("of a")); err != nil {
		t.Fatal(err)
	}
	from := entryPath(t, dir)
	to := filepath.Join(dir, "actions", "v1", b.String()[:2], b.String())
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Lookup(t.Context(), b); !errors.Is(err, actioncache.ErrNotFound) {
		t.Errorf("lookup of b gave a's entry: %q, %v", got, err)
	}
}

func TestUnusableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	overwrite(t, file, []byte("x"))
	if _, err := actioncache.OpenDisk(filepath.Join(file, "cache")); err == nil {
		t.Error("a directory below a file was opened")
	}
}

func entryPath(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "actions", "v1", "*", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("entries: %v, %v; want one", found, err)
	}
	return found[0]
}

func overwrite(t *testing.T, path string, b []byte) {
	t.Helper()
	_ = os.Remove(path)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}
