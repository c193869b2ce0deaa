package differ

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// text tells the line in which two texts differ first.
func (w *walk) text(path []string, a, b *io.SectionReader, at int64) (bool, error) {
	for _, s := range []*io.SectionReader{a, b} {
		if ok, err := isText(s, at); !ok || err != nil {
			return false, err
		}
	}
	number, start, err := lineAt(a, at)
	if err != nil {
		return false, err
	}
	first, err := line(a, start, at)
	if err != nil {
		return false, err
	}
	second, err := line(b, start, at)
	if err != nil || first == second { // but for what ends the lines
		return false, err
	}
	w.add(path, "line %d: %s and %s", number, first, second)
	return true, nil
}

// isText reports whether a blob looks like text at its beginning and near an
// offset.
func isText(s *io.SectionReader, at int64) (bool, error) {
	for _, from := range []int64{0, max(0, at-512)} {
		buf := make([]byte, 1024)
		n, err := fill(io.NewSectionReader(s, from, int64(len(buf))), buf)
		if err != nil {
			return false, err
		}
		if !plausible(buf[:n]) {
			return false, nil
		}
	}
	return true, nil
}

// plausible allows for characters that the ends of a piece cut.
func plausible(b []byte) bool {
	for i := range min(len(b), utf8.UTFMax) {
		if utf8.RuneStart(b[i]) {
			b = b[i:]
			break
		}
	}
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			return !utf8.FullRune(b)
		}
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' && r != '\f' && r != '\x1b' {
			return false
		}
		b = b[size:]
	}
	return true
}

// lineAt returns the number of the line with an offset, from 1, and where it
// begins.
func lineAt(s *io.SectionReader, at int64) (number, start int64, err error) {
	r := io.NewSectionReader(s, 0, at)
	buf := make([]byte, 64<<10)
	number = 1
	for offset := int64(0); ; offset += int64(len(buf)) {
		n, err := fill(r, buf)
		if err != nil {
			return 0, 0, err
		}
		number += int64(bytes.Count(buf[:n], []byte{'\n'}))
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			start = offset + int64(i) + 1
		}
		if n < len(buf) {
			return number, start, nil
		}
	}
}

// line quotes the line that begins at start, or, of a long one, what is near at.
func line(s *io.SectionReader, start, at int64) (string, error) {
	const before, width = 40, 120
	if start >= s.Size() {
		return "the end", nil
	}
	cut := ""
	if at-start > before {
		start, cut = at-before, "…"
	}
	buf := make([]byte, width)
	n, err := fill(io.NewSectionReader(s, start, width), buf)
	if err != nil {
		return "", err
	}
	buf = buf[:n]
	tail := ""
	if i := bytes.IndexByte(buf, '\n'); i >= 0 {
		buf = buf[:i]
	} else if start+int64(n) < s.Size() {
		tail = "…"
	}
	return cut + strconv.Quote(string(buf)) + tail, nil
}

// bytes tells the offset and what is there.
func (w *walk) bytes(path []string, a, b *io.SectionReader, at int64) error {
	first, err := dump(a, at)
	if err != nil {
		return err
	}
	second, err := dump(b, at)
	if err != nil {
		return err
	}
	size := ""
	if a.Size() != b.Size() {
		size = fmt.Sprintf("; %d and %d bytes in all", a.Size(), b.Size())
	}
	w.add(path, "offset %#x: %s and %s%s", at, first, second, size)
	return nil
}

// dump shows a few bytes in hexadecimal.
func dump(s *io.SectionReader, at int64) (string, error) {
	if at >= s.Size() {
		return "the end", nil
	}
	buf := make([]byte, 8)
	n, err := fill(io.NewSectionReader(s, at, int64(len(buf))), buf)
	return fmt.Sprintf("% x", buf[:n]), err
}
