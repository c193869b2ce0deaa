package cas_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/castest"
	"dbx/cache/digest"
)

// blobFile is where the store keeps the blob.
func blobFile(dir string, d digest.Digest) string {
	return filepath.Join(dir, "cas", "v1", d.String()[:2], d.String())
}

// uses are all ways in which a blob's bytes or presence reach a caller.
func uses(t *testing.T, s *cas.Disk) map[string]func(d digest.Digest) error {
	dir := t.TempDir()
	var n atomic.Int64
	fresh := func() string { return filepath.Join(dir, strconv.FormatInt(n.Add(1), 10)) }
	return map[string]func(d digest.Digest) error{
		"open": func(d digest.Digest) error {
			r, err := s.Open(t.Context(), d)
			if err != nil {
				return err
			}
			return r.Close()
		},
		"missing": func(d digest.Digest) error {
			ds, err := s.Missing(t.Context(), []digest.Digest{d})
			if err == nil && len(ds) > 0 {
				err = cas.ErrNotFound
			}
			return err
		},
		"link":       func(d digest.Digest) error { return s.Link(t.Context(), d, false, fresh()) },
		"executable": func(d digest.Digest) error { return s.Link(t.Context(), d, true, fresh()) },
		"copy":       func(d digest.Digest) error { return s.Copy(t.Context(), d, fresh(), 0o644) },
		"sha256": func(d digest.Digest) error {
			_, err := s.BySHA256(digest.SHA256Of([]byte("name of " + d.String())))
			return err
		},
	}
}

func TestDamagedBlobIsAMiss(t *testing.T) {
	content := castest.Bytes(5000, 9)
	damages := map[string]func(t *testing.T, path string){
		"other bytes": func(t *testing.T, path string) {
			b := bytes.Clone(content)
			b[4000] ^= 1
			rewrite(t, path, b)
		},
		"shorter": func(t *testing.T, path string) {
			rewrite(t, path, content[:4999])
			must(t, os.Chtimes(path, cas.ModTime(), cas.ModTime()))
		},
		"empty": func(t *testing.T, path string) { rewrite(t, path, nil) },
		"a symbolic link": func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.Symlink("/etc/hostname", path))
		},
		"a directory": func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.Mkdir(path, 0o755))
		},
	}
	for name, damage := range damages {
		for use := range uses(t, openDisk(t, t.TempDir())) {
			t.Run(name+"/"+use, func(t *testing.T) {
				dir := t.TempDir()
				var reasons []string
				s := openDisk(t, dir, cas.OnCorrupt(func(_ digest.Digest, r string) { reasons = append(reasons, r) }))
				d, err := s.PutBytes(t.Context(), content)
				must(t, err)
				must(t, s.Alias(digest.SHA256Of([]byte("name of "+d.String())), d))
				damage(t, blobFile(dir, d))
				if err := uses(t, s)[use](d); !errors.Is(err, cas.ErrNotFound) {
					t.Errorf("use of the damaged blob: %v, want ErrNotFound", err)
				}
				if len(reasons) != 1 || reasons[0] == "" {
					t.Errorf("reasons: %q, want one", reasons)
				}
				if aside, _ := os.ReadDir(filepath.Join(dir, "corrupt")); len(aside) != 1 {
					t.Errorf("moved aside: %v, want one file", aside)
				}
				// Stored again, it is as good as new.
				if _, err := s.Put(t.Context(), bytes.NewReader(content)); err != nil {
					t.Fatal(err)
				}
				if err := uses(t, s)[use](d); err != nil {
					t.Errorf("use after storing again: %v", err)
				}
				checkAll(t, dir)
			})
		}
	}
}

// TestTouchedBlobIsRepaired: wrong time or mode over right bytes is put right.
func TestTouchedBlobIsRepaired(t *testing.T) {
	touches := map[string]func(path string) error{
		"time": func(path string) error { return os.Chtimes(path, time.Now(), time.Now()) },
		"mode": func(path string) error { return os.Chmod(path, 0o644) },
		"nanosecond": func(path string) error {
			return os.Chtimes(path, time.Time{}, cas.ModTime().Add(time.Nanosecond))
		},
	}
	for name, touch := range touches {
		for use := range uses(t, openDisk(t, t.TempDir())) {
			t.Run(name+"/"+use, func(t *testing.T) {
				dir := t.TempDir()
				s := openDisk(t, dir, cas.OnCorrupt(func(_ digest.Digest, r string) { t.Errorf("called corrupt: %s", r) }))
				d, err := s.PutBytes(t.Context(), []byte("right"))
				must(t, err)
				must(t, s.Alias(digest.SHA256Of([]byte("name of "+d.String())), d))
				must(t, touch(blobFile(dir, d)))
				if err := uses(t, s)[use](d); err != nil {
					t.Fatal(err)
				}
				checkAll(t, dir)
			})
		}
	}
}

// TestExecutableVariantIsHashed: the second inode is not made from bytes that
// changed without a trace in size and time.
func TestExecutableVariantIsHashed(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	d, err := s.PutBytes(t.Context(), []byte("#!/bin/sh\n"))
	must(t, err)
	path := blobFile(dir, d)
	rewrite(t, path, []byte("#!/bin/ch\n"))
	must(t, os.Chtimes(path, cas.ModTime(), cas.ModTime()))
	err = s.Link(t.Context(), d, true, filepath.Join(t.TempDir(), "x"))
	if !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("link: %v, want ErrNotFound", err)
	}
}

// TestManyMeetTheDamage: whoever meets a damaged blob at the same time sees a
// miss, or the blob that another has stored again by then.
func TestManyMeetTheDamage(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	for i := range 20 {
		b := castest.Bytes(5000, uint64(i))
		d, err := s.PutBytes(t.Context(), b)
		must(t, err)
		other := bytes.Clone(b)
		other[i] ^= 1
		rewrite(t, blobFile(dir, d), other)
		var wg sync.WaitGroup
		for _, use := range uses(t, s) {
			wg.Go(func() {
				if err := use(d); err != nil && !errors.Is(err, cas.ErrNotFound) {
					t.Errorf("use: %v, want ErrNotFound", err)
				}
				if _, err := s.PutBytes(t.Context(), b); err != nil {
					t.Errorf("put: %v", err)
				}
				if err := s.Link(t.Context(), d, false, filepath.Join(t.TempDir(), "x")); err != nil {
					t.Errorf("link after put: %v", err)
				}
			})
		}
		wg.Wait()
	}
	checkAll(t, dir)
}

func TestDamagedIndex(t *testing.T) {
	dir := t.TempDir()
	s := openDisk(t, dir)
	b := []byte("content")
	d, err := s.PutBytes(t.Context(), b)
	must(t, err)
	sum := digest.SHA256Of(b)
	if _, err := s.BySHA256(sum); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("before alias: %v", err)
	}
	must(t, s.Alias(sum, d))
	if got, err := s.BySHA256(sum); err != nil || got != d {
		t.Errorf("after alias: %v, %v", got, err)
	}
	path := filepath.Join(dir, "sha256", "v1", sum.String()[:2], sum.String())
	for _, bad := range []string{"", d.String(), d.String()[:30] + "\n", "garbage\n"} {
		must(t, os.WriteFile(path, []byte(bad), 0o644))
		if _, err := s.BySHA256(sum); !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("index entry %q: %v, want ErrNotFound", bad, err)
		}
	}
	must(t, s.Alias(sum, d))
	must(t, os.Remove(blobFile(dir, d)))
	if _, err := s.BySHA256(sum); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("after the blob vanished: %v, want ErrNotFound", err)
	}
}

func rewrite(t *testing.T, path string, b []byte) {
	t.Helper()
	must(t, os.Chmod(path, 0o644))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	must(t, err)
	_, err = io.Copy(f, bytes.NewReader(b))
	must(t, errors.Join(err, f.Close()))
	must(t, os.Chmod(path, 0o444))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
