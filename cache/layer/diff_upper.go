package layer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// DiffUpper writes to w the layer of what changed between base and the tree
// that an overlay of base with the upper directory upper showed. The overlay
// need not be mounted any more, and nothing may write to upper meanwhile.
//
// The caller owns upper, but needs no privileges: what its own modes forbid to
// read is made readable for the moment. The layer has the modes as they were,
// and upper has them again at the end.
func DiffUpper(ctx context.Context, w io.Writer, base *Stack, upper string, opts DiffOptions) (info Info, err error) {
	u := &upperWalk{difference: newDifference(base, opts), upper: upper}
	defer func() { err = errors.Join(err, u.restore()) }()
	if err := u.walk(ctx, ".", false); err != nil {
		return Info{}, fmt.Errorf("comparing the upper directory with its layers: %w", err)
	}
	return u.write(w)
}

// upperWalk reads an upper directory.
type upperWalk struct {
	*difference
	upper   string
	changes []modeChange
}

// modeChange is a mode to give back.
type modeChange struct {
	at   string
	mode fs.FileMode
}

func (u *upperWalk) real(name string) string { return filepath.Join(u.upper, filepath.FromSlash(name)) }

// walk compares what is in a directory. What the base has there shows through,
// unless the directory or one above it is opaque.
func (u *upperWalk) walk(ctx context.Context, dir string, opaque bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	at := u.real(dir)
	if err := u.unlock(at); err != nil {
		return err
	}
	marked, err := isOpaque(at)
	if err != nil {
		return err
	}
	opaque = opaque || marked
	if err := refuseRedirects(at); err != nil {
		return err
	}
	entries, err := os.ReadDir(at)
	if err != nil {
		return err
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
		if name := path.Join(dir, e.Name()); !u.excluded(name) {
			if err := u.entry(ctx, name, e, opaque); err != nil {
				return err
			}
		}
	}
	if !opaque {
		return nil
	}
	return u.hidden(dir, names)
}

// hidden notes as gone what an opaque directory hides and has not anew.
func (u *upperWalk) hidden(dir string, names map[string]bool) error {
	before, err := u.before(dir)
	if err != nil || before == nil || !before.IsDir() {
		return err
	}
	entries, err := u.base.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if names[e.Name()] || u.excluded(name) {
			continue
		}
		if err := u.vanish(name); err != nil {
			return err
		}
	}
	return nil
}

func (u *upperWalk) entry(ctx context.Context, name string, e fs.DirEntry, opaque bool) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	n := node{Entry: Entry{Path: name, Kind: kindOf(info.Mode()), Mode: unixMode(info), ModTime: info.ModTime()}}
	switch n.Kind {
	case 0:
		return u.vanish(name)
	case Dir:
		if err := u.visit(n); err != nil {
			return err
		}
		return u.walk(ctx, name, opaque)
	case Symlink:
		if n.Link, err = os.Readlink(u.real(name)); err != nil {
			return err
		}
	case File:
		if err := refuseRedirects(u.real(name)); err != nil {
			return err
		}
		n.Size, n.Open = info.Size(), u.opener(name, info)
		n.same = func(fs.FileInfo) (bool, error) { return sameBytes(n.Open, u.openBase(name), n.Size) }
		if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
			n.inode = stat.Ino
		}
	}
	return u.visit(n)
}

// opener opens a file of the upper directory, whatever its mode.
func (u *upperWalk) opener(name string, info fs.FileInfo) opener {
	at := u.real(name)
	return func() (io.ReadCloser, error) {
		f, err := os.OpenFile(at, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
		if !errors.Is(err, fs.ErrPermission) {
			return f, err
		}
		if err := os.Chmod(at, 0o400); err != nil {
			return nil, err
		}
		f, err = os.OpenFile(at, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
		return f, errors.Join(err, os.Chmod(at, info.Mode()))
	}
}

// unlock makes a directory readable until restore.
func (u *upperWalk) unlock(at string) error {
	info, err := os.Lstat(at)
	if err != nil || info.Mode().Perm()&0o500 == 0o500 {
		return err
	}
	u.changes = append(u.changes, modeChange{at, info.Mode()})
	return os.Chmod(at, 0o700)
}

// restore gives back the modes that unlock took, the inner ones first.
func (u *upperWalk) restore() error {
	var errs []error
	for _, c := range slices.Backward(u.changes) {
		errs = append(errs, os.Chmod(c.at, c.mode))
	}
	return errors.Join(errs...)
}
