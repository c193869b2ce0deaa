// Package local takes a folder of this machine into the store, as it is when
// it is asked to.
//
// It knows patterns, links and limits. What it returns names the bytes that it
// read, whatever is edited meanwhile: no path, time or owner is part of it. It
// does not know which folders may be taken.
package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// Folder is what to take.
type Folder struct {
	Path     string   // absolute, in the host's form
	Outside  string   // a folder that it must neither hold nor lie in; "" for none
	Exclude  []string // patterns of paths below it that are left out, as of doublestar
	AllLinks bool     // also links that are absolute or lead out of it, as written
	Bytes    int64    // limit of all files together; 0 is DefaultBytes
}

// DefaultBytes is the limit of a folder that has none.
const DefaultBytes = 4 << 30

// maxEntries is how many files, folders and links a folder may have.
const maxEntries = 1_000_000

// Files hands out digests of files, whose bytes are in the store then.
type Files interface {
	Digest(ctx context.Context, path string) (digest.Digest, bool, error)
}

// RefusedError says why a folder cannot be taken, in lines; all that is wrong
// is said at once.
type RefusedError struct{ why string }

// Error implements error.
func (e *RefusedError) Error() string { return e.why }

func refused(format string, args ...any) error {
	return &RefusedError{fmt.Sprintf(format, args...)}
}

// Take puts the folder into the store and returns its root. What is wrong with
// the folder is a [*RefusedError].
func Take(ctx context.Context, store *cas.Disk, files Files, f Folder) (digest.Digest, error) {
	real, err := f.check()
	if err != nil {
		return digest.Digest{}, err
	}
	s := survey{folder: f, dir: real}
	if err := s.run(ctx); err != nil {
		return digest.Digest{}, err
	}
	root, err := merkle.Ingest(ctx, store, real, merkle.IngestOptions{
		KeepEscaping: f.AllLinks,
		Skip:         f.excluded,
		Intake: func(ctx context.Context, path string) (digest.Digest, error) {
			d, _, err := files.Digest(ctx, path)
			return d, err
		},
	})
	var refusal *merkle.Refusal
	switch {
	case errors.As(err, &refusal):
		return root, refused("%v\nexclude = [%q] leaves one out; links = \"all\" keeps links as they are", err, refusal.Path)
	case errors.Is(err, fs.ErrNotExist):
		return root, fmt.Errorf("%s changed while it was read: %w", f.Path, err)
	}
	return root, err
}

// check returns the real path of the folder.
func (f Folder) check() (string, error) {
	info, err := os.Stat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", refused("there is no folder %s", f.Path)
	case err != nil:
		return "", refused("%v", err)
	case !info.IsDir():
		return "", refused("%s is not a folder", f.Path)
	}
	real, err := filepath.EvalSymlinks(f.Path)
	if err != nil || f.Outside == "" {
		return real, err
	}
	outside, err := filepath.EvalSymlinks(f.Outside)
	if err != nil {
		return "", err
	}
	switch {
	case within(outside, real):
		return "", refused("%s is %s, which lies in the workspace: name its files with files = glob([…]) in its own package", f.Path, real)
	case within(real, outside):
		return "", refused("%s is %s, which holds the workspace itself", f.Path, real)
	}
	return real, nil
}

// within reports whether path is dir or lies below it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}
