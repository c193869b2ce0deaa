// Package hashcache remembers the digests of files that people edit.
//
// It trusts a file whose device, inode, size and times are what they were when
// the file was hashed, unless it was hashed so soon after its last change that
// a further change might not show in its times. It does not know what the
// files are for, and does not look at the store's own files.
package hashcache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
)

// maxEntries is how many entries the file may have before those that nobody
// asked for in this session are dropped.
const maxEntries = 500_000

// Cache hands out digests of files and sees to it that their bytes are in the
// store. It is safe for concurrent use; processes may share its file, and the
// last to close wins.
type Cache struct {
	store *cas.Disk
	path  string

	mu      sync.Mutex
	entries map[filestamp.Stamp]entry
	changed bool
}

type entry struct {
	digest digest.Digest
	used   bool // in this session
}

// Open reads the cache file at path, which must be on the store's file system.
// One that is missing or damaged is an empty cache.
func Open(path string, store *cas.Disk) (*Cache, error) {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("hash cache: %w", err)
	}
	return &Cache{store: store, path: path, entries: decode(b)}, nil
}

// Digest returns the digest of the regular file at path, following symbolic
// links, and whether its owner may execute it. The bytes so named are in the
// store when it returns. A file that is edited meanwhile gives the digest of
// what was read.
func (c *Cache) Digest(ctx context.Context, path string) (digest.Digest, bool, error) {
	var st unix.Stat_t
	if err := stat(path, &st); err != nil {
		return digest.Digest{}, false, err
	}
	if d, ok := c.recall(filestamp.From(&st)); ok {
		there, err := c.store.Reuse(ctx, d)
		if err != nil {
			return digest.Digest{}, false, err
		}
		if there {
			return d, executable(&st), nil
		}
	}
	return c.read(ctx, path, c.store.ImportFrom)
}

// Look is Digest for files whose bytes nobody wants in the store.
func (c *Cache) Look(ctx context.Context, path string) (digest.Digest, error) {
	var st unix.Stat_t
	if err := stat(path, &st); err != nil {
		return digest.Digest{}, err
	}
	if d, ok := c.recall(filestamp.From(&st)); ok {
		return d, nil
	}
	d, _, err := c.read(ctx, path, func(ctx context.Context, f *os.File) (digest.Digest, error) { return c.store.Digest(ctx, f) })
	return d, err
}

// read takes the file in as hash does. What it remembers it has from the open
// file, not from the path, which may lead elsewhere by now.
func (c *Cache) read(ctx context.Context, path string, hash func(context.Context, *os.File) (digest.Digest, error)) (digest.Digest, bool, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return digest.Digest{}, false, err
	}
	defer f.Close()
	var before, after unix.Stat_t
	now := time.Now()
	if err := unix.Fstat(int(f.Fd()), &before); err != nil {
		return digest.Digest{}, false, fmt.Errorf("stat %s: %w", path, err)
	}
	if before.Mode&unix.S_IFMT != unix.S_IFREG {
		return digest.Digest{}, false, fmt.Errorf("%s is not a regular file", path)
	}
	d, err := hash(ctx, f)
	if err != nil {
		return digest.Digest{}, false, err
	}
	if err := unix.Fstat(int(f.Fd()), &after); err != nil {
		return digest.Digest{}, false, fmt.Errorf("stat %s: %w", path, err)
	}
	if s := filestamp.From(&before); s == filestamp.From(&after) && s.Size == d.Size() && !s.Racy(now) {
		c.remember(s, d)
	}
	return d, executable(&before), nil
}

func (c *Cache) recall(s filestamp.Stamp) (digest.Digest, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[s]
	if ok && !e.used {
		e.used = true
		c.entries[s] = e
	}
	return e.digest, ok
}

func (c *Cache) remember(s filestamp.Stamp, d digest.Digest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[s] = entry{digest: d, used: true}
	c.changed = true
}

func executable(st *unix.Stat_t) bool { return st.Mode&unix.S_IXUSR != 0 }

func stat(path string, st *unix.Stat_t) error {
	for {
		err := unix.Stat(path, st)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, unix.EINTR):
			return &fs.PathError{Op: "stat", Path: path, Err: err}
		}
	}
}
