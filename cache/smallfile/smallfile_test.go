package smallfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"dbx/cache/smallfile"
)

func TestRead(t *testing.T) {
	var r smallfile.Reader
	path := filepath.Join(t.TempDir(), "file")
	for _, size := range []int{0, 1, 16<<10 - 1, 16 << 10, 16<<10 + 1, 100_000} {
		want := bytes.Repeat([]byte("ab\n"), size/3+1)[:size]
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Read(path); err != nil || got == nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes read as %d, %v", size, len(got), err)
		}
	}
}

// TestErrors are those that callers of os.ReadFile know.
func TestErrors(t *testing.T) {
	var r smallfile.Reader
	dir := t.TempDir()
	if _, err := r.Read(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none") {
		t.Errorf("of a missing file: %v", err)
	}
	if _, err := r.Read(dir); !errors.Is(err, syscall.EISDIR) {
		t.Errorf("of a directory: %v", err)
	}
}

func TestChecked(t *testing.T) {
	var r smallfile.Reader
	dir := t.TempDir()
	path, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(path, []byte("text"), 0o644), os.Symlink("file", link)); err != nil {
		t.Fatal(err)
	}
	long := func(st *unix.Stat_t) bool { return st.Size > 4 }
	if got, err := r.Checked(path, 0, long); got != nil || err != nil {
		t.Errorf("refused, yet %q, %v", got, err)
	}
	if got, err := r.Checked(path, unix.O_NOFOLLOW, func(st *unix.Stat_t) bool { return !long(st) }); string(got) != "text" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := r.Checked(link, unix.O_NOFOLLOW, long); !errors.Is(err, unix.ELOOP) {
		t.Errorf("of a link: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 700), 0o644); err != nil {
		b.Fatal(err)
	}
	var r smallfile.Reader
	for name, read := range map[string]func(string) ([]byte, error){"smallfile": r.Read, "os": os.ReadFile} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := read(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
