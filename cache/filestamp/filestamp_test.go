package filestamp_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dbx/cache/filestamp"
)

func TestRacyFilesAreNotRemembered(t *testing.T) {
	now := time.Unix(1000, 500)
	fine, coarse := now.UnixNano(), now.Unix()*int64(time.Second)
	tests := []struct {
		name  string
		stamp filestamp.Stamp
		after time.Duration
		racy  bool
	}{
		{"just written", filestamp.Stamp{Mtime: fine, Ctime: fine}, time.Millisecond, true},
		{"past the window", filestamp.Stamp{Mtime: fine, Ctime: fine}, time.Second, false},
		{"old file, new times", filestamp.Stamp{Mtime: fine - int64(time.Hour), Ctime: fine}, time.Millisecond, true},
		{"coarse times", filestamp.Stamp{Mtime: coarse, Ctime: coarse}, time.Second, true},
		{"coarse times, later", filestamp.Stamp{Mtime: coarse, Ctime: coarse}, 3 * time.Second, false},
		{"from the future", filestamp.Stamp{Mtime: fine + int64(time.Hour), Ctime: fine}, time.Minute, true},
	}
	for _, test := range tests {
		if got := test.stamp.Racy(now.Add(test.after)); got != test.racy {
			t.Errorf("%s: racy %v, want %v", test.name, got, test.racy)
		}
	}
}

// TestFolders: whatever comes to a folder, goes or is replaced there shows in
// its stamp; what happens inside a file of it does not.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	must(t, os.WriteFile(path, []byte("one"), 0o644))
	changes := []struct {
		name   string
		shows  bool
		change func() error
	}{
		{"nothing", false, func() error { return nil }},
		{"written in place", false, func() error { return os.WriteFile(path, []byte("two"), 0o644) }},
		{"touched", false, func() error { return os.Chtimes(path, time.Now(), time.Now()) }},
		{"replaced", true, func() error {
			return errors.Join(os.WriteFile(dir+".new", nil, 0o644), os.Rename(dir+".new", path))
		}},
		{"linked", true, func() error { return os.Link(path, filepath.Join(dir, "b")) }},
		{"removed", true, func() error { return os.Remove(path) }},
		{"moved away", true, func() error { return os.Rename(filepath.Join(dir, "b"), dir+".b") }},
	}
	for _, c := range changes {
		before := settled(t, dir)
		must(t, c.change())
		after, err := filestamp.Of(dir)
		must(t, err)
		if (before != after) != c.shows {
			t.Errorf("%s: before %v, after %v", c.name, before, after)
		}
	}
	if _, err := filestamp.Of(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
}

// settled returns the folder's stamp once a further change must show.
func settled(t *testing.T, dir string) filestamp.Stamp {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		s, err := filestamp.Of(dir)
		must(t, err)
		if !s.Racy(time.Now()) {
			return s
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v stays racy", s)
		}
	}
}

func TestBinary(t *testing.T) {
	want := filestamp.Stamp{Device: 1, Inode: 1 << 63, Size: -3, Mtime: 4, Ctime: -5}
	b, err := want.AppendBinary(nil)
	must(t, err)
	var got filestamp.Stamp
	if err := got.UnmarshalBinary(b); err != nil || got != want || len(b) != filestamp.BinarySize {
		t.Errorf("%v, %v of %d bytes", got, err, len(b))
	}
	if got.UnmarshalBinary(b[1:]) == nil {
		t.Error("a short one is accepted")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTree: folders before what is in them, and nothing through a link.
func TestTree(t *testing.T) {
	dir := t.TempDir()
	must(t, errors.Join(os.MkdirAll(filepath.Join(dir, "b", "c"), 0o755), os.WriteFile(filepath.Join(dir, "b", "f"), nil, 0o644),
		os.Symlink("b", filepath.Join(dir, "a"))))
	entries, err := filestamp.Tree(dir)
	must(t, err)
	var got []string
	for _, e := range entries {
		name := e.Path
		if e.Dir {
			name += "/"
		}
		got = append(got, name)
		if s, err := filestamp.Of(filepath.Join(dir, e.Path)); err != nil || s != e.Stamp {
			t.Errorf("%s: %v, %v; want %v", e.Path, s, err, e.Stamp)
		}
	}
	if want := []string{"/", "a", "b/", "b/c/", "b/f"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !filestamp.Same(dir, entries) || filestamp.Same(dir, nil) || filestamp.Same(filepath.Join(dir, "b"), entries) {
		t.Error("what is the same and what is not")
	}
	if _, err := filestamp.Tree(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
}
