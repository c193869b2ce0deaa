package layer

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"dbx/cache/archive"
)

// Bounds of one layer, far beyond any honest one.
const (
	maxBytes   = 256 << 30
	maxEntries = 8 << 20
)

// eachEntry calls fn for each entry of a layer that others made, until there is
// an error; that of fn becomes an [archive.EntryError]. Names are as the tar has
// them.
func eachEntry(ctx context.Context, tr *tar.Reader, fn func(h *tar.Header) error) error {
	for entries := 1; ; entries++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := tr.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !(errors.Is(err, tar.ErrInsecurePath) && h != nil):
			return fmt.Errorf("reading a layer: %w: %w", archive.ErrCorrupt, err)
		case entries > maxEntries:
			return &archive.EntryError{Name: h.Name, Err: fmt.Errorf("%w: more than %d entries", archive.ErrTooBig, maxEntries)}
		case h.Typeflag == tar.TypeXGlobalHeader:
			continue
		}
		if err := fn(h); err != nil {
			return &archive.EntryError{Name: h.Name, Err: err}
		}
	}
}

// size is the sum of what files have.
type size int64

func (s *size) add(h *tar.Header) error {
	if *s += size(h.Size); h.Size < 0 || *s > maxBytes {
		return fmt.Errorf("%w: more than %d bytes", archive.ErrTooBig, int64(maxBytes))
	}
	return nil
}

// sense is what a name in a layer says.
type sense uint8

const (
	plainName sense = iota // there is something at the path
	hidesPath              // a whiteout: what lower layers have at the path is gone
	hidesDir               // an opaque marker: what they have in the directory is gone
	noSense                // what AUFS kept for itself
)

// readName takes a clean name of a layer apart (OCI image-spec, "Whiteouts"):
// what it says, and of which path.
func readName(name string) (sense, string, error) {
	dir, base := path.Dir(name), path.Base(name)
	if strings.HasPrefix(dir, whiteoutPrefix) || strings.Contains(dir, "/"+whiteoutPrefix) {
		return noSense, "", fmt.Errorf("%w: it lies in a whiteout", archive.ErrConflict)
	}
	hidden, marked := strings.CutPrefix(base, whiteoutPrefix)
	switch {
	case !marked:
		return plainName, name, nil
	case base == opaqueName:
		return hidesDir, dir, nil
	case strings.HasPrefix(hidden, whiteoutPrefix):
		return noSense, name, nil
	case hidden == "" || hidden == "." || hidden == "..":
		return noSense, "", fmt.Errorf("%w: a whiteout of %q", archive.ErrTraversal, hidden)
	}
	return hidesPath, path.Join(dir, hidden), nil
}

// linkTarget returns the clean path that a hard link leads to.
func linkTarget(h *tar.Header, clean func(string) (string, error)) (string, error) {
	to, err := clean(h.Linkname)
	if err != nil {
		return "", fmt.Errorf("%w: target %q: %w", archive.ErrHardLink, h.Linkname, err)
	}
	return to, nil
}
