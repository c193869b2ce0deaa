package load

import (
	"errors"
	"io/fs"
	"slices"
	"syscall"

	"github.com/hashicorp/hcl/v2"
)

// UnreadableError tells of a file or folder that is there and cannot be read,
// for a reason that is its own: its kind, or its permissions.
type UnreadableError struct {
	Name string // as it was asked for
	Why  string // goes on after the name: "is a FIFO"
}

func (e *UnreadableError) Error() string { return e.Name + " " + e.Why }

// ReadFile reads a regular file. It never opens one that is not, which may wait
// for ever. What cannot be read for a reason of its own is an [*UnreadableError].
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, notRegular(name, info.Mode())
	}
	var src []byte
	if err == nil {
		src, err = fs.ReadFile(fsys, name)
	}
	return src, unreadable(name, err)
}

// unreadable makes an [*UnreadableError] of errors that are one; others stay.
func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return &UnreadableError{name, "cannot be read: permission denied; look at its permissions, and at those of the folders above it"}
	case errors.Is(err, syscall.ELOOP):
		return &UnreadableError{name, "cannot be read: its symbolic links lead in a circle"}
	}
	return err
}

func notRegular(name string, mode fs.FileMode) error {
	return &UnreadableError{name, "is " + kindOf(mode) + ": only regular files can be read"}
}

// kindOf says what is neither a regular file nor a folder.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// readIfThere reads a file; one that is not there, or is a folder, is empty.
func readIfThere(fsys fs.FS, name string) ([]byte, error) {
	src, err := ReadFile(fsys, name)
	if slices.ContainsFunc([]error{fs.ErrNotExist, syscall.ENOTDIR, syscall.EISDIR, syscall.ENAMETOOLONG}, func(e error) bool { return errors.Is(err, e) }) {
		return nil, nil
	}
	return src, err
}

// asDiagnostic splits an error: a file that cannot be read is a mistake in the
// workspace, at the file's beginning; all else stays an error.
func asDiagnostic(err error) (hcl.Diagnostics, error) {
	var e *UnreadableError
	if !errors.As(err, &e) {
		return nil, err
	}
	at := hcl.Range{Filename: e.Name, Start: hcl.InitialPos, End: hcl.InitialPos}
	return hcl.Diagnostics{problem(at, "Unreadable file", "%s.", e)}, nil
}
