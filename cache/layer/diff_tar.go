package layer

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"dbx/cache/archive"
)

// DiffTar writes to w the layer of what changed between base and the whole
// tree that the tar read from after holds, as a container runtime exports it:
// every directory, parents before what is in them, hard links behind the file
// that they link to. What base has and the tar has not is gone.
//
// Changed content is kept in a temporary file in the directory tmp until it is
// written, since entries come out sorted. The layer is the same, byte for
// byte, as [DiffUpper] gives for the same change.
func DiffTar(ctx context.Context, w io.Writer, base *Stack, after io.Reader, tmp string, opts DiffOptions) (Info, error) {
	s, err := newSpool(tmp)
	if err != nil {
		return Info{}, fmt.Errorf("spooling changed files: %w", err)
	}
	defer s.close()
	t := tarWalk{
		difference: newDifference(base, opts), spool: s,
		seen: map[string]Kind{".": Dir}, nodes: map[string]node{},
	}
	if err := t.read(ctx, after); err != nil {
		return Info{}, fmt.Errorf("comparing the exported tree with its layers: %w", err)
	}
	if err := t.vanished(ctx, "."); err != nil {
		return Info{}, fmt.Errorf("comparing the exported tree with its layers: %w", err)
	}
	return t.write(w)
}

// tarWalk reads the tar of a whole tree.
type tarWalk struct {
	*difference
	spool *spool
	seen  map[string]Kind
	nodes map[string]node // what a hard link may link to
	files uint64
}

// endMark is the block of zeros that ends a tar.
const endMark = 512

// countingReader counts what is read.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (t *tarWalk) read(ctx context.Context, after io.Reader) error {
	count := &countingReader{r: after}
	tr := tar.NewReader(count)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := count.n
		h, err := tr.Next()
		if err == io.EOF {
			// A stream cut between two entries would read as the removal of
			// all that should have followed.
			if count.n-start < endMark {
				return fmt.Errorf("%w: the tar's end mark is missing", archive.ErrCorrupt)
			}
			return nil
		}
		if err != nil && !(errors.Is(err, tar.ErrInsecurePath) && h != nil) {
			return err
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		if err := t.entry(h, tr); err != nil {
			return &archive.EntryError{Name: h.Name, Err: err}
		}
	}
}

func (t *tarWalk) entry(h *tar.Header, content io.Reader) error {
	name, err := archive.CleanName(h.Name)
	if err != nil || name == "." {
		return err
	}
	n, err := t.node(name, h, content)
	if err != nil || n.Kind == 0 {
		return err
	}
	if n.Kind != Dir {
		t.nodes[name] = n
	}
	if t.outside(name) {
		return nil
	}
	if parent := path.Dir(name); t.seen[parent] != Dir {
		return fmt.Errorf("%w: %q is no directory before it", archive.ErrConflict, parent)
	}
	if t.seen[name] != 0 {
		return fmt.Errorf("%w: the path comes twice", archive.ErrConflict)
	}
	t.seen[name] = n.Kind
	return t.visit(n)
}

// outside reports whether name or a directory above it is excluded.
func (t *tarWalk) outside(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if t.excluded(name) {
			return true
		}
	}
	return false
}

// node makes of a tar entry what is at its path. Also excluded files are read:
// a hard link elsewhere may need them.
func (t *tarWalk) node(name string, h *tar.Header, content io.Reader) (node, error) {
	n := node{Entry: Entry{Path: name, Mode: uint32(h.Mode) & modeBits, ModTime: h.ModTime}}
	switch h.Typeflag {
	case tar.TypeDir:
		n.Kind = Dir
	case tar.TypeSymlink:
		n.Kind, n.Link = Symlink, h.Linkname
	case tar.TypeFifo:
		n.Kind = Fifo
	case tar.TypeReg, tar.TypeCont, tar.TypeGNUSparse:
		return t.file(n, h.Size, content)
	case tar.TypeLink:
		return t.link(name, h.Linkname)
	case tar.TypeChar, tar.TypeBlock:
	default:
		return node{}, fmt.Errorf("%w: its tar type is %q", archive.ErrSpecial, h.Typeflag)
	}
	return n, nil
}

func (t *tarWalk) file(n node, size int64, content io.Reader) (node, error) {
	n.Kind, n.Size = File, size
	t.files++
	n.inode = t.files
	before, err := t.before(n.Path)
	if err != nil {
		return node{}, err
	}
	if before == nil || !before.Mode().IsRegular() || before.Size() != size {
		n.Open, err = t.spool.keep(content, size)
		n.same = func(fs.FileInfo) (bool, error) { return false, nil }
		return n, err
	}
	open, same, err := t.spool.keepChanged(content, size, t.openBase(n.Path))
	n.Open = open
	n.same = func(fs.FileInfo) (bool, error) { return same, nil }
	return n, err
}

// link is another name of a file that came before.
func (t *tarWalk) link(name, to string) (node, error) {
	clean, err := archive.CleanName(to)
	if err != nil {
		return node{}, fmt.Errorf("%w: target %q: %w", archive.ErrHardLink, to, err)
	}
	n, ok := t.nodes[clean]
	if !ok {
		return node{}, fmt.Errorf("%w: the tar has no file %q before it", archive.ErrHardLink, to)
	}
	n.Path = name
	n.same = func(fs.FileInfo) (bool, error) { return sameBytes(n.Open, t.openBase(name), n.Size) }
	return n, nil
}

// vanished notes what the base has in dir and the tree after has not.
func (t *tarWalk) vanished(ctx context.Context, dir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := t.base.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a base without layers
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if t.excluded(name) {
			continue
		}
		switch {
		case t.seen[name] == 0:
			err = t.vanish(name)
		case t.seen[name] == Dir && e.IsDir():
			err = t.vanished(ctx, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
