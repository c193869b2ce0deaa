package merkle_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/hashcache"
	"dbx/cache/merkle"
)

func TestTree(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	root := sample().store(t, s)
	path, err := f.Tree(t.Context(), root)
	must(t, err)
	wantTree(t, path, sample())
	wantShape(t, path, cas.ModTime(), 0o444, 0o555)
	again, err := f.Tree(t.Context(), root)
	if err != nil || again != path {
		t.Errorf("second call: %s, %v; want %s", again, err, path)
	}
	if other, err := newFarm(t, s).Tree(t.Context(), root); err != nil || other != path {
		t.Errorf("another farm: %s, %v; want %s", other, err, path)
	}
}

// wantShape checks modes and times of all entries.
func wantShape(t *testing.T, dir string, when time.Time, plain, executable fs.FileMode) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if !info.ModTime().Equal(when) {
			t.Errorf("%s: time %v, want %v", path, info.ModTime(), when)
		}
		ok := info.Mode() == plain || info.Mode() == executable
		if e.IsDir() {
			ok = info.Mode() == fs.ModeDir|0o755
		}
		if !ok && e.Type()&fs.ModeSymlink == 0 {
			t.Errorf("%s: mode %v", path, info.Mode())
		}
		return nil
	}))
}

func TestDamagedTreeIsLaidOutAnew(t *testing.T) {
	damages := map[string]func(dir string) error{
		"file removed": func(dir string) error { return os.Remove(dir + "/README") },
		"file added":   func(dir string) error { return os.WriteFile(dir+"/empty/new", nil, 0o444) },
		"file edited": func(dir string) error {
			return errors.Join(os.Chmod(dir+"/README", 0o644), os.WriteFile(dir+"/README", []byte("edited!"), 0))
		},
		"file touched": func(dir string) error { return os.Chtimes(dir+"/README", time.Now(), time.Now()) },
		"mode":         func(dir string) error { return os.Chmod(dir+"/bin/run", 0o755) },
		"link":         func(dir string) error { return errors.Join(os.Remove(dir+"/lib/up"), os.Symlink("x", dir+"/lib/up")) },
		"directory":    func(dir string) error { return os.RemoveAll(dir + "/lib/a") },
		"all":          func(dir string) error { return os.RemoveAll(dir) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			s := newDisk(t)
			root := sample().store(t, s)
			path, err := newFarm(t, s).Tree(t.Context(), root)
			must(t, err)
			must(t, damage(path))
			_ = os.Chtimes(path+"/empty", cas.ModTime(), cas.ModTime())
			next := newFarm(t, s)
			_, err = next.Tree(t.Context(), root)
			if name == "file edited" {
				// The edit went through to the store: the blob itself is lost.
				if !errors.Is(err, cas.ErrNotFound) {
					t.Fatalf("tree of a damaged blob: %v, want ErrNotFound", err)
				}
				sample().store(t, s)
				_, err = next.Tree(t.Context(), root)
			}
			must(t, err)
			wantTree(t, path, sample())
			wantShape(t, path, cas.ModTime(), 0o444, 0o555)
		})
	}
}

// TestCleanedFarm: the directory vanishes under a farm that knows it.
func TestCleanedFarm(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	root := sample().store(t, s)
	for range 3 {
		path, err := f.Tree(t.Context(), root)
		must(t, err)
		wantTree(t, path, sample())
		must(t, os.RemoveAll(path))
	}
}

func TestTreeWithoutBlobs(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	other := cas.NewMem()
	root := sample().store(t, other)
	if _, err := f.Tree(t.Context(), root); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("tree that the store does not have: %v, want ErrNotFound", err)
	}
	// A failure is not remembered.
	sample().store(t, s)
	if _, err := f.Tree(t.Context(), root); err != nil {
		t.Error(err)
	}
}

func TestTreeConcurrently(t *testing.T) {
	s := newDisk(t)
	farms := []*merkle.Farm{newFarm(t, s), newFarm(t, s)}
	roots := []tree{numbered(50), numbered(51), sample()}
	var wg sync.WaitGroup
	for i := range 24 {
		want := roots[i%len(roots)]
		root := want.store(t, s)
		wg.Go(func() {
			path, err := farms[i%2].Tree(t.Context(), root)
			if err != nil {
				t.Error(err)
				return
			}
			wantTree(t, path, want)
		})
	}
	wg.Wait()
}

// TestTreeCancelled: one caller's cancellation is not another's.
func TestTreeCancelled(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	root := numbered(300).store(t, s)
	var wg sync.WaitGroup
	for i := range 40 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%4)*time.Millisecond)
		wg.Go(func() {
			defer cancel()
			if _, err := f.Tree(ctx, root); err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("impatient caller: %v", err)
			}
		})
		wg.Go(func() {
			if _, err := f.Tree(t.Context(), root); err != nil {
				t.Errorf("patient caller: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestCopy(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	root := sample().store(t, s)
	epoch := time.Unix(1_600_000_000, 0)
	dst := filepath.Join(t.TempDir(), "scratch")
	must(t, f.Copy(t.Context(), root, dst, epoch))
	wantTree(t, dst, sample())
	wantShape(t, dst, epoch, 0o644, 0o755)
	must(t, os.WriteFile(dst+"/README", []byte("edited"), 0))
	must(t, os.WriteFile(dst+"/bin/run", []byte("edited"), 0))
	other := filepath.Join(t.TempDir(), "other")
	must(t, f.Copy(t.Context(), root, other, epoch))
	wantTree(t, other, sample())
	if err := f.Copy(t.Context(), root, other, epoch); !errors.Is(err, fs.ErrExist) {
		t.Errorf("copy over a copy: %v, want ErrExist", err)
	}
}

func TestExport(t *testing.T) {
	t.Run("hashing each time", func(t *testing.T) {
		s := newDisk(t)
		testExport(t, s, newFarm(t, s))
	})
	t.Run("remembering", func(t *testing.T) {
		s := newDisk(t)
		f := newFarm(t, s)
		hashes, err := hashcache.Open(filepath.Join(s.Dir(), "hashes"), s)
		must(t, err)
		f.Hash = hashes.Look
		testExport(t, s, f)
	})
}

func testExport(t *testing.T, s *cas.Disk, f *merkle.Farm) {
	root := sample().store(t, s)
	dst := filepath.Join(t.TempDir(), "pkg", "target")
	must(t, f.Export(t.Context(), root, dst))
	wantTree(t, dst, sample())
	before, err := os.Stat(dst + "/bin/tool")
	must(t, err)
	if before.Mode() != 0o755 {
		t.Errorf("mode %v", before.Mode())
	}

	outside := t.TempDir()
	must(t, os.WriteFile(outside+"/precious", []byte("keep"), 0o644))
	disturb(t, dst, outside)
	must(t, f.Export(t.Context(), root, dst))
	wantTree(t, dst, sample())
	wantTree(t, outside, tree{"precious = keep"})
	if after, err := os.Stat(dst + "/bin/tool"); err != nil || !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("a file that was right was written again: %v", err)
	}
	// Nothing that happened there reached the store.
	path, err := f.Tree(t.Context(), root)
	must(t, err)
	wantTree(t, path, sample())

	next := tree{"README = changed", "bin = a file now", "lib/a.txt/x = a directory now"}
	must(t, f.Export(t.Context(), next.store(t, s), dst))
	wantTree(t, dst, next)
}

// disturb does to an exported tree what people and killed processes do.
func disturb(t *testing.T, dst, outside string) {
	t.Helper()
	for _, err := range []error{
		os.WriteFile(dst+"/README", []byte("READ ME"), 0), // same length
		os.WriteFile(dst+"/lib/a/b/c/new", nil, 0o644),
		os.WriteFile(dst+"/.dbx-export-left", nil, 0o644),
		os.Chmod(dst+"/bin/run", 0o644),
		os.Remove(dst + "/same"),
		os.Mkdir(dst+"/same", 0o755),
		os.WriteFile(dst+"/same/x", nil, 0o644),
		os.Remove(dst + "/lib/up"),
		os.Symlink("elsewhere", dst+"/lib/up"),
		os.Remove(dst + "/zero"),
		os.Symlink(outside+"/precious", dst+"/zero"),
		os.Remove(dst + "/empty"),
		os.Symlink(outside, dst+"/empty"),
		os.Symlink(outside, dst+"/more"),
	} {
		must(t, err)
	}
}

func TestExportFile(t *testing.T) {
	s := newDisk(t)
	f := newFarm(t, s)
	d, err := s.PutBytes(t.Context(), []byte("a wheel"))
	must(t, err)
	dir := t.TempDir()
	dst := filepath.Join(dir, "out", "x.whl")
	for range 2 {
		must(t, f.ExportFile(t.Context(), d, false, dst))
		wantTree(t, dir, tree{"out/x.whl = a wheel"})
		must(t, os.WriteFile(dst, []byte("stripped"), 0))
	}
	must(t, f.ExportFile(t.Context(), d, true, dst))
	wantTree(t, dir, tree{"out/x.whl * a wheel"})
}

func TestExportConcurrently(t *testing.T) {
	s := newDisk(t)
	dst := filepath.Join(t.TempDir(), "out")
	want := numbered(40)
	root := want.store(t, s)
	var wg sync.WaitGroup
	for range 8 {
		f := newFarm(t, s)
		wg.Go(func() {
			if err := f.Export(t.Context(), root, dst); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantTree(t, dst, want)
}
