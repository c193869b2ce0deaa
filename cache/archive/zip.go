package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/flate"
)

// encrypted is the general-purpose flag that a zip entry needs a password.
const encrypted = 1

// maxTarget bounds the content of a zip entry that is a symbolic link.
const maxTarget = 4096

// seekable is an archive that can be read anywhere.
type seekable interface {
	io.ReaderAt
	io.Seeker
}

// unpackZip reads the zip r, whose bytes br has begun to read.
func unpackZip(ctx context.Context, r, br io.Reader, x *extractor, m *meter) error {
	at, ok := r.(seekable)
	if !ok {
		spool, err := spoolZip(ctx, br, m)
		if err != nil {
			return err
		}
		defer spool.Close()
		at = spool
	}
	size, err := at.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("reading the archive: %w", err)
	}
	m.packed, m.written = size, 0
	zr, err := zip.NewReader(at, size)
	if err != nil && !(errors.Is(err, zip.ErrInsecurePath) && zr != nil) {
		return m.blame(err)
	}
	zr.RegisterDecompressor(zip.Deflate, flate.NewReader)
	for _, f := range zr.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := zipEntry(ctx, x, f); err != nil {
			return err
		}
	}
	return nil
}

// spoolZip copies a zip into a nameless temporary file: its directory is at
// the end.
func spoolZip(ctx context.Context, br io.Reader, m *meter) (*os.File, error) {
	f, err := os.CreateTemp("", "dbx-zip-")
	if err != nil {
		return nil, fmt.Errorf("spooling the zip: %w", err)
	}
	os.Remove(f.Name())
	if err := m.copy(ctx, f, br, make([]byte, copyBuffer)); err != nil {
		f.Close()
		return nil, fmt.Errorf("spooling the zip: %w", err)
	}
	return f, nil
}

func zipEntry(ctx context.Context, x *extractor, f *zip.File) error {
	name, ok, err := x.place(f.Name)
	if err != nil || !ok {
		return err
	}
	mode := f.Mode()
	if f.Flags&encrypted != 0 {
		return entryError(f.Name, fmt.Errorf("%w: it is encrypted", ErrFormat))
	}
	switch {
	case mode.IsDir():
		err = x.directory(name)
	case mode.IsRegular():
		err = x.zipContent(f, func(r io.Reader) error {
			return x.file(ctx, name, mode&0o111 != 0, r)
		})
	case mode.Type() == fs.ModeSymlink:
		err = x.zipContent(f, func(r io.Reader) error {
			target, err := io.ReadAll(io.LimitReader(r, maxTarget+1))
			if err != nil {
				return x.meter.blame(err)
			}
			return x.symlink(name, string(target))
		})
	default:
		err = fmt.Errorf("%w: its mode is %v", ErrSpecial, mode)
	}
	return entryError(f.Name, err)
}

// zipContent runs use over the content of an entry.
func (x *extractor) zipContent(f *zip.File, use func(io.Reader) error) error {
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return fmt.Errorf("%w: zip compression method %d", ErrFormat, f.Method)
	}
	if err != nil {
		return x.meter.blame(err)
	}
	defer r.Close()
	return use(r)
}
