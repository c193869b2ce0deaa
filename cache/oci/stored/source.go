// Package stored has images and layers whose bytes lie here as values of
// go-containerregistry ([v1.Image], [v1.Layer]), which can so be pushed,
// written and judged by whatever takes those.
//
// It knows that a layer may lie here in two forms, as the manifest lists it and
// plain, and hands out each as it lies: nothing is ever compressed, and what is
// compressed is unpacked only where no plain form is to be had. It does not know
// how images are assembled or written (dbx/rules/image/layout), registries
// (dbx/cache/oci), or what is in a layer (dbx/cache/layer). It trusts the names
// of blobs: whoever has them from outside compares them with the bytes.
package stored

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Source opens the blob with a SHA-256. One that is not there is
// [fs.ErrNotExist]. It is safe for concurrent use, and its readers can seek and
// read at an offset wherever the blob lies in a file of its own.
type Source func(sum v1.Hash) (io.ReadCloser, error)

// InStore has the blobs whose SHA-256 a store knows: layers, uncompressed, by
// their diffIDs, and what was fetched. It opens nothing once ctx ends.
func InStore(ctx context.Context, store *cas.Disk) Source {
	return func(sum v1.Hash) (io.ReadCloser, error) {
		hash, err := digest.ParseSHA256(sum.Hex)
		if err != nil {
			return nil, err
		}
		d, err := store.BySHA256(hash)
		if errors.Is(err, cas.ErrNotFound) {
			return nil, fmt.Errorf("%w: %w", fs.ErrNotExist, err)
		}
		if err != nil {
			return nil, err
		}
		return store.Open(ctx, d)
	}
}

// InLayout has the blobs of an image layout (OCI image-spec, "Image Layout").
func InLayout(tree fs.FS) Source {
	return func(sum v1.Hash) (io.ReadCloser, error) {
		return tree.Open(path.Join("blobs", sum.Algorithm, sum.Hex))
	}
}

// first opens a blob where it is first found.
func first(sources []Source, sum v1.Hash) (io.ReadCloser, error) {
	var absent []error
	for _, open := range sources {
		r, err := open(sum)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return r, err
		}
		absent = append(absent, err)
	}
	if len(absent) == 0 {
		absent = []error{fs.ErrNotExist}
	}
	return nil, fmt.Errorf("blob %s: %w", sum, errors.Join(absent...))
}
