package cas_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/castest"
	"dbx/cache/digest"
	"dbx/cache/require"
)

func TestLink(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	d, err := s.PutBytes(t.Context(), []byte("program"))
	must(t, err)
	for _, executable := range []bool{false, true, true, false} {
		dst := filepath.Join(t.TempDir(), "dst")
		must(t, s.Link(t.Context(), d, executable, dst))
		info, err := os.Lstat(dst)
		must(t, err)
		want := fs.FileMode(0o444)
		if executable {
			want = 0o555
		}
		if info.Mode() != want || !info.ModTime().Equal(cas.ModTime()) || nlink(info) < 2 {
			t.Errorf("executable %v: mode %v, time %v, %d links", executable, info.Mode(), info.ModTime(), nlink(info))
		}
		if err := s.Link(t.Context(), d, executable, dst); !errors.Is(err, fs.ErrExist) {
			t.Errorf("second link to one place: %v, want ErrExist", err)
		}
	}
	checkAll(t, dir)
}

// TestLinkAcross needs a second file system, which /dev/shm is nearly
// everywhere.
func TestLinkAcross(t *testing.T) {
	other, err := os.MkdirTemp("/dev/shm", "dbx-test-")
	if err != nil {
		require.Missing(t, "shm", "no second file system: "+err.Error())
	}
	defer os.RemoveAll(other)
	s := openDisk(t, t.TempDir())
	d, err := s.PutBytes(t.Context(), []byte("program"))
	must(t, err)
	dst := filepath.Join(other, "dst")
	must(t, s.Link(t.Context(), d, true, dst))
	info, err := os.Lstat(dst)
	must(t, err)
	if info.Mode() != 0o555 || !info.ModTime().Equal(cas.ModTime()) {
		t.Errorf("copy in place of a link: mode %v, time %v", info.Mode(), info.ModTime())
	}
	write(t, filepath.Join(other, "new"), []byte("from elsewhere"), 0o644)
	got, err := s.Adopt(t.Context(), filepath.Join(other, "new"))
	if err != nil || got != digest.Of([]byte("from elsewhere")) {
		t.Errorf("adopt from elsewhere: %v, %v", got, err)
	}
	if _, err := os.Lstat(filepath.Join(other, "new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("adopted file is still there: %v", err)
	}
}

func TestCopyIsPrivate(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	for _, n := range castest.Sizes() {
		b := castest.Bytes(n, 4)
		d, err := s.PutBytes(t.Context(), b)
		must(t, err)
		dst := filepath.Join(t.TempDir(), "dst")
		must(t, s.Copy(t.Context(), d, dst, 0o755))
		got, err := os.ReadFile(dst)
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("copy of %d bytes differs: %v", n, err)
		}
		info, err := os.Stat(dst)
		must(t, err)
		if info.Mode() != 0o755 || nlink(info) != 1 {
			t.Errorf("copy: mode %v, %d links", info.Mode(), nlink(info))
		}
		must(t, os.WriteFile(dst, []byte("edited"), 0))
	}
	checkAll(t, dir)
}

func TestAdopt(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	tests := map[string]func(t *testing.T, path string){
		"plain":      func(*testing.T, string) {},
		"again":      func(*testing.T, string) {},
		"set uid":    func(t *testing.T, path string) { must(t, os.Chmod(path, 0o755|fs.ModeSetuid)) },
		"unreadable": func(t *testing.T, path string) { must(t, os.Chmod(path, 0)) },
		"hard link": func(t *testing.T, path string) {
			must(t, os.Link(path, path+"2"))
			t.Cleanup(func() {
				// The other name must not lead into the store.
				must(t, os.WriteFile(path+"2", []byte("edited"), 0))
				checkAll(t, dir)
			})
		},
		"attributes": func(t *testing.T, path string) {
			if err := syscall.Setxattr(path, "user.dbx", []byte("x"), 0); err != nil {
				require.Missing(t, "xattr", "no extended attributes here: "+err.Error())
			}
		},
	}
	for name, prepare := range tests {
		for _, n := range []int{0, 100, 200_000} {
			t.Run(name, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "file")
				b := castest.Bytes(n, 7)
				write(t, path, b, 0o755)
				prepare(t, path)
				d, err := s.Adopt(t.Context(), path)
				if err != nil || d != digest.Of(b) {
					t.Fatalf("adopt: %v, %v", d, err)
				}
				if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the path is still there: %v", err)
				}
				var names [64]byte
				if n, _ := syscall.Listxattr(blobFile(dir, d), names[:]); strings.Contains(string(names[:max(n, 0)]), "user.dbx") {
					t.Error("an extended attribute came along")
				}
				checkAll(t, dir)
			})
		}
	}
}

func TestIrregularFilesAreRefused(t *testing.T) {
	s := openDisk(t, t.TempDir())
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	must(t, syscall.Mkfifo(fifo, 0o644))
	for _, path := range []string{dir, fifo, filepath.Join(dir, "missing"), "/dev/null"} {
		if _, err := s.Import(t.Context(), path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("import %s: %v, want an error that names it", path, err)
		}
		if _, err := s.Adopt(t.Context(), path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("adopt %s: %v, want an error that names it", path, err)
		}
	}
}

// TestEditDuringImport: whatever the moment of an edit, what is stored under a
// digest has that digest, and the user's file is not the store's.
func TestEditDuringImport(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	path := filepath.Join(t.TempDir(), "source.c")
	write(t, path, castest.Bytes(400_000, 0), 0o644)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		for i := int64(0); ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			_, err := f.WriteAt([]byte(time.Now().String()), (i*7919)%400_000)
			if err == nil && i%50 == 0 {
				err = f.Truncate(300_000 + i%100_000)
			}
			if err != nil {
				t.Error(err)
				return
			}
			runtime.Gosched()
		}
	})
	seen := make(map[digest.Digest]bool)
	for range 100 {
		d, err := s.Import(t.Context(), path)
		if err != nil {
			t.Error(err)
			break
		}
		seen[d] = true
	}
	close(stop)
	wg.Wait()
	if len(seen) < 2 {
		t.Error("the file never changed: the test tests nothing")
	}
	if n := checkAll(t, dir); n != len(seen) {
		t.Errorf("%d blobs for %d digests", n, len(seen))
	}
}

func TestErrorsNameTheCache(t *testing.T) {
	t.Run("a file in the way", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		write(t, file, nil, 0o644)
		_, err := cas.OpenDisk(filepath.Join(file, "cache"))
		wantHint(t, err, file)
	})
	t.Run("not writable", func(t *testing.T) {
		if !require.OrdinaryUser(t) {
			return
		}
		dir := t.TempDir()
		must(t, os.Chmod(dir, 0o555))
		_, err := cas.OpenDisk(filepath.Join(dir, "cache"))
		wantHint(t, err, dir)
	})
	t.Run("read-only", func(t *testing.T) {
		dir := mount(t, "size=64k,ro")
		_, err := cas.OpenDisk(dir)
		wantHint(t, err, dir)
	})
	t.Run("full", func(t *testing.T) {
		dir := mount(t, "size=256k")
		s := openDisk(t, dir)
		for _, n := range []int{1 << 20, 100_000} {
			var err error
			for i := uint64(0); i < 10 && err == nil; i++ {
				_, err = s.Put(t.Context(), bytes.NewReader(castest.Bytes(n, i)))
			}
			wantHint(t, err, dir)
		}
		checkAll(t, dir)
		if left, _ := filepath.Glob(filepath.Join(dir, "tmp", "*-*", "*")); len(left) != 1 {
			t.Errorf("a full disk left %v, want the lock alone", left)
		}
	})
}

func mount(t *testing.T, options string) string {
	t.Helper()
	require.Root(t)
	dir := t.TempDir()
	flags := uintptr(0)
	if o, ok := strings.CutSuffix(options, ",ro"); ok {
		options, flags = o, syscall.MS_RDONLY
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", flags, options); err != nil {
		require.Missing(t, "root", "cannot mount: "+err.Error())
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir
}

func wantHint(t *testing.T, err error, dir string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "XDG_CACHE_HOME") {
		t.Errorf("error %v, want one that names %s and XDG_CACHE_HOME", err, dir)
	}
}

func nlink(info fs.FileInfo) uint64 {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return uint64(st.Nlink)
}
