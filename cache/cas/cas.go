// Package cas stores blobs by the digest of their content.
//
// It knows bytes and digests. It does not know what a blob means, which keys
// lead to it, or how directories are made of blobs.
package cas

import (
	"context"
	"errors"
	"io"

	"dbx/cache/digest"
)

// ErrNotFound is returned, possibly wrapped, for a blob that the store does
// not have, or whose stored bytes turned out wrong and were moved aside.
var ErrNotFound = errors.New("blob not found")

// Store holds immutable blobs. All methods are safe for concurrent use.
type Store interface {
	// Open returns the blob's bytes, verified. The caller closes the reader.
	Open(ctx context.Context, d digest.Digest) (io.ReadCloser, error)
	// Put stores all of r and returns its digest. A blob that is already there
	// is left as it is.
	Put(ctx context.Context, r io.Reader) (digest.Digest, error)
	// Missing returns those of ds that the store does not have.
	Missing(ctx context.Context, ds []digest.Digest) ([]digest.Digest, error)
}
