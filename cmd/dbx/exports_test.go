package main

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/cache/sealed"
	"dbx/executor"
)

// TestExportsStand: what was exported counts as standing until anything about it
// is another.
func TestExportsStand(t *testing.T) {
	made := executor.Output{Kind: merkle.Dir, Digest: digest.Of([]byte("tree"))}
	other := made
	other.Digest = digest.Of([]byte("other"))
	for name, change := range map[string]struct {
		made   executor.Output
		change func(to string) error
		stands bool
	}{
		"nothing":       {made, func(string) error { return nil }, true},
		"another tree":  {other, func(string) error { return nil }, false},
		"edited":        {made, func(to string) error { return os.WriteFile(filepath.Join(to, "sub/f"), []byte("two"), 0o644) }, false},
		"another mode":  {made, func(to string) error { return os.Chmod(filepath.Join(to, "sub/f"), 0o600) }, false},
		"removed":       {made, func(to string) error { return os.Remove(filepath.Join(to, "link")) }, false},
		"one more":      {made, func(to string) error { return os.WriteFile(filepath.Join(to, "sub/g"), nil, 0o644) }, false},
		"all gone":      {made, os.RemoveAll, false},
		"behind a link": {made, func(to string) error { return errors.Join(os.Rename(to, to+"2"), os.Symlink(to+"2", to)) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			to, file := filepath.Join(dir, "to"), filepath.Join(dir, "recall", "w-out")
			err := errors.Join(os.MkdirAll(filepath.Join(to, "sub"), 0o755), os.Symlink("nowhere", filepath.Join(to, "link")),
				os.WriteFile(filepath.Join(to, "sub", "f"), []byte("one"), 0o644))
			if err != nil {
				t.Fatal(err)
			}
			x := reopened(t, file, nil)
			settled := time.Now().Add(time.Hour)
			x.note("dbx-out/to", made, x.look(to), settled)
			x = reopened(t, file, x)
			if err := change.change(to); err != nil {
				t.Fatal(err)
			}
			entries, ok := x.recall("dbx-out/to", to, change.made)
			if ok != change.stands {
				t.Fatalf("stands: %v, want %v", ok, change.stands)
			}
			if got := brief("to", made, entries); ok && !slices.Equal(got, []string{"to/link", "to/sub/f"}) {
				t.Errorf("shown: %q", got)
			}
		})
	}
}

// reopened closes exports and opens them again.
func reopened(t *testing.T, file string, x *exports) *exports {
	t.Helper()
	if x != nil {
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	x, err := openExports(file)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestFreshExportsAreNotTrusted: an edit a moment after a look might not show.
func TestFreshExportsAreNotTrusted(t *testing.T) {
	dir := t.TempDir()
	made := executor.Output{Kind: merkle.Dir}
	x := reopened(t, filepath.Join(dir, "w-out"), nil)
	x.note("at", made, x.look(dir), time.Now())
	if _, ok := x.recall("at", dir, made); ok {
		t.Error("it is trusted")
	}
}

// FuzzExports gives the decoder any body, the fuzzer being unable to find
// checksums: what it makes of it is written and read as the same.
func FuzzExports(f *testing.F) {
	file := encodeExports(map[string]standing{"dbx-out/a": {merkle.Dir, digest.Of(nil), []filestamp.Entry{{Dir: true}, {Path: "f"}}}})
	body, ok := sealed.Unseal(exportsHeader, file)
	if !ok {
		f.Fatal("what is written has no seal")
	}
	f.Add(body)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if known := decodeExports(b); len(known) > 0 {
			t.Errorf("a file without a seal has %v", slices.Collect(maps.Keys(known)))
		}
		known := decodeExports(sealed.Seal(append([]byte(exportsHeader), b...)))
		same := cmp.Options{cmp.AllowUnexported(standing{}), cmp.Comparer(func(a, b digest.Digest) bool { return a == b })}
		if diff := cmp.Diff(known, decodeExports(encodeExports(known)), same); diff != "" {
			t.Errorf("round trip (-want +got):\n%s", diff)
		}
	})
}
