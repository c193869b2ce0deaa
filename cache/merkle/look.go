package merkle

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dbx/cache/digest"
)

// Look returns what lies at path as a node without a name, to be compared with
// what was exported there. It stores nothing and asks no store. A file with
// another mode than Export gives, and what is no file, link or directory, is an
// error.
func (f *Farm) Look(ctx context.Context, path string) (Node, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Node{}, err
	}
	var n Node
	switch mode := info.Mode(); {
	case mode.IsDir():
		n.Kind = Dir
		n.Digest, err = f.lookInside(ctx, path)
	case mode.Type() == os.ModeSymlink:
		n.Kind = Symlink
		n.Target, err = os.Readlink(path)
	case mode == writableMode(false), mode == writableMode(true):
		if mode == writableMode(true) {
			n.Kind = Executable
		}
		n.Digest, err = f.Hash(ctx, path)
	default:
		err = fmt.Errorf("%s has the mode %v, which no export gives", path, mode)
	}
	return n, err
}

func (f *Farm) lookInside(ctx context.Context, dir string) (digest.Digest, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return digest.Digest{}, err
	}
	var nodes []Node
	for _, e := range entries {
		n, err := f.Look(ctx, filepath.Join(dir, e.Name()))
		if err != nil {
			return digest.Digest{}, err
		}
		n.Name = e.Name()
		nodes = append(nodes, n)
	}
	b, err := Encode(nodes)
	return digest.Of(b), err
}
