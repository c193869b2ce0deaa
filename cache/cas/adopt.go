package cas

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
)

// Adopt stores the regular file at path and takes it away: afterwards path is
// gone. It moves the file where it can. The caller vouches that nobody has the
// file open for writing any more.
func (s *Disk) Adopt(ctx context.Context, path string) (digest.Digest, error) {
	f, err := openRegular(path)
	if errors.Is(err, fs.ErrPermission) {
		// A command may leave files that even their owner cannot read.
		if os.Chmod(path, 0o600) == nil {
			f, err = openRegular(path)
		}
	}
	if err != nil {
		return digest.Digest{}, fmt.Errorf("adopt: %w", err)
	}
	defer f.Close()
	d, moved, err := s.move(ctx, f, path)
	if err != nil || moved {
		return d, err
	}
	if d, err = s.ImportFrom(ctx, f); err != nil {
		return d, err
	}
	if err := os.Remove(path); err != nil {
		return digest.Digest{}, fmt.Errorf("adopt: %w", err)
	}
	return d, nil
}

// move adopts by rename, or reports that the file must be copied.
func (s *Disk) move(ctx context.Context, f *os.File, path string) (digest.Digest, bool, error) {
	if !movable(f) {
		return digest.Digest{}, false, nil
	}
	d, err := s.hash(ctx, f)
	if err != nil {
		return d, false, fmt.Errorf("adopt %s: %w", path, err)
	}
	ok, err := s.keeps(ctx, d)
	if err != nil {
		return d, false, err
	}
	if ok {
		return d, true, os.Remove(path)
	}
	if err := s.settle(path, plainMode); err != nil {
		return d, false, err
	}
	err = s.place(path, s.path(d, plainMode))
	if errors.Is(err, unix.EXDEV) {
		_, err = f.Seek(0, io.SeekStart)
		return d, false, err
	}
	if err != nil {
		return d, false, s.Fault("adopt "+path, err)
	}
	return d, true, nil
}

// movable reports whether the inode may become the store's: it has no other
// name, and carries nothing that later readers could see beyond its bytes.
func movable(f *os.File) bool {
	info, err := f.Stat()
	if err != nil {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || st.Nlink != 1 {
		return false
	}
	if int(st.Uid) != os.Geteuid() || int(st.Gid) != os.Getegid() {
		if f.Chown(os.Geteuid(), os.Getegid()) != nil {
			return false
		}
	}
	return !hasAttributes(f)
}

// hasAttributes reports whether the file has extended attributes other than
// the label that the host's security module puts on every file.
func hasAttributes(f *os.File) bool {
	var names [512]byte
	n, err := unix.Flistxattr(int(f.Fd()), names[:])
	if err != nil {
		return !errors.Is(err, unix.EOPNOTSUPP)
	}
	for name := range bytes.SplitSeq(names[:n], []byte{0}) {
		if len(name) > 0 && string(name) != "security.selinux" {
			return true
		}
	}
	return false
}

// Import stores a copy of the regular file at path, which it leaves alone and
// never links: people edit their files in place. The digest is that of the
// bytes that were copied, so an edit at the same time can not lead to a blob
// under a wrong name. A symbolic link is followed.
func (s *Disk) Import(ctx context.Context, path string) (digest.Digest, error) {
	f, err := openRegular(path)
	if err != nil {
		return digest.Digest{}, fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	return s.ImportFrom(ctx, f)
}

// ImportFrom is Import for the rest of a file that is open already.
func (s *Disk) ImportFrom(ctx context.Context, f *os.File) (digest.Digest, error) {
	info, err := f.Stat()
	if err != nil {
		return digest.Digest{}, fmt.Errorf("import: %w", err)
	}
	if info.Size() < bufferSize || s.noClone.Load() {
		d, err := s.Put(ctx, f)
		if err != nil {
			return d, fmt.Errorf("import %s: %w", f.Name(), err)
		}
		return d, nil
	}
	temp, d, err := s.snapshot(ctx, f)
	if err != nil {
		return digest.Digest{}, fmt.Errorf("import %s: %w", f.Name(), err)
	}
	if ok, err := s.keeps(ctx, d); ok || err != nil {
		_ = os.Remove(temp)
		return d, err
	}
	return d, s.commit(temp, d, plainMode)
}

// snapshot copies the rest of src to a temporary file and hashes the copy.
func (s *Disk) snapshot(ctx context.Context, src *os.File) (string, digest.Digest, error) {
	temp := s.temp.Name()
	dst, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", digest.Digest{}, s.Fault("write", err)
	}
	err = s.cloneOrCopy(ctx, dst, src)
	var d digest.Digest
	if err == nil {
		if _, err = dst.Seek(0, io.SeekStart); err == nil {
			d, err = s.hash(ctx, dst)
		}
	}
	if e := dst.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(temp)
		return "", digest.Digest{}, s.Fault("copy "+src.Name(), err)
	}
	return temp, d, nil
}

// openRegular does not block on a named pipe, and refuses what has no content
// of its own.
func openRegular(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file but %s", path, kindOf(info.Mode()))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	default:
		return "a device"
	}
}
