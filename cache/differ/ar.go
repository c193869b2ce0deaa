package differ

import (
	"io"
	"strconv"
	"strings"
)

const (
	arMagic  = "!<arch>\n"
	arHeader = 60
)

// ar looks into archives of ar: static libraries and Debian packages.
func (w *walk) ar(path []string, a, b *io.SectionReader) (bool, error) {
	x, ok := arMembers(a)
	if !ok {
		return false, nil
	}
	y, ok := arMembers(b)
	if !ok {
		return false, nil
	}
	before := w.count()
	err := w.all(path, x, y)
	return w.count() > before, err
}

func arMembers(s *io.SectionReader) ([]member, bool) {
	head := make([]byte, arHeader)
	if n, err := s.ReadAt(head[:len(arMagic)], 0); n < len(arMagic) || err != nil && err != io.EOF || string(head[:len(arMagic)]) != arMagic {
		return nil, false
	}
	var all []member
	long := "" // the table of names that are too long for a header
	for at := int64(len(arMagic)); at < s.Size() && len(all) < members; {
		if n, _ := s.ReadAt(head, at); n < arHeader || string(head[58:]) != "`\n" {
			return nil, false
		}
		size, err := strconv.ParseInt(field(head, 48, 58), 10, 63)
		if err != nil || size < 0 || size > s.Size()-at-arHeader {
			return nil, false
		}
		content := io.NewSectionReader(s, at+arHeader, size)
		name := field(head, 0, 16)
		if name == "//" && size < 1<<20 {
			table := make([]byte, size)
			_, _ = content.ReadAt(table, 0)
			long = string(table)
		}
		all = append(all, member{
			name: longName(name, long),
			facts: []fact{
				{"time", field(head, 16, 28)},
				{"owner", field(head, 28, 34) + ":" + field(head, 34, 40)},
				{"mode", field(head, 40, 48)},
			},
			content: func() *io.SectionReader { return content },
		})
		at += arHeader + size + size%2
	}
	return all, true
}

func field(head []byte, from, to int) string { return strings.TrimRight(string(head[from:to]), " ") }

// longName resolves GNU's "/123", an offset into the table of long names, and
// takes its closing slash from a short one.
func longName(name, table string) string {
	offset, err := strconv.Atoi(strings.TrimPrefix(name, "/"))
	switch {
	case name == "/":
		return "symbol table"
	case name == "//":
		return "table of names"
	case err != nil || !strings.HasPrefix(name, "/") || offset < 0 || offset >= len(table):
		return strings.TrimSuffix(name, "/")
	}
	rest, _, _ := strings.Cut(table[offset:], "\n")
	return strings.TrimSuffix(rest, "/")
}
