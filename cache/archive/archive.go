// Package archive reads archives that others made: tar, plain or compressed,
// and zip.
//
// Everything that comes in is taken for hostile. [Unpack] writes below one
// directory only, never through a symbolic link, bounds what an archive may
// grow to, and leaves a tree that depends on the archive's content alone:
// fixed times, two file modes, no owners. [Decompress] is the one place that
// knows the compressed formats.
//
// The package knows nothing of image layers (whiteouts, owners, set-id bits):
// that is dbx/cache/layer. It verifies no hashes either: who fetched the bytes
// has done so.
package archive

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
)

// What an archive may be refused for. Match them with [errors.Is]; the error
// found is an [EntryError] wherever one entry is to blame.
var (
	ErrFormat    = errors.New("not an archive that dbx can read (want tar, plain or compressed with gzip, bzip2, xz or zstd, or zip)")
	ErrCorrupt   = errors.New("archive is truncated or corrupt")
	ErrTraversal = errors.New("path leads out of the archive")
	ErrSymlink   = errors.New("unsafe symbolic link")
	ErrHardLink  = errors.New("unsafe hard link")
	ErrSpecial   = errors.New("neither a file, a directory nor a link")
	ErrConflict  = errors.New("contradicts an earlier entry")
	ErrTooBig    = errors.New("archive grows beyond its limits")
)

// EntryError says which entry of an archive was refused and why.
type EntryError struct {
	Name string // as the archive spells it
	Err  error  // wraps one of the errors of this package
}

// Error implements error.
func (e *EntryError) Error() string { return fmt.Sprintf("archive entry %q: %v", e.Name, e.Err) }

// Unwrap gives the reason.
func (e *EntryError) Unwrap() error { return e.Err }

// Limits bound what an archive may unpack to. A zero field means its default.
type Limits struct {
	Bytes int64 // content written, in bytes; default 16 GiB
	Files int   // entries, whatever their kind; default 1,000,000
	Ratio int64 // unpacked to packed bytes, looked at from 64 MiB on; default 256
}

// Options say how an archive becomes a tree. The zero value is ready to use.
type Options struct {
	StripComponents int       // leading path components to drop; entries with no more than these vanish
	MTime           time.Time // of every file, directory and link; the zero time means the Unix epoch
	Limits          Limits
}

// maxName is the longest name of an entry in bytes: so much of what a kernel
// takes as a path that the place it is unpacked to fits in front.
const maxName = 2048

func (o Options) withDefaults() Options {
	if o.MTime.IsZero() {
		o.MTime = time.Unix(0, 0)
	}
	if o.Limits.Bytes == 0 {
		o.Limits.Bytes = 16 << 30
	}
	if o.Limits.Files == 0 {
		o.Limits.Files = 1_000_000
	}
	if o.Limits.Ratio == 0 {
		o.Limits.Ratio = 256
	}
	return o
}

// CleanName turns an entry's name, as an archive spells it, into a clean,
// slash-separated, relative path. The archive's root is ".". Absolute names
// and names with a ".." component are refused with [ErrTraversal], even where
// they would stay inside.
func CleanName(name string) (string, error) {
	if strings.HasPrefix(name, "/") {
		return "", fmt.Errorf("%w: it is absolute", ErrTraversal)
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "", fmt.Errorf("%w: it has a \"..\" component", ErrTraversal)
		}
	}
	if strings.ContainsRune(name, 0) {
		return "", fmt.Errorf("%w: its name holds a NUL byte", ErrCorrupt)
	}
	if len(name) > maxName {
		return "", fmt.Errorf("%w: its name is longer than %d bytes", ErrTooBig, maxName)
	}
	return path.Clean(name), nil
}

// strip drops n leading components of a clean path; ok is false if none stay.
func strip(name string, n int) (rest string, ok bool) {
	for range n {
		_, name, ok = strings.Cut(name, "/")
		if !ok {
			return "", false
		}
	}
	return name, name != "."
}
