// Package whl knows the wheel archive format: names and tags (PEP 425, 427,
// 600), versions and project names (PEP 440, 503), the files of dist-info,
// the one canonical form that dbx gives a wheel, and what makes a wheel wrong
// for the platform it claims.
//
// It does not know how wheels are built, where they come from, or Python. All
// of it is functions from bytes to bytes; a Wheel is never changed once read
// and may be used from many goroutines.
package whl

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxUnpacked bounds the sum of the sizes of a wheel's files, in bytes: all of
// them are held in memory.
const maxUnpacked int64 = 2 << 30

// Wheel is a wheel's content. Folders have no entry of their own.
type Wheel struct {
	files    map[string]file
	distInfo string // folder name, ends in ".dist-info"
}

type file struct {
	data       []byte
	executable bool
}

// Read reads and unpacks a wheel. It refuses what could be unpacked to a place
// outside of it or be read in two ways: names that are absolute, contain "..",
// backslashes or control characters, or occur twice; links, devices,
// encryption; and a wheel without exactly one dist-info folder.
func Read(in io.ReaderAt, size int64) (*Wheel, error) {
	archive, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("wheel: not a readable zip archive: %w", err)
	}
	w := &Wheel{files: make(map[string]file, len(archive.File))}
	left := uint64(maxUnpacked)
	for _, f := range archive.File {
		if err := checkEntry(f); err != nil {
			return nil, fmt.Errorf("wheel: entry %q: %w", f.Name, err)
		}
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if _, twice := w.files[f.Name]; twice {
			return nil, fmt.Errorf("wheel: entry %q occurs twice", f.Name)
		}
		if f.UncompressedSize64 > left {
			return nil, fmt.Errorf("wheel: unpacks to more than %d bytes", maxUnpacked)
		}
		left -= f.UncompressedSize64
		data, err := unpack(f)
		if err != nil {
			return nil, fmt.Errorf("wheel: entry %q: %w", f.Name, err)
		}
		w.files[f.Name] = file{data, f.Mode()&0o111 != 0}
	}
	if err := w.checkFolders(); err != nil {
		return nil, err
	}
	w.distInfo, err = findDistInfo(w.files)
	return w, err
}

func checkEntry(f *zip.File) error {
	if f.NonUTF8 || !utf8.ValidString(f.Name) {
		return errors.New("its name is not UTF-8")
	}
	if f.Flags&1 != 0 {
		return errors.New("it is encrypted")
	}
	name := strings.TrimSuffix(f.Name, "/")
	if !fs.ValidPath(name) || name == "." || strings.ContainsFunc(name, forbidden) ||
		len(name) > 1 && name[1] == ':' {
		return errors.New("its name is not a clean path below the wheel's root")
	}
	isFolder := name != f.Name
	switch kind := f.Mode().Type(); {
	case kind == fs.ModeDir && isFolder, kind == 0 && !isFolder:
	case kind == fs.ModeSymlink:
		return errors.New("it is a symbolic link, which wheels cannot hold; copy the file")
	default:
		return errors.New("it is neither a file nor a folder")
	}
	if isFolder && f.UncompressedSize64 != 0 {
		return errors.New("it is a folder with content")
	}
	return nil
}

func forbidden(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }

func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	// The reader stops with an error where a file is longer than the archive
	// says, so that what was counted against maxUnpacked bounds it.
	return io.ReadAll(r)
}

// checkFolders refuses a file that lies where another has its folder.
func (w *Wheel) checkFolders() error {
	for name := range w.files {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if _, isFile := w.files[dir]; isFile {
				return fmt.Errorf("wheel: entry %q is both a file and a folder", dir)
			}
		}
	}
	return nil
}

func findDistInfo(files map[string]file) (string, error) {
	found := map[string]bool{}
	for name := range files {
		if top, _, ok := strings.Cut(name, "/"); ok && strings.HasSuffix(top, ".dist-info") {
			found[top] = true
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("wheel: want one .dist-info folder, found %d: %s",
			len(found), strings.Join(slices.Sorted(maps.Keys(found)), ", "))
	}
	for name := range found {
		project, version := SplitDistInfo(name)
		if project == "" || version == "" {
			return "", fmt.Errorf("wheel: folder %q is not named project-version.dist-info", name)
		}
		return name, nil
	}
	panic("BUG: a map of one is empty")
}

// SplitDistInfo returns the project and version of a dist-info folder's name,
// both empty if it has no dash.
func SplitDistInfo(folder string) (project, version string) {
	stem := strings.TrimSuffix(folder, ".dist-info")
	i := strings.LastIndexByte(stem, '-')
	if i < 0 {
		return "", ""
	}
	return stem[:i], stem[i+1:]
}

// DistInfo returns the name of the dist-info folder.
func (w *Wheel) DistInfo() string { return w.distInfo }

// Paths returns the paths of all files, sorted.
func (w *Wheel) Paths() []string { return slices.Sorted(maps.Keys(w.files)) }

// File returns a file's content, which the caller must not change.
func (w *Wheel) File(path string) ([]byte, bool) {
	f, ok := w.files[path]
	return f.data, ok
}

// Metadata reads the wheel's METADATA.
func (w *Wheel) Metadata() (Metadata, error) {
	b, err := w.info("METADATA")
	if err != nil {
		return Metadata{}, err
	}
	return ParseMetadata(b)
}

// Info reads the wheel's WHEEL file.
func (w *Wheel) Info() (Info, error) {
	b, err := w.info("WHEEL")
	if err != nil {
		return Info{}, err
	}
	return ParseInfo(b)
}

// Record reads the wheel's RECORD.
func (w *Wheel) Record() ([]RecordEntry, error) {
	b, err := w.info("RECORD")
	if err != nil {
		return nil, err
	}
	return ParseRecord(b)
}

func (w *Wheel) info(name string) ([]byte, error) {
	b, ok := w.File(w.distInfo + "/" + name)
	if !ok {
		return nil, fmt.Errorf("wheel: %s/%s is missing", w.distInfo, name)
	}
	return b, nil
}
