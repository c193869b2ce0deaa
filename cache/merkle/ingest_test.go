package merkle_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"dbx/cache/merkle"
)

func TestIngest(t *testing.T) {
	for _, adopt := range []bool{false, true} {
		s := newDisk(t)
		dir := t.TempDir()
		sample().write(t, dir)
		root, err := merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{Adopt: adopt})
		must(t, err)
		if want := sample().store(t, s); root != want {
			t.Errorf("adopt %v: the root of the directory is %v, that of the same tree from a builder %v", adopt, root, want)
		}
		wantListing(t, s, root, sample())
		left := sample()
		if adopt {
			left = tree{"bin/alias -> run", "lib/a/b/c/", "lib/up -> ../README", "lib/dir -> a", "empty/", "dangling -> nowhere"}
		}
		wantTree(t, dir, left)
	}
}

// TestIngestIgnores: what is no part of a tree's identity does not change it.
func TestIngestIgnores(t *testing.T) {
	s := newDisk(t)
	want := sample().store(t, s)
	changes := map[string]func(t *testing.T, dir string) error{
		"permissions": func(_ *testing.T, dir string) error {
			return errors.Join(os.Chmod(dir+"/README", 0o600), os.Chmod(dir+"/bin/run", 0o700), os.Chmod(dir+"/lib", 0o700))
		},
		"set uid":      func(_ *testing.T, dir string) error { return os.Chmod(dir+"/bin/run", 0o755|fs.ModeSetuid) },
		"sticky":       func(_ *testing.T, dir string) error { return os.Chmod(dir+"/lib", 0o777|fs.ModeSticky) },
		"rights gone":  func(_ *testing.T, dir string) error { return os.Chmod(dir+"/lib/a/b/c/deep", 0) },
		"group's exec": func(_ *testing.T, dir string) error { return os.Chmod(dir+"/README", 0o654) },
		"hard link": func(t *testing.T, dir string) error {
			return os.Link(dir+"/README", filepath.Join(t.TempDir(), "other"))
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			sample().write(t, dir)
			must(t, change(t, dir))
			root, err := merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{Adopt: true})
			if err != nil || root != want {
				t.Errorf("root %v, %v; want %v", root, err, want)
			}
		})
	}
}

func TestIngestClosedDirectories(t *testing.T) {
	s := newDisk(t)
	dir := t.TempDir()
	sample().write(t, dir)
	for _, sub := range []string{"lib/a/b/c", "lib/a", "lib", "bin"} {
		must(t, os.Chmod(filepath.Join(dir, sub), 0o500))
	}
	must(t, os.Chmod(filepath.Join(dir, "empty"), 0))
	root, err := merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{Adopt: true})
	if want := sample().store(t, s); err != nil || root != want {
		t.Errorf("root %v, %v; want %v", root, err, want)
	}
}

func TestIngestRefuses(t *testing.T) {
	s := newDisk(t)
	dir := t.TempDir()
	tree{
		"ok = 1", "a/abs -> /etc/passwd", "a/out -> ../../x", "a/fine -> ../ok", "a/over -> ../a/../../y", "a/b/up -> ..",
	}.write(t, dir)
	must(t, unix.Mkfifo(filepath.Join(dir, "a/fifo"), 0o644))
	l, err := net.Listen("unix", filepath.Join(dir, "sock"))
	must(t, err)
	defer l.Close()
	_, err = merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{Adopt: true})
	wantErr(t, err, dir+"/a/abs", dir+"/a/out", dir+"/a/over", dir+"/a/fifo", dir+"/sock", "/etc/passwd")
	if _, err := os.Stat(filepath.Join(dir, "ok")); err != nil {
		t.Error("a refused directory was consumed")
	}
	must(t, l.Close())
	must(t, os.Remove(filepath.Join(dir, "a/fifo")))
	root, err := merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{KeepEscaping: true})
	must(t, err)
	if got := listing(t, s, root); !slices.Contains(got, "a/abs -> /etc/passwd") || !slices.Contains(got, "a/out -> ../../x") {
		t.Errorf("links were not kept as written: %v", got)
	}
	_, err = merkle.Ingest(t.Context(), s, filepath.Join(dir, "ok"), merkle.IngestOptions{})
	wantErr(t, err, "not a directory")
}

func TestIngestEscapingThroughLinks(t *testing.T) {
	s := newDisk(t)
	tests := map[string]struct {
		lines tree
		bad   bool
	}{
		"to the root and up":  {tree{"a/b/root -> ../..", "x -> a/b/root/.."}, true},
		"to the root":         {tree{"a/b/root -> ../..", "x -> a/b/root/a/b"}, false},
		"out and in again":    {tree{"a/f = 1", "x -> ../dir/a/f"}, true},
		"loop":                {tree{"x -> y", "y -> x/../.."}, false},
		"self":                {tree{"x -> ."}, false},
		"deep link, then up":  {tree{"a/b/c/f = 1", "l -> a/b/c", "x -> l/../../.."}, false},
		"deep link, too high": {tree{"a/b/c/f = 1", "l -> a/b/c", "x -> l/../../../.."}, true},
		"through an absolute": {tree{"abs -> /usr", "x -> abs/lib"}, true},
	}
	for name, test := range tests {
		dir := t.TempDir()
		test.lines.write(t, dir)
		if _, err := merkle.Ingest(t.Context(), s, dir, merkle.IngestOptions{}); (err != nil) != test.bad {
			t.Errorf("%s: error %v, want one: %v", name, err, test.bad)
		}
	}
}
