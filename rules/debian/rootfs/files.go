package rootfs

import (
	"errors"
	"fmt"
	"io"
	"os"

	"dbx/cache/layer"
)

// maxFiles bounds the entries of a layer; Debian's essential packages have some
// 6,000.
const maxFiles = 200_000

// files are the entries of a layer that is being put together, by path. Their
// content is in a spool.
type files struct {
	spool   *os.File
	end     int64
	entries map[string]layer.Entry
}

func newFiles(spool *os.File) files {
	return files{spool: spool, entries: map[string]layer.Entry{}}
}

func (f *files) put(e layer.Entry) error {
	if len(f.entries) >= maxFiles {
		return errors.New("too many files")
	}
	f.entries[e.Path] = e
	return nil
}

// write keeps a file's content in the spool.
func (f *files) write(e layer.Entry, body io.Reader) error {
	if old, ok := f.entries[e.Path]; ok && old.Kind == layer.Dir {
		return fmt.Errorf("its file %s is a directory of another package", e.Path)
	}
	n, err := io.Copy(io.NewOffsetWriter(f.spool, f.end), body)
	if err != nil {
		return err
	}
	start := f.end
	f.end += n
	e.Kind, e.Size = layer.File, n
	e.Open = func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(f.spool, start, n)), nil
	}
	return f.put(e)
}

// hardLink makes two names of one file two entries with the same content,
// because a later package may replace either.
func (f *files) hardLink(e layer.Entry, target string) error {
	old, ok := f.entries[target]
	if !ok || old.Kind != layer.File {
		return fmt.Errorf("%s is a link to %s, which is no file of it", e.Path, target)
	}
	name := e.Path
	e = old
	e.Path = name
	return f.put(e)
}
