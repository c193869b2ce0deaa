package cas_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/castest"
	"dbx/cache/digest"
)

func openShared(t *testing.T, dir string, readOnly bool) *cas.Shared {
	t.Helper()
	s, err := cas.OpenShared(dir, readOnly)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSharedConformance(t *testing.T) {
	castest.Run(t, func(t *testing.T) cas.Store { return openShared(t, t.TempDir(), false) })
}

// TestSharedReadsADisk: the cache directory of one user is a store that others
// may read.
func TestSharedReadsADisk(t *testing.T) {
	dir := t.TempDir()
	want := castest.Bytes(300<<10, 7)
	d, err := openDisk(t, dir).Put(t.Context(), bytes.NewReader(want))
	must(t, err)
	s := openShared(t, dir, true)
	r, err := s.Open(t.Context(), d)
	must(t, err)
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("read %d bytes, %v", len(got), err)
	}
	if _, err := s.Put(t.Context(), bytes.NewReader(want)); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("put into a read-only store: %v", err)
	}
}

// TestDiskUsesAShared: what was put there is intact for a [cas.Disk].
func TestDiskUsesAShared(t *testing.T) {
	dir := t.TempDir()
	d, err := openShared(t, dir, false).Put(t.Context(), bytes.NewReader([]byte("x")))
	must(t, err)
	corrupt := 0
	disk := openDisk(t, dir, cas.OnCorrupt(func(digest.Digest, string) { corrupt++ }))
	r, err := disk.Open(t.Context(), d)
	must(t, err)
	r.Close()
	if corrupt != 0 {
		t.Error("the blob was taken for damaged")
	}
}

func TestSharedDamage(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"shorter": func(p string) error { return os.WriteFile(p, []byte("conten"), 0o644) },
		"other":   func(p string) error { return os.WriteFile(p, []byte("CONTENT"), 0o644) },
		"folder":  func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o755)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openShared(t, dir, false)
			d, err := s.Put(t.Context(), bytes.NewReader([]byte("content")))
			must(t, err)
			path := blobFile(dir, d)
			must(t, os.Chmod(path, 0o644))
			must(t, damage(path))
			if err := readAll(t, s, d); !errors.Is(err, cas.ErrNotFound) {
				t.Errorf("read: %v, want ErrNotFound", err)
			}
			if _, err := s.Put(t.Context(), bytes.NewReader([]byte("content"))); err != nil {
				t.Fatal(err)
			}
			if err := readAll(t, s, d); err != nil {
				t.Errorf("after it was stored again: %v", err)
			}
		})
	}
}

func TestSharedIsOpenedWithCare(t *testing.T) {
	dir := t.TempDir()
	if _, err := cas.OpenShared(filepath.Join(dir, "none"), true); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading where nothing is: %v", err)
	}
	if _, err := cas.OpenShared(filepath.Join(dir, "not", "mounted"), false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a store whose parent is missing: %v", err)
	}
	file := filepath.Join(dir, "file")
	must(t, os.WriteFile(file, nil, 0o644))
	for _, readOnly := range []bool{true, false} {
		if _, err := cas.OpenShared(file, readOnly); err == nil {
			t.Errorf("a file was opened as a store, read-only %v", readOnly)
		}
	}
}

// TestSharedSweep: what killed machines left goes after a day, not before.
func TestSharedSweep(t *testing.T) {
	dir := t.TempDir()
	openShared(t, dir, false)
	old, young := filepath.Join(dir, "incoming", "blob-old"), filepath.Join(dir, "incoming", "blob-young")
	must(t, os.WriteFile(old, nil, 0o644))
	must(t, os.WriteFile(young, nil, 0o644))
	yesterday := time.Now().Add(-25 * time.Hour)
	must(t, os.Chtimes(old, yesterday, yesterday))
	openShared(t, dir, false)
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old file is still there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("the young file: %v", err)
	}
}

func readAll(t *testing.T, s cas.Store, d digest.Digest) error {
	t.Helper()
	r, err := s.Open(t.Context(), d)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}
