package layer

import (
	"archive/tar"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"dbx/cache/archive"
)

// Normalize writes a layer that others made as commands may see it in every
// executor: all belongs to 0:0 and may be read by its owner, times are whole
// seconds, and there are no devices, sockets, extended attributes and names of
// users; a device hides what lower layers have in its place. Whiteouts, hard
// links, set-id bits and the order of entries stay. Names may be absolute, as
// some tools write them; they mean the same. What leads outside is refused with
// an [archive.EntryError].
func Normalize(ctx context.Context, w io.Writer, r io.Reader) error {
	out := bufio.NewWriterSize(w, bufferSize)
	n := normalizer{in: tar.NewReader(r), out: tar.NewWriter(out), buf: make([]byte, bufferSize)}
	if err := eachEntry(ctx, n.in, n.entry); err != nil {
		return err
	}
	return errors.Join(n.out.Close(), out.Flush())
}

// normalizer copies a layer entry by entry.
type normalizer struct {
	in   *tar.Reader
	out  *tar.Writer
	size size
	buf  []byte
}

func (n *normalizer) entry(h *tar.Header) error {
	if err := n.size.add(h); err != nil {
		return err
	}
	clean, err := normalHeader(h)
	if err != nil || clean == nil {
		return err
	}
	if err := n.out.WriteHeader(clean); err != nil {
		return err
	}
	if clean.Typeflag != tar.TypeReg || clean.Size == 0 {
		return nil
	}
	return n.content()
}

// content copies a file, and tells damage of the layer from a full disk.
func (n *normalizer) content() error {
	for {
		k, rerr := n.in.Read(n.buf)
		if _, err := n.out.Write(n.buf[:k]); err != nil {
			return err
		}
		if rerr == io.EOF {
			return nil
		}
		if rerr != nil {
			return fmt.Errorf("%w: %w", archive.ErrCorrupt, rerr)
		}
	}
}

// normalHeader returns what is left of an entry; nil if it is left out.
func normalHeader(h *tar.Header) (*tar.Header, error) {
	name, err := inside(h.Name)
	if err != nil {
		return nil, err
	}
	clean := &tar.Header{Format: tar.FormatPAX, Typeflag: h.Typeflag, Name: name, Mode: h.Mode & modeBits, ModTime: clamp(h.ModTime, h.ModTime)}
	switch says, _, err := readName(name); {
	case err != nil || says == noSense:
		return nil, err
	case says != plainName:
		clean.Typeflag, clean.Mode = tar.TypeReg, 0
		return clean, nil
	}
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		clean.Typeflag, clean.Size = tar.TypeReg, h.Size
		clean.Mode = int64(readable(File, uint32(clean.Mode)))
	case tar.TypeDir:
		clean.Name += "/"
		clean.Mode = int64(readable(Dir, uint32(clean.Mode)))
	case tar.TypeSymlink:
		clean.Linkname, clean.Mode = h.Linkname, 0o777
	case tar.TypeLink:
		clean.Mode = int64(readable(HardLink, uint32(clean.Mode)))
		if clean.Linkname, err = linkTarget(h, inside); err != nil {
			return nil, err
		}
	case tar.TypeFifo:
	case tar.TypeChar, tar.TypeBlock:
		// It is left out, but hides what was there.
		clean.Typeflag, clean.Mode, clean.Name = tar.TypeReg, 0, path.Join(path.Dir(name), whiteoutPrefix+path.Base(name))
	default:
		return nil, fmt.Errorf("%w: its tar type is %q", archive.ErrSpecial, h.Typeflag)
	}
	return clean, nil
}

// inside returns the clean relative form of a name that may be absolute.
func inside(name string) (string, error) {
	trimmed := strings.TrimLeft(name, "/")
	if trimmed == "" && name != "" {
		return ".", nil
	}
	return archive.CleanName(trimmed)
}
