package cas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
)

// Link makes dst, which must not exist, a hard link to the blob: read-only,
// with the store's modification time, and with the executable bits if asked
// for. Where no link can be made (another file system, too many links) it is
// a copy that looks the same. Whoever can write to dst can damage the store;
// give it to commands behind a read-only mount only.
func (s *Disk) Link(ctx context.Context, d digest.Digest, executable bool, dst string) error {
	mode := modeOf(executable)
	if err := s.ensure(ctx, d, mode); err != nil {
		return err
	}
	err := os.Link(s.path(d, mode), dst)
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		// Either the blob vanished since it was checked, or dst has no parent.
		if gone := s.check(ctx, d, mode); gone != nil {
			return gone
		}
	}
	if !errors.Is(err, unix.EXDEV) && !errors.Is(err, unix.EMLINK) && !errors.Is(err, unix.EPERM) {
		return fmt.Errorf("link blob %s: %w", d.Short(), err)
	}
	if err := s.Copy(ctx, d, dst, mode); err != nil {
		return err
	}
	return os.Chtimes(dst, ModTime(), ModTime())
}

// Copy writes the blob to dst, which must not exist, as a private file with
// the given permissions and the current time. It shares extents with the store
// where the file system can.
func (s *Disk) Copy(ctx context.Context, d digest.Digest, dst string, mode fs.FileMode) error {
	src, err := s.open(ctx, d, plainMode)
	if err != nil {
		return err
	}
	defer src.Close()
	f, err := os.OpenFile(dst, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy blob %s: %w", d.Short(), err)
	}
	err = s.cloneOrCopy(ctx, f, src)
	if err == nil {
		err = f.Chmod(mode)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(dst)
		return fmt.Errorf("copy blob %s to %s: %w", d.Short(), dst, err)
	}
	return nil
}

// ensure checks the inode of the given mode. The executable one is made from
// the plain one when it is first wanted, and hashed once more on the way.
func (s *Disk) ensure(ctx context.Context, d digest.Digest, mode fs.FileMode) error {
	err := s.check(ctx, d, mode)
	if mode == plainMode || !errors.Is(err, ErrNotFound) {
		return err
	}
	src, err := s.open(ctx, d, plainMode)
	if err != nil {
		return err
	}
	defer src.Close()
	temp, got, err := s.snapshot(ctx, src)
	if err != nil {
		return err
	}
	if got == d {
		return s.commit(temp, d, mode)
	}
	_ = os.Remove(temp)
	info, err := src.Stat()
	if err != nil {
		return s.Fault("look at blob "+d.Short(), err)
	}
	return s.moveAside(ctx, info, d, plainMode, "its bytes changed, but neither its size nor its time")
}

// cloneOrCopy fills the empty file dst with all of src.
func (s *Disk) cloneOrCopy(ctx context.Context, dst, src *os.File) error {
	if s.clone(dst, src) {
		return nil
	}
	buf := s.buffer()
	defer s.buffers.Put(buf)
	for {
		n, err := fill(ctx, src, buf[:])
		if err != nil && err != io.EOF {
			return err
		}
		if _, err := dst.Write(buf[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
	}
}

// clone reports whether dst now shares src's extents. A file system that
// cannot do so at all is asked only once.
func (s *Disk) clone(dst, src *os.File) bool {
	if s.noClone.Load() {
		return false
	}
	err := unix.IoctlFileClone(int(dst.Fd()), int(src.Fd()))
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOTTY) || errors.Is(err, unix.ENOSYS) {
		s.noClone.Store(true)
	}
	return err == nil
}
