package rootfs

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"dbx/cache/archive"
	"dbx/cache/layer"
	"dbx/rules/debian/deb"
)

// Extraction collects the files of packages as a layer over an image: where
// the image has a link, as for /lib, they lie behind it, and what it has
// already, byte for byte, is left out. An image of nothing gets the links of a
// merged /usr. Documentation is left out as in installed packages. No script
// runs, and dpkg is told nothing. It is not safe for concurrent use.
type Extraction struct {
	files
	below map[string]layer.Entry // what the image has
	owner map[string]string      // the package that a path is from
	name  string                 // of the package that is being added
}

// NewExtraction begins a layer over what the image has, as [layer.Merge] lists
// it. Files' contents are kept in spool, an empty file that the caller removes
// when the entries are no longer read.
func NewExtraction(spool *os.File, below []layer.Merged) *Extraction {
	x := &Extraction{files: newFiles(spool), below: map[string]layer.Entry{}, owner: map[string]string{}}
	for _, m := range below {
		e := m.Entry
		if e.Kind == layer.HardLink {
			e = x.below[e.Link]
			e.Path = m.Path
		}
		x.below[m.Path] = e
	}
	return x
}

// Add lays out the files of the .deb that r holds. Two packages that have
// different files of one name cannot both be there.
func (x *Extraction) Add(r io.Reader) error {
	p, err := deb.Open(r)
	if err != nil {
		return err
	}
	defer p.Close()
	x.name = p.Control.Get("Package")
	data := p.Data()
	for {
		h, err := data.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = x.file(h, data)
		}
		if err != nil {
			return fmt.Errorf("package %s: %w", x.name, err)
		}
	}
}

// at returns what is at a path so far.
func (x *Extraction) at(name string) (layer.Entry, bool) {
	if e, ok := x.entries[name]; ok {
		return e, true
	}
	e, ok := x.below[name]
	return e, ok
}

func (x *Extraction) follow(name string) (string, error) {
	return layer.Follow(name, func(at string) (string, bool, error) {
		e, _ := x.at(at)
		return e.Link, e.Kind == layer.Symlink, nil
	})
}

func (x *Extraction) file(h *tar.Header, body io.Reader) error {
	name, err := x.place(h.Name)
	if err != nil || name == "." || excluded(name) {
		return err
	}
	e := layer.Entry{Path: name, Mode: uint32(h.Mode) & 0o7777}
	switch h.Typeflag {
	case tar.TypeReg:
		return x.content(e, body)
	case tar.TypeDir:
		return x.dir(e)
	case tar.TypeSymlink:
		e.Kind, e.Mode, e.Link = layer.Symlink, 0o777, h.Linkname
		return x.symlink(e)
	case tar.TypeLink:
		target, err := x.place(h.Linkname)
		if err != nil {
			return err
		}
		if old, ok := x.at(target); ok && old.Kind == layer.File {
			r, err := open(old)
			if err != nil {
				return err
			}
			defer r.Close()
			e.Mode = old.Mode
			return x.content(e, r)
		}
		return fmt.Errorf("%s is a link to %s, which is no file of it", h.Name, h.Linkname)
	}
	return fmt.Errorf("%s: no file, directory or link", h.Name)
}

// place returns the path that a package's file has in the image: links on the
// way to it are followed.
func (x *Extraction) place(name string) (string, error) {
	clean, err := archive.CleanName(name)
	if err != nil {
		return "", fmt.Errorf("%q: %w", name, err)
	}
	if err := x.merge(clean); err != nil {
		return "", err
	}
	dir, err := x.follow(path.Dir(clean))
	if err != nil {
		return "", fmt.Errorf("%q: %w", name, err)
	}
	for at := dir; at != "."; at = path.Dir(at) {
		if old, ok := x.at(at); ok && old.Kind != layer.Dir {
			return "", fmt.Errorf("%q lies below a %s of the image", name, old.Kind)
		}
	}
	return path.Join(dir, path.Base(clean)), nil
}

// merge makes the folder at the root that a path is in a link into /usr, where
// all images of dbx have one, if there is nothing of that name.
func (x *Extraction) merge(name string) error {
	top, _, _ := strings.Cut(name, "/")
	if !slices.Contains([]string{"bin", "sbin", "lib", "lib32", "lib64", "libo32", "libx32"}, top) {
		return nil
	}
	if _, ok := x.at(top); ok {
		return nil
	}
	if err := x.put(layer.Entry{Path: top, Kind: layer.Symlink, Mode: 0o777, Link: "usr/" + top}); err != nil {
		return err
	}
	if _, ok := x.at("usr/" + top); ok {
		return nil
	}
	return x.put(layer.Entry{Path: "usr/" + top, Kind: layer.Dir, Mode: 0o755})
}

// dir adds a directory. One that is there, or that a link leads to, stays as
// it is.
func (x *Extraction) dir(e layer.Entry) (err error) {
	if e.Path, err = x.follow(e.Path); err != nil || e.Path == "." {
		return err
	}
	old, ok := x.at(e.Path)
	switch {
	case ok && old.Kind == layer.Dir:
		return nil
	case ok:
		return fmt.Errorf("its directory %s is a %s %s", e.Path, old.Kind, x.origin(e.Path))
	}
	e.Kind = layer.Dir
	return x.add(e)
}

func (x *Extraction) symlink(e layer.Entry) error {
	old, ok := x.at(e.Path)
	switch {
	case ok && old.Kind == layer.Symlink && old.Link == e.Link:
		return nil
	case ok && old.Kind == layer.Dir:
		return fmt.Errorf("its link %s is a directory %s", e.Path, x.origin(e.Path))
	case ok && x.owner[e.Path] != "":
		return x.clash(e.Path)
	}
	return x.add(e)
}

// content adds a file, unless the same is there.
func (x *Extraction) content(e layer.Entry, body io.Reader) error {
	old, ok := x.at(e.Path)
	if ok && old.Kind == layer.Dir {
		return fmt.Errorf("its file %s is a directory %s", e.Path, x.origin(e.Path))
	}
	mine, before, end := x.owner[e.Path], x.entries[e.Path], x.end
	if err := x.write(e, body); err != nil {
		return err
	}
	same, err := equal(x.entries[e.Path], old)
	switch {
	case err != nil:
		return err
	case same && mine != "":
		x.entries[e.Path], x.end = before, end
	case same:
		delete(x.entries, e.Path)
		x.end = end
	case mine != "" && mine != x.name:
		return x.clash(e.Path)
	default:
		x.owner[e.Path] = x.name
	}
	return nil
}

func (x *Extraction) add(e layer.Entry) error {
	x.owner[e.Path] = x.name
	return x.put(e)
}

func (x *Extraction) clash(name string) error {
	return fmt.Errorf("%s has another /%s: only one of the two can be extracted here", x.owner[name], name)
}

// origin says where what is at a path comes from.
func (x *Extraction) origin(name string) string {
	if p := x.owner[name]; p != "" {
		return "of package " + p
	}
	return "of the image"
}

func open(e layer.Entry) (io.ReadCloser, error) {
	if e.Open == nil {
		return io.NopCloser(bytes.NewReader(nil)), nil
	}
	return e.Open()
}

// equal reports whether two files have the same mode and content.
func equal(a, b layer.Entry) (bool, error) {
	if a.Kind != b.Kind || a.Mode != b.Mode || a.Size != b.Size {
		return false, nil
	}
	ra, err := open(a)
	if err != nil {
		return false, err
	}
	defer ra.Close()
	rb, err := open(b)
	if err != nil {
		return false, err
	}
	defer rb.Close()
	bufA, bufB := make([]byte, 64<<10), make([]byte, 64<<10)
	for left := a.Size; left > 0; {
		n := min(left, int64(len(bufA)))
		if _, err := io.ReadFull(ra, bufA[:n]); err != nil {
			return false, err
		}
		if _, err := io.ReadFull(rb, bufB[:n]); err != nil {
			return false, err
		}
		if !bytes.Equal(bufA[:n], bufB[:n]) {
			return false, nil
		}
		left -= n
	}
	return true, nil
}

// Entries returns what the layer holds, with the directories on the way as the
// image has them.
func (x *Extraction) Entries() []layer.Entry {
	all := map[string]layer.Entry{}
	for name, e := range x.entries {
		all[name] = e
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if parent, ok := x.at(dir); ok {
				all[dir] = parent
			} else {
				all[dir] = layer.Entry{Path: dir, Kind: layer.Dir, Mode: 0o755}
			}
		}
	}
	list := make([]layer.Entry, 0, len(all))
	for _, e := range all {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b layer.Entry) int { return strings.Compare(a.Path, b.Path) })
	return list
}
