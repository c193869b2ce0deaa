package layer

import (
	"errors"
	"os"
	"path"
	"time"

	"golang.org/x/sys/unix"
)

// whiteout hides name of the layers below, unless something is there already.
func (t *target) whiteout(name string) error {
	dirfd, err := t.dir(path.Dir(name))
	if err != nil {
		return err
	}
	err = unix.Mknodat(dirfd, path.Base(name), unix.S_IFCHR, 0)
	if errors.Is(err, unix.EEXIST) {
		return nil
	}
	return err
}

// setOpaque marks a directory for mounts with userxattr, and where the caller
// may, for those without.
func (t *target) setOpaque(name string) error {
	fd, err := t.dir(name)
	if err != nil {
		return err
	}
	if err := unix.Fsetxattr(fd, userOpaque, []byte("y"), 0); err != nil {
		return os.NewSyscallError("setxattr "+userOpaque, err)
	}
	if !t.trusted {
		return nil
	}
	err = unix.Fsetxattr(fd, trustedOpaque, []byte("y"), 0)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOTSUP) {
		return nil // root of a user namespace only
	}
	return os.NewSyscallError("setxattr "+trustedOpaque, err)
}

// setDir gives a directory its final mode and time.
func (t *target) setDir(name string, meta dirMeta) error {
	fd, err := t.dir(name)
	if err != nil {
		return err
	}
	if err := unix.Fchmod(fd, meta.mode); err != nil {
		return err
	}
	return setTime(fd, ".", meta.time)
}

// setTime sets the modification time of base in dirfd, itself and not what it
// may point to.
func setTime(dirfd int, base string, mtime time.Time) error {
	ts, err := unix.TimeToTimespec(mtime)
	if err != nil {
		return err
	}
	return unix.UtimesNanoAt(dirfd, base, []unix.Timespec{ts, ts}, unix.AT_SYMLINK_NOFOLLOW)
}
