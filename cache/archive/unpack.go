package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// Unpack writes the tree that an archive holds below dst, an existing empty
// directory, and tells the archive's format by its first bytes alone.
//
// Regular files get mode 0755 if anyone may execute them, else 0644;
// directories, also those that the archive only implies, 0755; everything gets
// opts.MTime and the caller's ownership. Of several files of one name the last
// wins. A hard link becomes a copy, so that patching one name never changes
// another. Refused, with an [EntryError]: absolute names, "..", symbolic links
// that are absolute or lead out of dst (also by way of other links), paths
// through a symbolic link, hard links to what the archive does not hold,
// devices, fifos and sockets. Damage is [ErrCorrupt], growth beyond the limits
// [ErrTooBig].
//
// On an error dst holds a part of the tree, which the caller removes. A zip is
// read in place if r is also an [io.ReaderAt] and an [io.Seeker], and spooled
// to a temporary file if not.
func Unpack(ctx context.Context, r io.Reader, dst string, opts Options) error {
	opts = opts.withDefaults()
	names, err := os.ReadDir(dst)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	if len(names) > 0 {
		return fmt.Errorf("unpacking: directory %s is not empty", dst)
	}
	root, err := os.OpenRoot(dst)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	defer root.Close()
	m := &meter{limits: opts.Limits}
	x := newExtractor(root, opts, m)
	if err := unpack(ctx, r, x, m); err != nil {
		return err
	}
	return x.finish()
}

func unpack(ctx context.Context, r io.Reader, x *extractor, m *meter) error {
	br := bufio.NewReaderSize(packedReader{r, m}, 64<<10)
	head, err := br.Peek(peekSize)
	switch {
	case isZip(head):
		return unpackZip(ctx, r, br, x, m)
	case m.failure != nil:
		return fmt.Errorf("reading the archive: %w", m.failure)
	case len(head) == 0:
		return fmt.Errorf("%w: it is empty", ErrFormat)
	case sniff(head) == Plain && !isTar(head):
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		return ErrFormat
	}
	return unpackTar(ctx, br, x, m)
}

func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// isTar knows a tar header by its checksum, since the oldest tar writers left
// no mark. A block of zeros is the end of an archive without entries.
func isTar(block []byte) bool {
	if len(block) < peekSize {
		return false
	}
	if len(bytes.Trim(block, "\x00")) == 0 {
		return true
	}
	want, err := strconv.ParseInt(strings.Trim(string(block[148:156]), " \x00"), 8, 64)
	if err != nil {
		return false
	}
	var unsigned, signed int64
	for i, b := range block[:peekSize] {
		if 148 <= i && i < 156 {
			b = ' '
		}
		unsigned += int64(b)
		signed += int64(int8(b))
	}
	return want == unsigned || want == signed
}
