package layout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	gcr "github.com/google/go-containerregistry/pkg/v1"

	"dbx/cache/layer"
	"dbx/rules/failure"
)

// OpenLayers opens all layers, uncompressed. Those that lie compressed only are kept,
// uncompressed, in nameless files in the directory tmp. With check, each must
// have its diffID, and as it lies its digest, for which all are read.
func (i *Image) OpenLayers(ctx context.Context, tmp string, check bool) (*layer.Tars, error) {
	all, err := i.Layers()
	if err != nil {
		return nil, err
	}
	opened := &layer.Tars{}
	for n, l := range all {
		if err := open(ctx, opened, l, tmp, check); err != nil {
			return nil, errors.Join(fmt.Errorf("layer %d: %w", n, err), opened.Close())
		}
	}
	return opened, nil
}

// open adds a layer.
func open(ctx context.Context, to *layer.Tars, from gcr.Layer, tmp string, check bool) error {
	plain, err := from.Uncompressed()
	if err != nil {
		return wrong(missing(err))
	}
	to.Keep(plain)
	at, direct := plain.(layer.Tar)
	if direct && !check {
		to.All = append(to.All, at)
		return nil
	}
	dst := io.Discard
	if !direct {
		spool, err := nameless(tmp)
		if err != nil {
			return err
		}
		to.Keep(spool)
		dst, at = spool, spool
	}
	want, err := from.DiffID()
	if err != nil {
		return err
	}
	if err := copyChecked(ctx, dst, plain, "diffID", want); err != nil {
		return err
	}
	to.All = append(to.All, at)
	if !check {
		return nil
	}
	return checkBlob(ctx, from)
}

// checkBlob compares a layer as it lies with its digest, unless it lies as it is.
func checkBlob(ctx context.Context, l gcr.Layer) error {
	digest, err1 := l.Digest()
	diffID, err2 := l.DiffID()
	if err := errors.Join(err1, err2); err != nil || digest == diffID {
		return err
	}
	blob, err := l.Compressed()
	if err != nil {
		return wrong(missing(err))
	}
	defer blob.Close()
	return copyChecked(ctx, io.Discard, blob, "digest", digest)
}

// copyChecked copies what must have a hash.
func copyChecked(ctx context.Context, dst io.Writer, src io.Reader, kind string, want gcr.Hash) error {
	sum := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(dst, sum)}, cancellable(ctx, src), make([]byte, 1<<20)); err != nil {
		return wrong(err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want.Hex {
		return failure.Errorf("it has the %s sha256:%s instead of %s", kind, got, want)
	}
	return nil
}

// wrong blames the input for damage.
func wrong(err error) error {
	var machine *fs.PathError
	if errors.As(err, &machine) || errors.Is(err, context.Canceled) {
		return err
	}
	return failure.Of(err)
}

// nameless returns a temporary file that goes away when it is closed.
func nameless(tmp string) (*os.File, error) {
	f, err := os.CreateTemp(tmp, "dbx-layer-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
