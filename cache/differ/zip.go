package differ

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
)

// zip looks into zip files: wheels, jars, docx.
func (w *walk) zip(path []string, a, b *io.SectionReader) (bool, error) {
	x, ok := zipMembers(a)
	if !ok {
		return false, nil
	}
	y, ok := zipMembers(b)
	if !ok {
		return false, nil
	}
	sameContent(x, y)
	before := w.count()
	err := w.all(path, plainMembers(x), plainMembers(y))
	return w.count() > before, err
}

// zipMember is a member with its checksum and size.
type zipMember struct {
	member
	crc  uint32
	size uint64
}

func zipMembers(s *io.SectionReader) ([]zipMember, bool) {
	r, err := zip.NewReader(s, s.Size())
	if err != nil || len(r.File) > members {
		return nil, false
	}
	all := make([]zipMember, 0, len(r.File))
	for _, f := range r.File {
		all = append(all, zipMember{member: member{
			name: f.Name,
			facts: []fact{
				{"time", f.Modified.UTC().Format("2006-01-02T15:04:05")},
				{"mode", f.Mode().String()},
				{"compression", fmt.Sprint(f.Method)},
				{"made by", fmt.Sprintf("%#x", f.CreatorVersion)},
			},
			content: func() *io.SectionReader {
				r, err := f.Open()
				if err != nil {
					return nil
				}
				defer r.Close()
				return slurp(r)
			},
		}, crc: f.CRC32, size: f.UncompressedSize64})
	}
	return all, true
}

// sameContent marks members that both have with one checksum and size.
func sameContent(x, y []zipMember) {
	type sum struct {
		name string
		crc  uint32
		size uint64
	}
	for _, side := range [][2][]zipMember{{x, y}, {y, x}} {
		sums := map[sum]bool{}
		for _, m := range side[0] {
			sums[sum{m.name, m.crc, m.size}] = true
		}
		for i, m := range side[1] {
			side[1][i].same = sums[sum{m.name, m.crc, m.size}]
		}
	}
}

func plainMembers(all []zipMember) []member {
	out := make([]member, len(all))
	for i, m := range all {
		out[i] = m.member
	}
	return out
}

// slurp reads all of r into memory; nil if it is damaged or too much.
func slurp(r io.Reader) *io.SectionReader {
	b, err := io.ReadAll(io.LimitReader(r, unpacked+1))
	if err != nil || len(b) > unpacked {
		return nil
	}
	return io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b)))
}
