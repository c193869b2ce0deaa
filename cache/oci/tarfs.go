package oci

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"dbx/cache/archive"
)

// maxFiles is how many files an archive of images may have.
const maxFiles = 1 << 17

// tarFS is the files of an uncompressed tar, by name. Links in it, which
// "docker save" writes for layers that images share, are followed inside.
type tarFS struct {
	files map[string]tarFile
}

type tarFile struct {
	info    fs.FileInfo
	content *io.SectionReader
	link    string // where it leads, if it is a link; relative to the root
}

// newTarFS reads the headers of a tar. Of several files of one name the last
// counts.
func newTarFS(r io.ReaderAt, size int64) (*tarFS, error) {
	whole := io.NewSectionReader(r, 0, size)
	t := &tarFS{files: map[string]tarFile{}}
	tr := tar.NewReader(whole)
	for entries := 0; ; entries++ {
		h, err := tr.Next()
		switch {
		case err == io.EOF:
			return t, nil
		case err != nil && !(errors.Is(err, tar.ErrInsecurePath) && h != nil):
			return nil, fmt.Errorf("%w: %w", archive.ErrCorrupt, err)
		case entries >= maxFiles:
			return nil, fmt.Errorf("%w: more than %d entries", archive.ErrTooBig, maxFiles)
		}
		name, err := archive.CleanName(h.Name)
		if err != nil {
			return nil, &archive.EntryError{Name: h.Name, Err: err}
		}
		switch h.Typeflag {
		case tar.TypeReg:
			// The reader has read the header and nothing more.
			at, err := whole.Seek(0, io.SeekCurrent)
			if err != nil {
				return nil, err
			}
			t.files[name] = tarFile{info: h.FileInfo(), content: io.NewSectionReader(r, at, h.Size)}
		case tar.TypeSymlink:
			t.files[name] = tarFile{link: path.Join(path.Dir(name), h.Linkname)}
		case tar.TypeLink:
			t.files[name] = tarFile{link: path.Clean(h.Linkname)}
		}
	}
}

// Open implements [fs.FS].
func (t *tarFS) Open(name string) (fs.File, error) {
	at := name
	for range 8 {
		f, ok := t.files[at]
		if !ok {
			break
		}
		if f.content != nil {
			return &openTarFile{io.NewSectionReader(f.content, 0, f.content.Size()), f.info}, nil
		}
		at = f.link
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// openTarFile is a file that can seek and read at an offset.
type openTarFile struct {
	*io.SectionReader
	info fs.FileInfo
}

func (f *openTarFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openTarFile) Close() error               { return nil }
