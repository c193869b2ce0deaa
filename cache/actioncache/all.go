package actioncache

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"dbx/cache/digest"
)

// UseGrain is how exactly it is known when an entry was last used. A finer
// grain would write to the disk in every build.
const UseGrain = 10 * time.Minute

// Stored is an entry of a [Disk].
type Stored struct {
	Key   Key
	Used  time.Time // when it was recorded or looked up last, up to 10 minutes later
	Bytes int64
}

// All yields the entries of the cache in no particular order; what is recorded
// or removed meanwhile may be among them or not. The first error ends it.
func (c *Disk) All(ctx context.Context) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		shards, err := os.ReadDir(c.entries())
		if err != nil {
			yield(Stored{}, c.fault("list actions", err))
			return
		}
		for _, shard := range shards {
			if !c.shard(ctx, shard.Name(), yield) {
				return
			}
		}
	}
}

func (c *Disk) shard(ctx context.Context, name string, yield func(Stored, error) bool) bool {
	entries, err := os.ReadDir(filepath.Join(c.entries(), name))
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		yield(Stored{}, c.fault("list actions", err))
		return false
	}
	for _, e := range entries {
		d, err := digest.Parse(e.Name())
		if err != nil {
			continue // not ours
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			yield(Stored{}, c.fault("list actions", err))
			return false
		}
		if !yield(Stored{Key(d), info.ModTime(), info.Size()}, nil) {
			return false
		}
	}
	return true
}

// Remove takes an entry out, if it was not used since it was listed, and
// reports whether it did.
func (c *Disk) Remove(e Stored) (bool, error) {
	info, err := os.Lstat(c.path(e.Key))
	if err == nil {
		if info.ModTime().After(e.Used) {
			return false, nil
		}
		err = os.Remove(c.path(e.Key))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, c.fault("remove action "+e.Key.Short(), err)
	}
	return true, nil
}

// used notes that an entry was looked up, if that is not known well enough. Who
// remembers the lookup for half the grain is still right about the use.
func (c *Disk) used(k Key) {
	if info, err := os.Lstat(c.path(k)); err == nil && time.Since(info.ModTime()) > UseGrain/2 {
		c.Use(k)
	}
}

// Use notes that an entry is used without a look at it, and reports whether it
// is there. What cannot be noted, such as in a cache of someone else, only ages.
func (c *Disk) Use(k Key) bool {
	now := time.Now()
	return !errors.Is(os.Chtimes(c.path(k), now, now), fs.ErrNotExist)
}
