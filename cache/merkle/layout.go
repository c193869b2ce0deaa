package merkle

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

const dirMode = 0o755

// layout writes a tree to disk. What becomes of a file is the caller's choice;
// directories and links are the same for all.
type layout struct {
	store   cas.Store
	time    time.Time // of directories and links
	workers int       // files written at the same time
	// reversed makes the entries of a directory last name first.
	reversed bool
	file     func(ctx context.Context, d digest.Digest, executable bool, dst string) error
}

// run writes the tree to dst, which is created if it is missing; nothing in it
// may be in the way.
func (l layout) run(ctx context.Context, root digest.Digest, dst string) error {
	if err := os.Mkdir(dst, dirMode); err != nil && !os.IsExist(err) {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(l.workers)
	dirs := []string{dst}
	walkErr := l.walk(gctx, root, func(path string, n Node) error {
		to := dst + "/" + path
		switch n.Kind {
		case Dir:
			dirs = append(dirs, to)
			return os.Mkdir(to, dirMode)
		case Symlink:
			if err := os.Symlink(n.Target, to); err != nil {
				return err
			}
			return setTime(to, l.time)
		}
		if l.workers == 1 {
			return l.file(gctx, n.Digest, n.Kind == Executable, to)
		}
		g.Go(func() error { return l.file(gctx, n.Digest, n.Kind == Executable, to) })
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if walkErr != nil {
		return walkErr
	}
	// Bottom up, for every new entry changes the time of its directory.
	for i := len(dirs) - 1; i >= 0; i-- {
		if err := finishDir(dirs[i], l.time); err != nil {
			return err
		}
	}
	return nil
}

// walk visits directories before what is in them.
func (l layout) walk(ctx context.Context, root digest.Digest, fn func(path string, n Node) error) error {
	if !l.reversed {
		return Walk(ctx, l.store, root, fn)
	}
	return walkBack(ctx, l.store, root, ".", fn)
}

// walkBack is [Walk] that takes the names of each directory from the last.
func walkBack(ctx context.Context, store cas.Store, dir digest.Digest, at string, fn func(string, Node) error) error {
	nodes, err := Load(ctx, store, dir)
	if err != nil {
		return err
	}
	for _, n := range slices.Backward(nodes) {
		path := join(at, n.Name)
		if err := fn(path, n); err != nil {
			return err
		}
		if n.Kind == Dir {
			if err := walkBack(ctx, store, n.Digest, path, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

// finishDir gives a directory the mode that the umask may have taken from it,
// and its time.
func finishDir(dir string, t time.Time) error {
	if err := os.Chmod(dir, dirMode); err != nil {
		return err
	}
	return setTime(dir, t)
}

// setTime sets the time of the entry itself, not of what a link points to.
func setTime(path string, t time.Time) error {
	spec := unix.NsecToTimespec(t.UnixNano())
	times := []unix.Timespec{spec, spec}
	if err := unix.UtimesNanoAt(unix.AT_FDCWD, path, times, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("set time of %s: %w", path, err)
	}
	return nil
}
