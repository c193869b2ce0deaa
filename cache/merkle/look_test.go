package merkle_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"dbx/cache/merkle"
)

// TestLook checks that what was exported is recognised, and that nothing else is
// taken for it.
func TestLook(t *testing.T) {
	changes := map[string]func(dir string) error{
		"file edited":  func(dir string) error { return os.WriteFile(dir+"/README", []byte("READ ME"), 0) },
		"file added":   func(dir string) error { return os.WriteFile(dir+"/lib/a/b/c/new", nil, 0o644) },
		"file removed": func(dir string) error { return os.Remove(dir + "/same") },
		"mode":         func(dir string) error { return os.Chmod(dir+"/bin/run", 0o644) },
		"no export's mode": func(dir string) error {
			return os.Chmod(dir+"/bin/run", 0o700)
		},
		"link": func(dir string) error {
			return errors.Join(os.Remove(dir+"/lib/up"), os.Symlink("elsewhere", dir+"/lib/up"))
		},
		"fifo":             func(dir string) error { return syscall.Mkfifo(dir+"/fifo", 0o644) },
		"folder added":     func(dir string) error { return os.Mkdir(dir+"/empty/more", 0o755) },
		"nothing is there": os.RemoveAll,
	}
	s := newDisk(t)
	f := newFarm(t, s)
	root := sample().store(t, s)
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dst := filepath.Join(t.TempDir(), "out")
			must(t, f.Export(t.Context(), root, dst))
			want := merkle.Node{Kind: merkle.Dir, Digest: root}
			if got, err := f.Look(t.Context(), dst); err != nil || got != want {
				t.Fatalf("what was exported looks like %v, %v; want %v", got, err, want)
			}
			must(t, change(dst))
			if got, err := f.Look(t.Context(), dst); err == nil && got == want {
				t.Error("the change is not seen")
			}
		})
	}
}
