package archive

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
)

// endMark is the block of zeros that ends a tar.
const endMark = 512

func unpackTar(ctx context.Context, br io.Reader, x *extractor, m *meter) error {
	plain, compression, err := Decompress(br)
	if err != nil {
		return err
	}
	defer plain.Close()
	stream := streamReader{plain, m}
	tr := tar.NewReader(stream)
	for {
		before := m.stream
		h, err := tr.Next()
		if err == io.EOF {
			// Only a compressed stream has an end of its own; a plain tar
			// that was cut between two entries shows by its missing mark.
			if compression == Plain && m.stream-before < endMark {
				return fmt.Errorf("%w: the end mark is missing", ErrCorrupt)
			}
			break
		}
		if err != nil && !(errors.Is(err, tar.ErrInsecurePath) && h != nil) {
			return m.blame(err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tarEntry(ctx, x, h, tr); err != nil {
			return err
		}
	}
	// What follows the end mark is padding, but the compressed stream's own
	// checksum comes after it.
	if _, err := io.Copy(io.Discard, stream); err != nil {
		return m.blame(err)
	}
	return nil
}

func tarEntry(ctx context.Context, x *extractor, h *tar.Header, content io.Reader) error {
	if h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, ok, err := x.place(h.Name)
	if err != nil || !ok {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		err = x.directory(name)
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		err = x.file(ctx, name, h.Mode&0o111 != 0, content)
	case tar.TypeSymlink:
		err = x.symlink(name, h.Linkname)
	case tar.TypeLink:
		err = x.hardLink(ctx, name, h.Linkname)
	case tar.TypeChar, tar.TypeBlock:
		err = fmt.Errorf("%w: it is a device", ErrSpecial)
	case tar.TypeFifo:
		err = fmt.Errorf("%w: it is a fifo", ErrSpecial)
	default:
		err = fmt.Errorf("%w: its tar type is %q", ErrSpecial, h.Typeflag)
	}
	return entryError(h.Name, err)
}
