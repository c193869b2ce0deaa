package differ

import (
	"compress/gzip"
	"fmt"
	"io"

	"dbx/cache/archive"
)

// compressed looks into streams of one compression.
func (w *walk) compressed(path []string, a, b *io.SectionReader) (bool, error) {
	x, format := expand(a)
	y, other := expand(b)
	if x == nil || y == nil || format != other {
		return false, nil
	}
	before := w.count()
	at := below(path, format.String())
	if format == archive.Gzip {
		w.gzipHeader(at, a, b)
	}
	if err := w.pair(at, x, y); err != nil {
		return false, err
	}
	return w.count() > before, nil
}

// expand decompresses; nil if a blob is not compressed, damaged, or too big.
func expand(s *io.SectionReader) (*io.SectionReader, archive.Compression) {
	r, format, err := archive.Decompress(whole(s))
	if err != nil || format == archive.Plain {
		return nil, archive.Plain
	}
	defer r.Close()
	return slurp(r), format
}

// gzipHeader compares what RFC 1952 lets a writer say beside the content.
func (w *walk) gzipHeader(path []string, a, b *io.SectionReader) {
	x, err := gzip.NewReader(whole(a))
	if err != nil {
		return
	}
	y, err := gzip.NewReader(whole(b))
	if err != nil {
		return
	}
	for _, field := range []struct{ name, first, second string }{
		{"time", fmt.Sprint(x.ModTime.Unix()), fmt.Sprint(y.ModTime.Unix())},
		{"file name", fmt.Sprintf("%q", x.Name), fmt.Sprintf("%q", y.Name)},
		{"comment", fmt.Sprintf("%q", x.Comment), fmt.Sprintf("%q", y.Comment)},
		{"operating system", fmt.Sprint(x.OS), fmt.Sprint(y.OS)},
	} {
		if field.first != field.second {
			w.add(path, "%s in the header: %s and %s", field.name, field.first, field.second)
		}
	}
}
