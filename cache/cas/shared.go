package cas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
)

// abandoned is how old a temporary file of a [Shared] store must be to belong
// to nobody. Locks do not reach from one machine to another.
const abandoned = 24 * time.Hour

// Shared is a Store in a directory that machines pass on or share: on a network
// file system, or unpacked from an artifact store. It relies on whole files and
// rename alone: on no lock, no hard link and no file's time. Each blob is
// hashed when it is read, since whoever else writes there is not trusted. Its
// layout is that of a [Disk], so that the cache directory of one user may be
// read by others.
type Shared struct {
	dir      string
	readOnly bool
}

// OpenShared opens the store in dir. If it is not readOnly, it is created below
// a directory that is there, for one that is not may be a file system that is
// not mounted; and temporary files that others left a day ago are removed.
func OpenShared(dir string, readOnly bool) (*Shared, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Shared{dir, readOnly}
	if readOnly {
		info, err := os.Stat(dir)
		if err == nil && !info.IsDir() {
			err = &fs.PathError{Op: "open", Path: dir, Err: unix.ENOTDIR}
		}
		return s, err
	}
	if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	for _, sub := range []string{s.blobs(), s.temp()} {
		if err := os.MkdirAll(sub, 0o777); err != nil {
			return nil, err
		}
	}
	return s, s.sweep(time.Now().Add(-abandoned))
}

// ReadOnly reports whether the store takes no blobs.
func (s *Shared) ReadOnly() bool { return s.readOnly }

// Open implements [Store]. Bytes that turn out wrong end in an error that wraps
// [ErrNotFound] in place of [io.EOF].
func (s *Shared) Open(ctx context.Context, d digest.Digest) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(s.path(d), os.O_RDONLY|unix.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(d)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != d.Size() {
		f.Close()
		return nil, s.damaged(d)
	}
	return &checked{File: f, store: s, want: d, got: digest.NewHasher()}, nil
}

// Put implements [Store].
func (s *Shared) Put(ctx context.Context, r io.Reader) (digest.Digest, error) {
	if s.readOnly {
		return digest.Digest{}, fmt.Errorf("%s: %w", s.dir, fs.ErrPermission)
	}
	f, err := os.CreateTemp(s.temp(), "blob-")
	if err != nil {
		return digest.Digest{}, err
	}
	defer os.Remove(f.Name()) // after a rename it is gone
	d, err := copyHashed(ctx, f, r)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), plainMode)
	}
	if err == nil {
		err = os.Chtimes(f.Name(), ModTime(), ModTime())
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(s.path(d)), 0o777)
	}
	if err == nil {
		err = os.Rename(f.Name(), s.path(d))
	}
	return d, err
}

// Missing implements [Store]. It looks at sizes alone.
func (s *Shared) Missing(ctx context.Context, ds []digest.Digest) ([]digest.Digest, error) {
	var missing []digest.Digest
	for _, d := range ds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		info, err := os.Stat(s.path(d))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, d)
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular() || info.Size() != d.Size():
			missing = append(missing, d)
		}
	}
	return missing, nil
}

// damaged takes a wrong blob away, if that is ours to do, and returns the miss.
func (s *Shared) damaged(d digest.Digest) error {
	if !s.readOnly {
		_ = os.Remove(s.path(d)) // else the next reader tells the same
	}
	return fmt.Errorf("%s: blob %s is damaged: %w", s.dir, d.Short(), ErrNotFound)
}

// sweep removes temporary files that were last written before the time.
func (s *Shared) sweep(before time.Time) error {
	entries, err := os.ReadDir(s.temp())
	if err != nil {
		return err
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(s.temp(), e.Name())) // another may be faster
		}
	}
	return nil
}

func (s *Shared) blobs() string { return filepath.Join(s.dir, "cas", "v1") }

// temp is not the directory of a Disk's sessions, which are removed by others' rules.
func (s *Shared) temp() string { return filepath.Join(s.dir, "incoming") }

func (s *Shared) path(d digest.Digest) string {
	name := d.String()
	return filepath.Join(s.blobs(), name[:2], name)
}

// checked hashes what is read of a blob.
type checked struct {
	*os.File
	store *Shared
	want  digest.Digest
	got   *digest.Hasher
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.got.Write(p[:n])
	if err == io.EOF && c.got.Sum() != c.want {
		return n, c.store.damaged(c.want)
	}
	return n, err
}

// WriteTo hides that of the file, which would go past Read.
func (c *checked) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{c})
}

// copyHashed copies all of r and returns its digest.
func copyHashed(ctx context.Context, w io.Writer, r io.Reader) (digest.Digest, error) {
	h := digest.NewHasher()
	buf := make([]byte, bufferSize)
	for {
		n, err := fill(ctx, r, buf)
		if err != nil && err != io.EOF {
			return digest.Digest{}, err
		}
		h.Write(buf[:n])
		if _, err := w.Write(buf[:n]); err != nil {
			return digest.Digest{}, err
		}
		if err == io.EOF {
			return h.Sum(), nil
		}
	}
}
