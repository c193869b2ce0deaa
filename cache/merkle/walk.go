package merkle

import (
	"context"
	"errors"
	"io/fs"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Walk calls fn for every entry of the tree, with its slash-separated path, a
// directory before what is in it, names in bytewise order. The root itself has
// no entry. If fn returns [fs.SkipDir] for a directory, its content is left
// out; any other error ends the walk and is returned.
func Walk(ctx context.Context, store cas.Store, root digest.Digest, fn func(path string, n Node) error) error {
	return walk(ctx, store, root, ".", fn)
}

func walk(ctx context.Context, store cas.Store, dir digest.Digest, at string, fn func(string, Node) error) error {
	nodes, err := Load(ctx, store, dir)
	if err != nil {
		return err
	}
	for _, n := range nodes {
		path := join(at, n.Name)
		err := fn(path, n)
		if errors.Is(err, fs.SkipDir) && n.Kind == Dir {
			continue
		}
		if err != nil {
			return err
		}
		if n.Kind != Dir {
			continue
		}
		if err := walk(ctx, store, n.Digest, path, fn); err != nil {
			return err
		}
	}
	return nil
}

// Blobs returns the digests of all blobs that the tree is made of, root and
// other directories included, each once. Files need not be in the store;
// a directory that is not there gives [cas.ErrNotFound], wrapped.
func Blobs(ctx context.Context, store cas.Store, root digest.Digest) ([]digest.Digest, error) {
	listed := map[digest.Digest]bool{root: true}
	opened := map[digest.Digest]bool{root: true}
	all := []digest.Digest{root}
	for dirs := []digest.Digest{root}; len(dirs) > 0; {
		dir := dirs[len(dirs)-1]
		dirs = dirs[:len(dirs)-1]
		nodes, err := Load(ctx, store, dir)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if n.Kind == Symlink {
				continue
			}
			if !listed[n.Digest] {
				listed[n.Digest] = true
				all = append(all, n.Digest)
			}
			// Apart from listed, for a file may hold the bytes of a directory.
			if n.Kind == Dir && !opened[n.Digest] {
				opened[n.Digest] = true
				dirs = append(dirs, n.Digest)
			}
		}
	}
	return all, nil
}
