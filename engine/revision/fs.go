package revision

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// maxLinks is how many symbolic links one path may pass through, as in Linux.
const maxLinks = 40

var errLoop = errors.New("too many symbolic links")

// find returns what a valid path names.
func (t *Tree) find(name string, follow bool) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	for range maxLinks {
		n, at, rest := t.descend(name)
		switch {
		case n == nil:
			return nil, fs.ErrNotExist
		case n.mode.Type() != fs.ModeSymlink, rest == "" && !follow:
			if rest != "" {
				return nil, fs.ErrNotExist // below a file
			}
			return n, nil
		}
		target, err := t.blobs.read(n.id)
		if err != nil {
			return nil, err
		}
		name = path.Join(path.Dir(at), string(target), rest)
		if path.IsAbs(string(target)) || !fs.ValidPath(name) {
			return nil, fs.ErrNotExist // it leads out
		}
	}
	return nil, errLoop
}

// descend goes down a path to its end or the first link or file on the way,
// and returns that, its path, and what is left.
func (t *Tree) descend(name string) (n *node, at, rest string) {
	n, at, rest = t.nodes["."], ".", name
	if name == "." {
		return n, at, ""
	}
	for rest != "" {
		first, more, _ := strings.Cut(rest, "/")
		at, rest = path.Join(at, first), more
		if n = t.nodes[at]; n == nil || !n.mode.IsDir() {
			return n, at, rest
		}
	}
	return n, at, ""
}

// Open implements [fs.FS].
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.find(name, true)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if n.mode.IsDir() {
		return &openDir{info{n}, n.children}, nil
	}
	b, err := t.blobs.read(n.id)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{bytes.NewReader(b), info{n}}, nil
}

// Stat implements [fs.StatFS].
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.stat("stat", name, true) }

// Lstat implements [fs.ReadLinkFS].
func (t *Tree) Lstat(name string) (fs.FileInfo, error) { return t.stat("lstat", name, false) }

func (t *Tree) stat(op, name string, follow bool) (fs.FileInfo, error) {
	n, err := t.find(name, follow)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return info{n}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (t *Tree) ReadLink(name string) (string, error) {
	n, err := t.find(name, false)
	if err == nil && n.mode.Type() != fs.ModeSymlink {
		err = fs.ErrInvalid
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	b, err := t.blobs.read(n.id)
	return string(b), err
}

// info is a node as an [fs.FileInfo] and [fs.DirEntry].
type info struct{ n *node }

func (i info) Name() string               { return i.n.name }
func (i info) Size() int64                { return i.n.size }
func (i info) Mode() fs.FileMode          { return i.n.mode }
func (i info) Type() fs.FileMode          { return i.n.mode.Type() }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) IsDir() bool                { return i.n.mode.IsDir() }
func (i info) Sys() any                   { return nil }
func (i info) Info() (fs.FileInfo, error) { return i, nil }

type openFile struct {
	*bytes.Reader
	info info
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	info info
	rest []*node
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.Name(), Err: errors.New("is a directory")}
}

// ReadDir implements [fs.ReadDirFile].
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.rest) {
		if n > 0 && len(d.rest) == 0 {
			return nil, io.EOF
		}
		n = len(d.rest)
	}
	entries := make([]fs.DirEntry, n)
	for i, child := range d.rest[:n] {
		entries[i] = info{child}
	}
	d.rest = d.rest[n:]
	return entries, nil
}
