package merkle

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"dbx/cache/digest"
	"dbx/cache/filelock"
	"dbx/cache/lastuse"
)

// Planted is a tree of a [Farm].
type Planted struct {
	Root digest.Digest
	Used time.Time // when a process first used it, the last such time
}

// All yields the trees that are laid out, in no particular order; one that
// comes or goes meanwhile may be among them or not. The first error ends it.
func (f *Farm) All(ctx context.Context) iter.Seq2[Planted, error] {
	return func(yield func(Planted, error) bool) {
		shards, err := os.ReadDir(f.dir)
		if err != nil {
			yield(Planted{}, f.store.Fault("list trees", err))
			return
		}
		for _, shard := range shards {
			if len(shard.Name()) == 2 && !f.shard(ctx, shard.Name(), yield) {
				return
			}
		}
	}
}

func (f *Farm) shard(ctx context.Context, name string, yield func(Planted, error) bool) bool {
	entries, err := os.ReadDir(filepath.Join(f.dir, name))
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		yield(Planted{}, f.store.Fault("list trees", err))
		return false
	}
	for _, e := range entries {
		root, err := digest.Parse(e.Name())
		if err != nil {
			continue // not ours
		}
		used, err := lastuse.Of(f.path(root))
		if err != nil {
			continue // it has gone
		}
		if !yield(Planted{root, used}, nil) {
			return false
		}
	}
	return true
}

// Remove takes a tree away, if no process came to use it since it was listed,
// and reports whether it did. Processes that used it before may have it mounted.
func (f *Farm) Remove(ctx context.Context, p Planted) (bool, error) {
	lock, err := f.lock(ctx, p.Root)
	if err != nil {
		return false, err
	}
	defer lock.Close()
	used, err := lastuse.Of(f.path(p.Root))
	if errors.Is(err, fs.ErrNotExist) || err == nil && used.After(p.Used) {
		return false, nil
	}
	if err == nil {
		err = f.discard(f.path(p.Root))
	}
	if err != nil {
		return false, f.store.Fault("remove tree "+p.Root.Short(), err)
	}
	return true, nil
}

// Verify compares a tree with what it should be, and takes a wrong one away,
// which it reports with the reason as a non-empty text.
func (f *Farm) Verify(ctx context.Context, p Planted) (string, error) {
	lock, err := f.lock(ctx, p.Root)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	wrong := f.verify(ctx, p.Root, f.path(p.Root))
	if wrong == nil || errors.Is(wrong, fs.ErrNotExist) && !f.stands(p.Root) {
		return "", nil
	}
	if isCancelled(wrong) {
		return "", wrong
	}
	return wrong.Error(), f.discard(f.path(p.Root))
}

// lock keeps others from laying a tree out, checking it or taking it away.
func (f *Farm) lock(ctx context.Context, root digest.Digest) (*os.File, error) {
	return filelock.Acquire(ctx, filepath.Join(f.dir, "locks", root.Hex()[:3]))
}
