package actioncache

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/smallfile"
)

// Disk is a Cache in a directory, one file an entry. Any number of goroutines
// and processes may use one directory at the same time.
type Disk struct {
	dir       string
	temp      *session.Session
	files     smallfile.Reader
	onCorrupt func(k Key, reason string)
}

// An Option changes how a Disk behaves.
type Option func(*Disk)

// OnCorrupt has f called, from any goroutine, for each entry that turned out
// damaged and was moved aside.
func OnCorrupt(f func(k Key, reason string)) Option {
	return func(c *Disk) { c.onCorrupt = f }
}

// OpenDisk opens the action cache in the cache directory dir, creating what is
// missing. Entries are under dir/actions; a [cas.Disk] may share dir.
func OpenDisk(dir string, options ...Option) (*Disk, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	c := &Disk{dir: dir, onCorrupt: func(Key, string) {}}
	for _, o := range options {
		o(c)
	}
	for _, sub := range []string{c.entries(), c.corrupt()} {
		if err := os.MkdirAll(sub, 0o755); err != nil {
			return nil, c.fault("open", err)
		}
	}
	if c.temp, err = session.Open(filepath.Join(dir, "tmp")); err != nil {
		return nil, c.fault("open", err)
	}
	return c, nil
}

// Close removes this process's temporary files. The cache must not be used
// afterwards.
func (c *Disk) Close() error { return c.temp.Close() }

// Lookup implements [Cache]. It counts as a use of the entry.
func (c *Disk) Lookup(ctx context.Context, k Key) ([]byte, error) {
	entry, err := c.Peek(ctx, k)
	if err == nil {
		c.used(k)
	}
	return entry, err
}

// Peek is Lookup for those who only look after the cache.
func (c *Disk) Peek(ctx context.Context, k Key) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := c.files.Read(c.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("action %s: %w", k.Short(), ErrNotFound)
	}
	reason := "it is not a readable file"
	if err == nil {
		entry, err := unseal(k, b)
		if err == nil {
			return entry, nil
		}
		reason = err.Error()
	} else if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, unix.EISDIR) {
		return nil, c.fault("look up action "+k.Short(), err)
	}
	return nil, c.moveAside(k, reason)
}

// Record implements [Cache].
func (c *Disk) Record(ctx context.Context, k Key, entry []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	temp := c.temp.Name()
	err := os.WriteFile(temp, seal(k, entry), 0o444)
	if err == nil {
		err = replace(temp, c.path(k))
	}
	if err != nil {
		_ = os.Remove(temp)
		return c.fault("record action "+k.Short(), err)
	}
	return nil
}

// moveAside takes a damaged entry out of the cache and returns the miss.
func (c *Disk) moveAside(k Key, reason string) error {
	aside := filepath.Join(c.corrupt(), "action-"+k.String()+"."+strconv.FormatInt(time.Now().UnixNano(), 36))
	if err := os.Rename(c.path(k), aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c.fault("move damaged action "+k.Short()+" aside", err)
	}
	c.onCorrupt(k, reason)
	return fmt.Errorf("action %s: the recorded entry was damaged (%s) and moved to %s: %w",
		k.Short(), reason, c.corrupt(), ErrNotFound)
}

// Folder returns the folder in which the entries of a shard come and go: those
// whose keys have that first byte. As long as its own entries are the same,
// nothing was recorded, replaced or removed there.
func (c *Disk) Folder(shard byte) string {
	return filepath.Join(c.entries(), hex.EncodeToString([]byte{shard}))
}

func (c *Disk) entries() string { return filepath.Join(c.dir, "actions", "v1") }
func (c *Disk) corrupt() string { return filepath.Join(c.dir, "corrupt") }

func (c *Disk) path(k Key) string {
	name := digest.Digest(k).String()
	return filepath.Join(c.entries(), name[:2], name)
}

// fault wraps an error of the cache directory itself, and says what its user
// can do about it.
func (c *Disk) fault(doing string, err error) error {
	var hint string
	switch {
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		hint = "; the disk is full: free some space, or set XDG_CACHE_HOME to a directory on another disk"
	case errors.Is(err, unix.EROFS), errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		hint = "; it must be writable: set XDG_CACHE_HOME to a directory that is"
	}
	return fmt.Errorf("cache directory %s: %s: %w%s", c.dir, doing, err, hint)
}

// replace makes the target's directory if it is not there yet.
func replace(from, to string) error {
	err := os.Rename(from, to)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.Rename(from, to)
}
