package layer

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// How overlayfs marks things in its directories: with "trusted." when the
// kernel's root mounted it, with "user." under the option userxattr.
const (
	userOpaque    = "user.overlay.opaque"
	trustedOpaque = "trusted.overlay.opaque"
)

// isWhiteout reports whether info is a character device 0:0.
func isWhiteout(info fs.FileInfo) bool {
	if info.Mode()&fs.ModeCharDevice == 0 {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Rdev == 0
}

// isOpaque reports whether the directory at the real path hides those below.
func isOpaque(at string) (bool, error) {
	for _, attr := range []string{userOpaque, trustedOpaque} {
		value, ok, err := attribute(at, attr)
		if err != nil {
			return false, err
		}
		// Another value, "x", speaks of whiteouts in the directory.
		if ok && value == "y" {
			return true, nil
		}
	}
	return false, nil
}

// attribute reads a short extended attribute of a real path; ok is false
// where there is none, or may be none.
func attribute(at, attr string) (value string, ok bool, err error) {
	var buf [16]byte
	n, err := unix.Lgetxattr(at, attr, buf[:])
	switch {
	case errors.Is(err, unix.ENODATA), errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return "", false, nil
	case errors.Is(err, unix.ERANGE):
		return "", true, nil
	case err != nil:
		return "", false, &fs.PathError{Op: "getxattr " + attr, Path: at, Err: err}
	}
	return string(buf[:n]), true, nil
}

// refuseRedirects makes sure that what is at the real path is whole: with
// redirect_dir or metacopy its name or content would lie elsewhere.
func refuseRedirects(at string) error {
	for _, attr := range []string{"user.overlay.redirect", "user.overlay.metacopy", "trusted.overlay.redirect", "trusted.overlay.metacopy"} {
		if _, ok, err := attribute(at, attr); err != nil || ok {
			return errors.Join(err, fmt.Errorf("%s has the attribute %s: mount the overlay with redirect_dir=off,metacopy=off", at, attr))
		}
	}
	return nil
}

// unixMode returns the permission, set-id and sticky bits of a file.
func unixMode(info fs.FileInfo) uint32 {
	mode := uint32(info.Mode().Perm())
	for bit, m := range map[uint32]fs.FileMode{0o4000: fs.ModeSetuid, 0o2000: fs.ModeSetgid, 0o1000: fs.ModeSticky} {
		if info.Mode()&m != 0 {
			mode |= bit
		}
	}
	return mode
}

// readable is the mode with which Unpack lays something out: its owner can
// always read it. Modes are compared in this form, since an unpacked layer no
// longer tells them apart.
func readable(k Kind, mode uint32) uint32 {
	switch k {
	case Dir:
		return mode | 0o500
	case File, HardLink:
		return mode | 0o400
	}
	return mode
}
