package archive

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Compression is a compressed stream format.
type Compression uint8

// The formats that [Decompress] tells apart.
const (
	Plain Compression = iota // not compressed, or not known to be
	Gzip                     // RFC 1952
	Bzip2
	XZ
	Zstd // RFC 8878
)

// String returns the format's usual name.
func (c Compression) String() string {
	switch c {
	case Plain:
		return "plain"
	case Gzip:
		return "gzip"
	case Bzip2:
		return "bzip2"
	case XZ:
		return "xz"
	case Zstd:
		return "zstd"
	}
	return fmt.Sprintf("Compression(%d)", uint8(c))
}

// peekSize is how much of a stream is looked at to tell its format: a whole
// tar header, the longest of the marks.
const peekSize = 512

// Decompress returns the plain content of r, whose format it tells by the
// first bytes; what starts with no known mark passes through as [Plain].
// The caller closes the result, which does not close r. Streams glued together
// read as one, as their tools do it. Damage shows as a read error, a truncated
// stream never as a clean end. There is no limit on how much comes out.
func Decompress(r io.Reader) (io.ReadCloser, Compression, error) {
	br := bufio.NewReaderSize(r, 64<<10)
	head, err := br.Peek(6)
	if err != nil && err != io.EOF {
		return nil, Plain, fmt.Errorf("reading the first bytes: %w", err)
	}
	c := sniff(head)
	rc, err := open(br, c)
	if err != nil {
		return nil, c, fmt.Errorf("%w: %s header: %w", ErrCorrupt, c, err)
	}
	return rc, c, nil
}

func open(br *bufio.Reader, c Compression) (io.ReadCloser, error) {
	switch c {
	case Gzip:
		return gzip.NewReader(br)
	case Bzip2:
		return io.NopCloser(bzip2.NewReader(br)), nil
	case XZ:
		zr, err := xz.NewReader(br)
		return io.NopCloser(zr), err
	case Zstd:
		zr, err := zstd.NewReader(br)
		if err != nil {
			return nil, err
		}
		return zr.IOReadCloser(), nil
	}
	return io.NopCloser(br), nil
}

func sniff(head []byte) Compression {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return Gzip
	case bytes.HasPrefix(head, []byte("BZh")):
		return Bzip2
	case bytes.HasPrefix(head, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return XZ
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), skippableFrame(head):
		return Zstd
	}
	return Plain
}

// skippableFrame reports whether a zstd stream may open with a frame for
// someone else, as parallel compressors write it.
func skippableFrame(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
}
