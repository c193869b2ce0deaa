package layer

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"dbx/cache/archive"
)

// change is what one layer does, in its order.
type change struct {
	nodes  map[string]*Merged // by path; names of one file share a node
	order  []string
	opaque []string
	hidden []string
}

func (m *merger) layer(ctx context.Context, i int, l Tar) error {
	c := change{nodes: map[string]*Merged{}}
	if _, err := l.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err := eachEntry(ctx, tar.NewReader(l), func(h *tar.Header) error {
		offset, err := l.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		return m.read(&c, &Merged{Layer: i, Offset: offset}, h, content{l, offset, h})
	})
	if err != nil {
		return err
	}
	m.apply(&c)
	return nil
}

// content finds a file's bytes in a layer again.
type content struct {
	tar    Tar
	offset int64
	header *tar.Header
}

func (c content) open() (io.ReadCloser, error) {
	if !sparse(c.header) {
		return io.NopCloser(io.NewSectionReader(c.tar, c.offset, c.header.Size)), nil
	}
	// The bytes of a sparse file do not lie behind one another.
	from := io.NewSectionReader(c.tar, 0, 1<<62)
	tr := tar.NewReader(from)
	for {
		if _, err := tr.Next(); err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return nil, err
		}
		if at, err := from.Seek(0, io.SeekCurrent); err != nil || at == c.offset {
			return io.NopCloser(tr), err
		}
	}
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
	name, err := archive.CleanName(h.Name)
	if err != nil {
		return err
	}
	says, name, err := readName(name)
	switch {
	case err != nil:
		return err
	case says == hidesPath:
		c.hidden = append(c.hidden, name)
	case says == hidesDir:
		c.opaque = append(c.opaque, name)
	case says == plainName && name != ".":
		return m.node(c, at, name, h, from)
	}
	return nil
}

// node notes what is at a path of a layer.
func (m *merger) node(c *change, at *Merged, name string, h *tar.Header, from content) (err error) {
	at.Path, at.Mode, at.UID, at.GID, at.ModTime = name, uint32(h.Mode)&modeBits, h.Uid, h.Gid, h.ModTime
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		if err := m.size.add(h); err != nil {
			return err
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
		if at, err = m.target(c, h); err != nil {
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
func (m *merger) target(c *change, h *tar.Header) (*Merged, error) {
	to, err := linkTarget(h, archive.CleanName)
	if err != nil {
		return nil, err
	}
	if n := c.nodes[to]; n != nil && n.Kind != Dir {
		return n, nil
	}
	if b := m.root.find(to); b != nil && b.node != nil && b.node.Kind != Dir {
		return b.node, nil
	}
	return nil, fmt.Errorf("%w: there is no file %q before it", archive.ErrHardLink, to)
}
