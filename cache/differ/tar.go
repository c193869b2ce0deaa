package differ

import (
	"archive/tar"
	"fmt"
	"io"
	"maps"
)

// tar looks into tar files, layers of images among them.
func (w *walk) tar(path []string, a, b *io.SectionReader) (bool, error) {
	x, ok := tarMembers(a)
	if !ok {
		return false, nil
	}
	y, ok := tarMembers(b)
	if !ok {
		return false, nil
	}
	before := w.count()
	err := w.all(path, x, y)
	return w.count() > before, err
}

func tarMembers(s *io.SectionReader) ([]member, bool) {
	s = whole(s)
	r := tar.NewReader(s)
	var all []member
	for len(all) < members {
		h, err := r.Next()
		if err == io.EOF {
			return all, len(all) > 0
		}
		if err != nil {
			return nil, false
		}
		at, err := s.Seek(0, io.SeekCurrent) // the reader takes no more than headers
		if err != nil {
			return nil, false
		}
		m := member{name: h.Name, facts: tarFacts(h), same: h.Typeflag != tar.TypeReg}
		m.content = func() *io.SectionReader { return io.NewSectionReader(s, at, h.Size) }
		all = append(all, m)
	}
	return nil, false
}

func tarFacts(h *tar.Header) []fact {
	records := maps.Clone(h.PAXRecords)
	for _, known := range []string{"mtime", "path", "linkpath", "size", "uid", "gid", "uname", "gname"} {
		delete(records, known)
	}
	return []fact{
		{"type", fmt.Sprintf("%q", h.Typeflag)},
		{"mode", fmt.Sprintf("%#o", h.Mode)},
		{"owner", fmt.Sprintf("%d:%d", h.Uid, h.Gid)},
		{"owner's name", fmt.Sprintf("%q:%q", h.Uname, h.Gname)},
		{"link", fmt.Sprintf("%q", h.Linkname)},
		{"device", fmt.Sprintf("%d,%d", h.Devmajor, h.Devminor)},
		{"time", h.ModTime.UTC().Format("2006-01-02T15:04:05.999999999")},
		{"records", fmt.Sprintf("%q", records)},
	}
}
