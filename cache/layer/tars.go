package layer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Tars are open layers, the bottom one first.
type Tars struct {
	All     []Tar
	closers []io.Closer
}

// OpenTars opens the files *.tar of a folder, in the order of their names; there
// need not be any.
func OpenTars(in fs.FS, dir string) (*Tars, error) {
	names, err := fs.Glob(in, dir+"/*.tar")
	if err != nil {
		return nil, err
	}
	t := &Tars{}
	for _, name := range names {
		f, err := in.Open(name)
		if err != nil {
			return nil, errors.Join(err, t.Close())
		}
		t.Keep(f)
		l, ok := f.(Tar)
		if !ok {
			return nil, errors.Join(fmt.Errorf("layer %s cannot be read at an offset", name), t.Close())
		}
		t.All = append(t.All, l)
	}
	return t, nil
}

// Keep has c closed together with the layers.
func (t *Tars) Keep(c io.Closer) { t.closers = append(t.closers, c) }

// Close closes all of them.
func (t *Tars) Close() error {
	var errs []error
	for _, c := range t.closers {
		errs = append(errs, c.Close())
	}
	t.closers = nil
	return errors.Join(errs...)
}
