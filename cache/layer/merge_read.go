package layer

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"dbx/cache/archive"
)

// change is what one layer does, in its order.
type change struct {
	nodes   map[string]*Merged // by path; names of one file share a node
	order   []string
	opaque  []string
	hidden  []string
	entries int
}

func (m *merger) layer(ctx context.Context, i int, l Tar) error {
	c := change{nodes: map[string]*Merged{}}
	if _, err := l.Seek(0, io.SeekStart); err != nil {
		return err
	}
	tr := tar.NewReader(l)
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		if err != nil && !(errors.Is(err, tar.ErrInsecurePath) && h != nil) {
			return fmt.Errorf("%w: %w", archive.ErrCorrupt, err)
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		offset, err := l.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		at := &Merged{Layer: i, Offset: offset}
		if err := m.read(&c, at, h, content{l, n, offset, h}); err != nil {
			return &archive.EntryError{Name: h.Name, Err: err}
		}
	}
	m.apply(&c)
	return nil
}

// content finds a file's bytes in a layer again.
type content struct {
	tar    Tar
	number int // of the entry in the tar
	offset int64
	header *tar.Header
}

func (c content) open() (io.ReadCloser, error) {
	if !sparse(c.header) {
		return io.NopCloser(io.NewSectionReader(c.tar, c.offset, c.header.Size)), nil
	}
	// The bytes of a sparse file do not lie behind one another.
	tr := tar.NewReader(io.NewSectionReader(c.tar, 0, 1<<62))
	for range c.number + 1 {
		if _, err := tr.Next(); err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return nil, err
		}
	}
	return io.NopCloser(tr), nil
}

func sparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for name := range h.PAXRecords {
		if strings.HasPrefix(name, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// read notes one entry of a layer.
func (m *merger) read(c *change, at *Merged, h *tar.Header, from content) error {
	if c.entries++; c.entries > maxEntries {
		return fmt.Errorf("%w: more than %d entries", archive.ErrTooBig, maxEntries)
	}
	name, err := archive.CleanName(h.Name)
	if err != nil {
		return err
	}
	dir, base := path.Dir(name), path.Base(name)
	if strings.HasPrefix(dir, whiteoutPrefix) || strings.Contains(dir, "/"+whiteoutPrefix) {
		return fmt.Errorf("%w: it lies in a whiteout", archive.ErrConflict)
	}
	if hidden, ok := strings.CutPrefix(base, whiteoutPrefix); ok {
		return c.mark(dir, hidden)
	}
	if name == "." {
		return nil
	}
	return m.node(c, at, name, h, from)
}

// node notes what is at a path of a layer.
func (m *merger) node(c *change, at *Merged, name string, h *tar.Header, from content) (err error) {
	at.Path, at.Mode, at.UID, at.GID, at.ModTime = name, uint32(h.Mode)&modeBits, h.Uid, h.Gid, h.ModTime
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		if m.bytes += h.Size; h.Size < 0 || m.bytes > maxBytes {
			return fmt.Errorf("%w: more than %d bytes", archive.ErrTooBig, int64(maxBytes))
		}
		at.Kind, at.Size, at.Open = File, h.Size, from.open
		if value := h.PAXRecords[capabilityRecord]; value != "" {
			at.Capability = []byte(value)
		}
	case tar.TypeDir:
		at.Kind = Dir
	case tar.TypeSymlink:
		at.Kind, at.Link, at.Mode = Symlink, h.Linkname, 0o777
	case tar.TypeFifo:
		at.Kind = Fifo
	case tar.TypeLink:
		if at, err = m.target(c, h.Linkname); err != nil {
			return err
		}
	case tar.TypeChar, tar.TypeBlock:
		c.hidden = append(c.hidden, name) // it is left out, but hides what was there
		return nil
	default:
		return fmt.Errorf("%w: its tar type is %q", archive.ErrSpecial, h.Typeflag)
	}
	c.nodes[name] = at
	c.order = append(c.order, name)
	return nil
}

// target finds what a hard link links to, in this layer or below.
func (m *merger) target(c *change, link string) (*Merged, error) {
	to, err := archive.CleanName(link)
	if err != nil {
		return nil, fmt.Errorf("%w: target %q: %w", archive.ErrHardLink, link, err)
	}
	if n := c.nodes[to]; n != nil && n.Kind != Dir {
		return n, nil
	}
	if b := m.root.find(to); b != nil && b.node != nil && b.node.Kind != Dir {
		return b.node, nil
	}
	return nil, fmt.Errorf("%w: there is no file %q before it", archive.ErrHardLink, to)
}

func (c *change) mark(dir, hidden string) error {
	switch {
	case whiteoutPrefix+hidden == opaqueName:
		c.opaque = append(c.opaque, dir)
	case strings.HasPrefix(hidden, whiteoutPrefix):
		// What AUFS kept for itself.
	case hidden == "" || hidden == "." || hidden == "..":
		return fmt.Errorf("%w: a whiteout of %q", archive.ErrTraversal, hidden)
	default:
		c.hidden = append(c.hidden, path.Join(dir, hidden))
	}
	return nil
}
