package actioncache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/cache/digest"
)

// Shared is a Cache in a directory that machines pass on or share; see
// [cas.Shared], whose directory it may have. It relies on rename alone.
type Shared struct {
	dir      string
	readOnly bool
}

// OpenShared opens the action cache in dir. If it is not readOnly, what is
// missing is created.
func OpenShared(dir string, readOnly bool) (*Shared, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Shared{dir, readOnly}
	if !readOnly {
		err = errors.Join(os.MkdirAll(s.entries(), 0o777), os.MkdirAll(s.temp(), 0o777))
	}
	return s, err
}

// Lookup implements [Cache]. A damaged entry is [ErrNotFound], wrapped, until
// it is recorded anew.
func (s *Shared) Lookup(ctx context.Context, k Key) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(s.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("action %s: %w", k.Short(), ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	entry, err := unseal(k, b)
	if err != nil {
		return nil, fmt.Errorf("%s: action %s is damaged (%w): %w", s.dir, k.Short(), err, ErrNotFound)
	}
	return entry, nil
}

// Record implements [Cache].
func (s *Shared) Record(ctx context.Context, k Key, entry []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.readOnly {
		return fmt.Errorf("%s: %w", s.dir, fs.ErrPermission)
	}
	f, err := os.CreateTemp(s.temp(), "action-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after a rename it is gone
	_, err = f.Write(seal(k, entry))
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o444)
	}
	if err == nil {
		err = replace(f.Name(), s.path(k))
	}
	return err
}

func (s *Shared) entries() string { return filepath.Join(s.dir, "actions", "v1") }
func (s *Shared) temp() string    { return filepath.Join(s.dir, "incoming") }

func (s *Shared) path(k Key) string {
	name := digest.Digest(k).String()
	return filepath.Join(s.entries(), name[:2], name)
}
