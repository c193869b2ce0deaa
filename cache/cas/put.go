package cas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
)

// Put implements [Store].
func (s *Disk) Put(ctx context.Context, r io.Reader) (digest.Digest, error) {
	buf := s.buffer()
	defer s.buffers.Put(buf)
	n, err := fill(ctx, r, buf[:])
	if err == io.EOF {
		return s.PutBytes(ctx, buf[:n])
	}
	if err != nil {
		return digest.Digest{}, err
	}
	return s.putStream(ctx, buf, r)
}

// PutBytes stores b and returns its digest. It writes no bytes if the store
// has b already.
func (s *Disk) PutBytes(ctx context.Context, b []byte) (digest.Digest, error) {
	d := digest.Of(b)
	if ok, err := s.keeps(ctx, d); ok || err != nil {
		return d, err
	}
	temp := s.temp.Name()
	if err := os.WriteFile(temp, b, 0o600); err != nil {
		_ = os.Remove(temp)
		return digest.Digest{}, s.Fault("write", err)
	}
	return d, s.commit(temp, d, plainMode)
}

// putStream stores a full buffer and all that follows it.
func (s *Disk) putStream(ctx context.Context, buf *[bufferSize]byte, r io.Reader) (digest.Digest, error) {
	temp := s.temp.Name()
	d, err := s.writeStream(ctx, temp, buf, r)
	if err != nil {
		_ = os.Remove(temp)
		return digest.Digest{}, err
	}
	if ok, err := s.keeps(ctx, d); ok || err != nil {
		_ = os.Remove(temp)
		return d, err
	}
	return d, s.commit(temp, d, plainMode)
}

func (s *Disk) writeStream(ctx context.Context, temp string, buf *[bufferSize]byte, r io.Reader) (digest.Digest, error) {
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return digest.Digest{}, s.Fault("write", err)
	}
	defer f.Close()
	h := digest.NewHasher()
	n := len(buf)
	for {
		h.Write(buf[:n])
		if _, err := f.Write(buf[:n]); err != nil {
			return digest.Digest{}, s.Fault("write", err)
		}
		if err == io.EOF {
			break
		}
		if n, err = fill(ctx, r, buf[:]); err != nil && err != io.EOF {
			return digest.Digest{}, err
		}
	}
	if err := f.Close(); err != nil {
		return digest.Digest{}, s.Fault("write", err)
	}
	return h.Sum(), nil
}

// commit makes a finished temporary file the blob's inode of the given mode.
func (s *Disk) commit(temp string, d digest.Digest, mode fs.FileMode) error {
	if err := s.settle(temp, mode); err != nil {
		_ = os.Remove(temp)
		return err
	}
	if err := s.place(temp, s.path(d, mode)); err != nil {
		_ = os.Remove(temp)
		return s.Fault("store blob "+d.Short(), err)
	}
	return nil
}

// place renames a settled file to where a blob belongs. A blob that someone else
// has stored there meanwhile stays: a file that is replaced while it is being
// linked to would look missing to whoever links.
func (s *Disk) place(from, to string) error {
	err := renameNew(from, to)
	if errors.Is(err, unix.ENOENT) {
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		err = renameNew(from, to)
	}
	if errors.Is(err, unix.EEXIST) {
		return os.Remove(from)
	}
	return err
}

// renameNew fails with EEXIST where os.Rename would replace, if the file system
// can do that.
func renameNew(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return os.Rename(from, to)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// rename makes the target's directory if it is not there yet.
func (s *Disk) rename(from, to string) error {
	err := os.Rename(from, to)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// hash returns the digest of all of r.
func (s *Disk) hash(ctx context.Context, r io.Reader) (digest.Digest, error) {
	buf := s.buffer()
	defer s.buffers.Put(buf)
	n, err := fill(ctx, r, buf[:])
	if err == io.EOF {
		return digest.Of(buf[:n]), nil
	}
	h := digest.NewHasher()
	for {
		if err != nil && err != io.EOF {
			return digest.Digest{}, err
		}
		h.Write(buf[:n])
		if err == io.EOF {
			return h.Sum(), nil
		}
		n, err = fill(ctx, r, buf[:])
	}
}

func (s *Disk) buffer() *[bufferSize]byte {
	buf, ok := s.buffers.Get().(*[bufferSize]byte)
	if !ok {
		panic(fmt.Sprintf("BUG: pool holds no %d byte buffers", bufferSize))
	}
	return buf
}

// fill reads until buf is full, which gives no error, or r ends, which gives
// io.EOF itself. Unlike io.ReadFull it leaves the reader's own
// io.ErrUnexpectedEOF alone: that is how a truncated download looks.
func fill(ctx context.Context, r io.Reader, buf []byte) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := 0
	for n < len(buf) {
		m, err := r.Read(buf[n:])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Digest returns the digest of all of r without storing it.
func (s *Disk) Digest(ctx context.Context, r io.Reader) (digest.Digest, error) {
	return s.hash(ctx, r)
}
