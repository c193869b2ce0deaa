package merkle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"dbx/cache/cas"
	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/lastuse"
)

// Farm keeps trees laid out on disk as hard links into a store, each once for
// all that use it. It is safe for concurrent use by goroutines and processes.
type Farm struct {
	// Hash returns the digest of a file that Export has written, or someone
	// else meanwhile. It may be set before the first use to one that remembers;
	// else each such file is read each time.
	Hash func(ctx context.Context, path string) (digest.Digest, error)
	// Reversed has the entries of each directory made last name first. It may
	// be set before the first use. File systems that list what was made in some
	// order of the making list other orders then.
	Reversed bool

	store *cas.Disk
	dir   string

	mu    sync.Mutex
	trees map[digest.Digest]*planting
}

// planting is a tree that is laid out, or being laid out, by this process.
type planting struct {
	done chan struct{}
	err  error // set before done is closed
}

// NewFarm opens the farm in dir, which must be on the store's file system.
func NewFarm(store *cas.Disk, dir string) (*Farm, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "locks"), 0o755); err != nil {
		return nil, fmt.Errorf("tree farm: %w", err)
	}
	f := &Farm{store: store, dir: dir, trees: make(map[digest.Digest]*planting)}
	f.Hash = f.hash
	return f, nil
}

// Tree returns a directory that holds the tree: files 0444 or 0555, directories
// 0755, all with [cas.ModTime]. It is shared and made of links into the store:
// mount it read-only, and never write there. The first call in a process checks
// what it finds on disk; a tree that was tampered with is laid out anew.
func (f *Farm) Tree(ctx context.Context, root digest.Digest) (string, error) {
	for {
		f.mu.Lock()
		p, known := f.trees[root]
		if !known {
			p = &planting{done: make(chan struct{})}
			f.trees[root] = p
		}
		f.mu.Unlock()
		if !known {
			f.plant(ctx, root, p)
		}
		select {
		case <-p.done:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		switch {
		case p.err == nil && f.stands(root):
			return f.path(root), nil
		case p.err == nil:
			f.forget(root, p) // someone cleaned the cache meanwhile
		case !known || !isCancelled(p.err):
			return "", p.err
		}
		// Another caller gave up half-way; that is no reason for this one to.
	}
}

// plant lays the tree out and settles p; a failure is forgotten, so that the
// next call tries again.
func (f *Farm) plant(ctx context.Context, root digest.Digest, p *planting) {
	p.err = f.materialise(ctx, root)
	if p.err != nil {
		f.forget(root, p)
	}
	close(p.done)
}

func (f *Farm) forget(root digest.Digest, p *planting) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.trees[root] == p {
		delete(f.trees, root)
	}
}

func (f *Farm) stands(root digest.Digest) bool {
	_, err := os.Lstat(f.path(root))
	return err == nil
}

func (f *Farm) materialise(ctx context.Context, root digest.Digest) error {
	path := f.path(root)
	lock, err := f.lock(ctx, root)
	if err != nil {
		return fmt.Errorf("tree %s: %w", root.Short(), err)
	}
	defer lock.Close()
	if _, err := os.Lstat(path); err == nil {
		err := f.verify(ctx, root, path)
		if err == nil {
			err = lastuse.Note(path)
		}
		if err == nil || isCancelled(err) {
			return err
		}
		if err := f.discard(path); err != nil {
			return fmt.Errorf("tree %s: %w", root.Short(), err)
		}
	}
	scratch, err := f.store.Temp()
	if err != nil {
		return err
	}
	defer session.RemoveAll(scratch)
	temp := filepath.Join(scratch, "tree")
	l := layout{store: f.store, time: cas.ModTime(), workers: 1, reversed: f.Reversed, file: f.store.Link}
	err = l.run(ctx, root, temp)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.Rename(temp, path)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, cas.ErrNotFound):
		return fmt.Errorf("tree %s: %w", root.Short(), err)
	default:
		return f.store.Fault("lay out tree "+root.Short(), err)
	}
}

// discard takes a damaged tree away. It is moved first, so that it vanishes at
// once; who has it mounted keeps it.
func (f *Farm) discard(path string) error {
	scratch, err := f.store.Temp()
	if err != nil {
		return err
	}
	if err := os.Rename(path, filepath.Join(scratch, "damaged")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return session.RemoveAll(scratch)
}

func (f *Farm) path(root digest.Digest) string {
	name := root.String()
	return filepath.Join(f.dir, name[:2], name)
}

func isCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
