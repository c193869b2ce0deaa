package merkle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// maxLinks is how many symbolic links one path may pass through, as in Linux.
const maxLinks = 40

// FS returns the tree as a read-only [fs.FS] that also implements
// [fs.ReadLinkFS]. Files are 0644 or 0755, directories 0755, and all have the
// time [cas.ModTime]. Open and Stat follow symbolic links inside the tree; one
// that leads out of it, or is absolute, names nothing. Files can seek and read
// at an offset if the store's readers can. Names that are not UTF-8 are listed
// but, by the rules of package fs, cannot be opened.
//
// Reads cannot be cancelled: the methods of an fs.FS have no context.
func FS(store cas.Store, root digest.Digest) fs.FS {
	return &treeFS{store: store, root: root, dirs: make(map[digest.Digest][]Node)}
}

type treeFS struct {
	store cas.Store
	root  digest.Digest

	mu   sync.Mutex
	dirs map[digest.Digest][]Node
}

var (
	_ fs.ReadLinkFS = (*treeFS)(nil)
	_ fs.StatFS     = (*treeFS)(nil)
)

// Open implements [fs.FS].
func (t *treeFS) Open(name string) (fs.File, error) {
	n, err := t.resolve("open", name, true)
	if err != nil {
		return nil, err
	}
	info := nodeInfo{n, path.Base(name)}
	if n.Kind == Dir {
		nodes, err := t.load(n.Digest)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openDir{info: info, path: name, rest: nodes}, nil
	}
	r, err := t.store.Open(context.Background(), n.Digest)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{ReadCloser: r, info: info}, nil
}

// Stat implements [fs.StatFS].
func (t *treeFS) Stat(name string) (fs.FileInfo, error) {
	n, err := t.resolve("stat", name, true)
	if err != nil {
		return nil, err
	}
	return nodeInfo{n, path.Base(name)}, nil
}

// Lstat implements [fs.ReadLinkFS].
func (t *treeFS) Lstat(name string) (fs.FileInfo, error) {
	n, err := t.resolve("lstat", name, false)
	if err != nil {
		return nil, err
	}
	return nodeInfo{n, path.Base(name)}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (t *treeFS) ReadLink(name string) (string, error) {
	n, err := t.resolve("readlink", name, false)
	if err != nil {
		return "", err
	}
	if n.Kind != Symlink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return n.Target, nil
}

func (t *treeFS) resolve(op, name string, follow bool) (Node, error) {
	if !fs.ValidPath(name) {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n, err := t.find(name, follow)
	if err != nil {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// find walks down from the root. The stack holds the directories on the way,
// so that ".." in a link's target means what it means to the kernel.
func (t *treeFS) find(name string, follow bool) (Node, error) {
	stack := []Node{{Kind: Dir, Digest: t.root}}
	todo := strings.Split(name, "/")
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		top := stack[len(stack)-1]
		if part == "." || part == "" {
			continue
		}
		if part == ".." {
			if len(stack) == 1 {
				return Node{}, fmt.Errorf("leads out of the tree: %w", fs.ErrNotExist)
			}
			stack = stack[:len(stack)-1]
			continue
		}
		n, err := t.entry(top, part)
		if err != nil {
			return Node{}, err
		}
		if n.Kind != Symlink || (len(todo) == 0 && !follow) {
			stack = append(stack, n)
			continue
		}
		if links++; links > maxLinks {
			return Node{}, errors.New("too many symbolic links")
		}
		if strings.HasPrefix(n.Target, "/") {
			return Node{}, fmt.Errorf("leads out of the tree: %w", fs.ErrNotExist)
		}
		todo = append(strings.Split(n.Target, "/"), todo...)
	}
	return stack[len(stack)-1], nil
}

func (t *treeFS) entry(dir Node, name string) (Node, error) {
	if dir.Kind != Dir {
		return Node{}, fs.ErrNotExist
	}
	nodes, err := t.load(dir.Digest)
	if err != nil {
		return Node{}, err
	}
	n, ok := find(nodes, name)
	if !ok {
		return Node{}, fs.ErrNotExist
	}
	return n, nil
}

func (t *treeFS) load(d digest.Digest) ([]Node, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if nodes, ok := t.dirs[d]; ok {
		return nodes, nil
	}
	nodes, err := Load(context.Background(), t.store, d)
	if err == nil {
		t.dirs[d] = nodes
	}
	return nodes, err
}

// openFile is an open file of a tree.
type openFile struct {
	io.ReadCloser
	info nodeInfo
}

// Stat implements [fs.File].
func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Seek implements [io.Seeker] where the store's reader does.
func (f *openFile) Seek(offset int64, whence int) (int64, error) {
	if s, ok := f.ReadCloser.(io.Seeker); ok {
		return s.Seek(offset, whence)
	}
	return 0, &fs.PathError{Op: "seek", Path: f.info.name, Err: errors.ErrUnsupported}
}

// ReadAt implements [io.ReaderAt] where the store's reader does.
func (f *openFile) ReadAt(p []byte, offset int64) (int, error) {
	if r, ok := f.ReadCloser.(io.ReaderAt); ok {
		return r.ReadAt(p, offset)
	}
	return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: errors.ErrUnsupported}
}

// openDir is an open directory of a tree.
type openDir struct {
	info nodeInfo
	path string
	rest []Node
}

// Stat implements [fs.File].
func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }

// Close implements [fs.File].
func (d *openDir) Close() error { return nil }

// Read implements [fs.File].
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.path, Err: errors.New("is a directory")}
}

// ReadDir implements [fs.ReadDirFile].
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	take := len(d.rest)
	if n > 0 {
		if take == 0 {
			return nil, io.EOF
		}
		take = min(take, n)
	}
	entries := make([]fs.DirEntry, 0, take)
	for _, node := range d.rest[:take] {
		entries = append(entries, fs.FileInfoToDirEntry(nodeInfo{node, node.Name}))
	}
	d.rest = d.rest[take:]
	return entries, nil
}
