package place

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"strings"

	"dbx/cache/layer"
	"dbx/rules/failure"
)

// node is what the base has at a path, as far as placing files goes.
type node struct {
	kind     layer.Kind
	mode     uint32
	uid, gid int
	link     string
}

// base is the merged tree of the layers below, without content.
type base struct {
	nodes map[string]node
}

const baseName = "base"

// readBase reads the headers of the layers in the input folder "base".
func readBase(ctx context.Context, in fs.FS) (*base, error) {
	b := &base{nodes: map[string]node{}}
	layers, err := fs.ReadDir(in, baseName)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.read(in, path.Join(baseName, l.Name())); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Names that hide what lower layers have (OCI image-spec, "Whiteouts").
const (
	whiteout = ".wh."
	opaque   = ".wh..wh..opq"
)

func (b *base) read(in fs.FS, name string) error {
	f, err := in.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	added := map[string]node{}
	r := tar.NewReader(f)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the layer %s: %w", name, err)
		}
		at := path.Join(".", path.Clean("/" + h.Name)[1:])
		switch dir, last := path.Dir(at), path.Base(at); {
		case last == opaque:
			b.removeBelow(dir)
		case strings.HasPrefix(last, whiteout):
			b.remove(path.Join(dir, strings.TrimPrefix(last, whiteout)))
		default:
			added[at] = nodeOf(h)
		}
	}
	for at, n := range added {
		if b.nodes[at].kind == layer.Dir && n.kind != layer.Dir {
			b.removeBelow(at)
		}
	}
	maps.Copy(b.nodes, added)
	return nil
}

func nodeOf(h *tar.Header) node {
	n := node{kind: layer.File, mode: uint32(h.Mode & 0o7777), uid: h.Uid, gid: h.Gid, link: h.Linkname}
	switch h.Typeflag {
	case tar.TypeDir:
		n.kind = layer.Dir
	case tar.TypeSymlink:
		n.kind = layer.Symlink
	}
	return n
}

func (b *base) remove(at string) {
	delete(b.nodes, at)
	b.removeBelow(at)
}

// removeBelow forgets what a folder holds.
func (b *base) removeBelow(dir string) {
	for name := range b.nodes {
		if dir == "." || strings.HasPrefix(name, dir+"/") {
			delete(b.nodes, name)
		}
	}
}

// resolve follows the symbolic links of the base in all components of a path.
// What the base does not have is taken as it stands.
func (b *base) resolve(name string) (string, error) {
	at, err := layer.Follow(name, func(at string) (string, bool, error) {
		n := b.nodes[at]
		return n.link, n.kind == layer.Symlink, nil
	})
	if err != nil {
		return "", failure.Errorf("in the image below: %v", err)
	}
	return at, nil
}
