package layer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"dbx/cache/archive"

	"golang.org/x/sys/unix"
)

// target is a directory that is written to by way of descriptors only: every
// component of a path is opened without following links, so that no entry can
// lead the next one out. Parents must have been made before.
type target struct {
	root    int
	last    string // directory that lastFD is open on; "" for none
	lastFD  int
	trusted bool // root also sets the marks of privileged mounts
}

func openTarget(dir string) (*target, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 {
		return nil, fmt.Errorf("directory %s is not empty", dir)
	}
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	return &target{root: fd, trusted: os.Geteuid() == 0}, nil
}

func (t *target) close() {
	t.forget()
	unix.Close(t.root)
}

func (t *target) forget() {
	if t.last != "" {
		unix.Close(t.lastFD)
		t.last = ""
	}
}

// dir returns a descriptor of a directory, which stays t's and good until the
// next call. Layers list a directory's files together, so the last one is kept.
func (t *target) dir(name string) (int, error) {
	if name == "." {
		return t.root, nil
	}
	if name == t.last {
		return t.lastFD, nil
	}
	fd := t.root
	for part := range strings.SplitSeq(name, "/") {
		next, err := unix.Openat(fd, part, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		if fd != t.root {
			unix.Close(fd)
		}
		if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENOTDIR) {
			return -1, fmt.Errorf("%w: the path leads through %q, which is no directory", archive.ErrSymlink, part)
		}
		if err != nil {
			return -1, err
		}
		fd = next
	}
	t.forget()
	t.last, t.lastFD = name, fd
	return fd, nil
}

// clear makes sure that the name is free; the last entry of a name wins.
func (t *target) clear(name string) (dirfd int, base string, err error) {
	dirfd, err = t.dir(path.Dir(name))
	if err != nil {
		return -1, "", err
	}
	base = path.Base(name)
	err = unix.Unlinkat(dirfd, base, 0)
	switch {
	case errors.Is(err, unix.EISDIR), errors.Is(err, unix.EPERM):
		return -1, "", fmt.Errorf("%w: no directory, but before it was one", archive.ErrConflict)
	case err != nil && !errors.Is(err, unix.ENOENT):
		return -1, "", err
	}
	return dirfd, base, nil
}

func (t *target) mkdir(name string) error {
	dirfd, err := t.dir(path.Dir(name))
	if err != nil {
		return err
	}
	base := path.Base(name)
	err = unix.Mkdirat(dirfd, base, 0o700)
	if !errors.Is(err, unix.EEXIST) {
		return err
	}
	var stat unix.Stat_t
	if err := unix.Fstatat(dirfd, base, &stat, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	if stat.Mode&unix.S_IFMT == unix.S_IFLNK {
		return fmt.Errorf("%w: the path leads through the link %q", archive.ErrSymlink, name)
	}
	return fmt.Errorf("%w: %q is a directory now, but before it was none", archive.ErrConflict, name)
}

func (t *target) file(ctx context.Context, name string, mode uint32, mtime time.Time, content io.Reader, buf []byte) error {
	dirfd, base, err := t.clear(name)
	if err != nil {
		return err
	}
	fd, err := unix.Openat(dirfd, base, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	if err := fill(ctx, f, content, buf); err != nil {
		return err
	}
	// After the content: writing takes set-id bits away.
	if err := unix.Fchmod(fd, mode); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return setTime(dirfd, base, mtime)
}

// fill copies content to f, and tells damage of the layer from a full disk.
func fill(ctx context.Context, f *os.File, content io.Reader, buf []byte) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, rerr := content.Read(buf)
		if _, err := f.Write(buf[:n]); err != nil {
			return err
		}
		if rerr == io.EOF {
			return nil
		}
		if rerr != nil {
			return fmt.Errorf("%w: %w", archive.ErrCorrupt, rerr)
		}
	}
}

func (t *target) symlink(name, to string, mtime time.Time) error {
	dirfd, base, err := t.clear(name)
	if err != nil {
		return err
	}
	if err := unix.Symlinkat(to, dirfd, base); err != nil {
		return err
	}
	return setTime(dirfd, base, mtime)
}

func (t *target) fifo(name string, mode uint32, mtime time.Time) error {
	dirfd, base, err := t.clear(name)
	if err != nil {
		return err
	}
	if err := unix.Mknodat(dirfd, base, unix.S_IFIFO|0o600, 0); err != nil {
		return err
	}
	// A fifo is no link, and no one else writes here.
	if err := unix.Fchmodat(dirfd, base, mode, 0); err != nil {
		return err
	}
	return setTime(dirfd, base, mtime)
}

func (t *target) hardLink(name, to string) error {
	if name == to {
		return nil
	}
	todir, err := t.dir(path.Dir(to))
	if errors.Is(err, unix.ENOENT) {
		return fmt.Errorf("%w: the layer has no file %q before it", archive.ErrHardLink, to)
	}
	if err != nil {
		return fmt.Errorf("%w: target %q: %w", archive.ErrHardLink, to, err)
	}
	// The descriptor must outlive the next call of dir.
	if todir, err = unix.FcntlInt(uintptr(todir), unix.F_DUPFD_CLOEXEC, 0); err != nil {
		return err
	}
	defer unix.Close(todir)
	var stat unix.Stat_t
	if err := unix.Fstatat(todir, path.Base(to), &stat, unix.AT_SYMLINK_NOFOLLOW); err != nil || stat.Mode&unix.S_IFMT == unix.S_IFDIR {
		return fmt.Errorf("%w: the layer has no file %q before it", archive.ErrHardLink, to)
	}
	dirfd, base, err := t.clear(name)
	if err != nil {
		return err
	}
	return unix.Linkat(todir, path.Base(to), dirfd, base, 0)
}
