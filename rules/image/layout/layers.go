package layout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/opencontainers/go-digest"

	"dbx/cache/archive"
	"dbx/cache/layer"
)

// Layers are the layers of an image, open and uncompressed, bottom first.
type Layers struct {
	Tars    []layer.Tar
	closers []io.Closer
}

// Close closes them.
func (l *Layers) Close() error {
	var errs []error
	for _, c := range l.closers {
		errs = append(errs, c.Close())
	}
	l.closers = nil
	return errors.Join(errs...)
}

// Layers opens all layers. Compressed ones are kept, uncompressed, in nameless
// files in the directory tmp. With check, each must have its diffID, for which
// all are read.
func (i *Image) Layers(ctx context.Context, tmp string, check bool) (*Layers, error) {
	opened := &Layers{}
	for n := range i.files {
		if err := opened.open(ctx, i, n, tmp, check); err != nil {
			return nil, errors.Join(fmt.Errorf("layer %d: %w", n, err), opened.Close())
		}
	}
	return opened, nil
}

func (l *Layers) open(ctx context.Context, img *Image, n int, tmp string, check bool) error {
	f, err := img.tree.Open(path.Clean(img.files[n]))
	if err != nil {
		return missing(err)
	}
	l.closers = append(l.closers, f)
	plain, form, err := archive.Decompress(cancellable(ctx, f))
	if err != nil {
		return failure{err}
	}
	defer plain.Close()
	at, direct := f.(layer.Tar)
	if direct && form == archive.Plain && !check {
		l.Tars = append(l.Tars, at)
		return nil
	}
	var dst io.Writer = io.Discard
	var spool *os.File
	if !direct || form != archive.Plain {
		if spool, err = nameless(tmp); err != nil {
			return err
		}
		l.closers = append(l.closers, spool)
		dst, at = spool, spool
	}
	sum := digest.SHA256.Digester()
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(dst, sum.Hash())}, plain, make([]byte, 1<<20)); err != nil {
		return wrong(err)
	}
	if want := img.Config.RootFS.DiffIDs[n]; sum.Digest() != want {
		return failf("it has the diffID %s instead of %s", sum.Digest(), want)
	}
	l.Tars = append(l.Tars, at)
	return nil
}

// wrong blames the input for damage.
func wrong(err error) error {
	var machine *fs.PathError
	if errors.As(err, &machine) || errors.Is(err, context.Canceled) {
		return err
	}
	return failure{err}
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
