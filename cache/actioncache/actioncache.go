// Package actioncache remembers what each spawn produced.
//
// It maps action keys to opaque entries. It does not compute keys, does not
// know what an entry says beyond the blobs that it names, and never runs
// anything.
package actioncache

import (
	"context"
	"errors"

	"dbx/cache/digest"
)

// Key is an action key: the digest of a spawn. It is a type of its own, so
// that a key and the content it leads to cannot be mixed up.
type Key digest.Digest

// String returns the key in the text form of a digest.
func (k Key) String() string { return digest.Digest(k).String() }

// Short returns the first twelve hex digits, for people.
func (k Key) Short() string { return digest.Digest(k).Short() }

// ErrNotFound is returned, possibly wrapped, for a key that has no entry, or
// whose entry turned out damaged.
var ErrNotFound = errors.New("no action result")

// Cache maps keys to entries. All methods are safe for concurrent use by many
// goroutines and processes; an entry is seen whole or not at all.
type Cache interface {
	// Lookup returns the entry recorded under the key.
	Lookup(ctx context.Context, k Key) ([]byte, error)
	// Record replaces the entry under the key.
	Record(ctx context.Context, k Key, entry []byte) error
}
