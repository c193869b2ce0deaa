// Package differ says where two blobs differ, in words for the author of what
// made them.
//
// It looks into what it knows: members of zip and tar files (wheels and image
// layers are such) and of archives of ar (static libraries, Debian packages),
// what is compressed, sections and symbols of ELF files, lines of text. Of all
// else it tells the offset and the bytes. It knows neither stores nor trees, and
// not why anything differs. Depth, number and sizes of what it looks into are
// bounded; damaged files are compared as bytes.
package differ

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// Difference is one place at which two blobs differ.
type Difference struct {
	// Path leads into the blob, from outside to inside: a member of an archive,
	// a member of that one. It is empty for the blob itself.
	Path []string `json:"path,omitempty"`
	// What says what is there in each, the first one's first.
	What string `json:"what"`
}

const (
	// most is how many differences of a pair are told.
	most = 12
	// deepest is how many archives and compressions within each other are opened.
	deepest = 6
	// unpacked bounds what is decompressed into memory at a time.
	unpacked = 128 << 20
	// members bounds how many members of an archive are listed.
	members = 100_000
)

// Explain returns where a and b differ; nothing if they are the same. If there
// are more places than it is worth telling, the last one says so. What cannot be
// read is an error.
func Explain(a, b *io.SectionReader) ([]Difference, error) {
	w := &walk{}
	if err := w.pair(nil, a, b); err != nil {
		return nil, err
	}
	if w.more > 0 {
		w.found = append(w.found, Difference{What: fmt.Sprintf("and %d more differences", w.more)})
	}
	return w.found, nil
}

// walk gathers what is found.
type walk struct {
	found []Difference
	more  int
}

func (w *walk) add(path []string, format string, args ...any) {
	if len(w.found) >= most {
		w.more++
		return
	}
	w.found = append(w.found, Difference{slices.Clone(path), fmt.Sprintf(format, args...)})
}

// count is how many differences there are so far.
func (w *walk) count() int { return len(w.found) + w.more }

// A format looks into two blobs that differ, if both are of a kind that it
// knows. It reports false if not, or if it finds nothing to tell.
type format func(w *walk, path []string, a, b *io.SectionReader) (bool, error)

// pair compares two blobs.
func (w *walk) pair(path []string, a, b *io.SectionReader) error {
	at, err := firstDifference(a, b)
	if err != nil || at < 0 {
		return err
	}
	if len(path) < deepest && w.count() <= most {
		for _, inside := range []format{(*walk).zip, (*walk).compressed, (*walk).tar, (*walk).ar, (*walk).elf} {
			told, err := inside(w, path, a, b)
			if told || err != nil {
				return err
			}
		}
	}
	told, err := w.text(path, a, b, at)
	if told || err != nil {
		return err
	}
	return w.bytes(path, a, b, at)
}

// below is a path one step deeper.
func below(path []string, name string) []string { return append(slices.Clip(path), name) }

// whole is all of a section, to be read once.
func whole(s *io.SectionReader) *io.SectionReader { return io.NewSectionReader(s, 0, s.Size()) }

// firstDifference returns the offset of the first byte that differs, or at
// which one ends; -1 if there is none.
func firstDifference(a, b *io.SectionReader) (int64, error) {
	a, b = whole(a), whole(b)
	x, y := make([]byte, 64<<10), make([]byte, 64<<10)
	for at := int64(0); ; at += int64(len(x)) {
		n, err := fill(a, x)
		if err != nil {
			return 0, err
		}
		m, err := fill(b, y)
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(x[:n], y[:m]) {
			return at + int64(common(x[:n], y[:m])), nil
		}
		if n < len(x) {
			return -1, nil
		}
	}
}

// fill reads until buf is full or r ends.
func fill(r io.Reader, buf []byte) (int, error) {
	n, err := io.ReadFull(r, buf)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}

// common returns how many bytes two slices begin with alike.
func common(x, y []byte) int {
	n := min(len(x), len(y))
	for i := range n {
		if x[i] != y[i] {
			return i
		}
	}
	return n
}
