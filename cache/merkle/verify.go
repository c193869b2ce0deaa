package merkle

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// verify compares a laid-out tree with what it should be, by names, sizes,
// modes and times: the contract that the store's own files have.
func (f *Farm) verify(ctx context.Context, root digest.Digest, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if err := sameDir(path, info); err != nil {
		return err
	}
	nodes, err := Load(ctx, f.store, root)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	if len(entries) != len(nodes) {
		return fmt.Errorf("%s has %d entries instead of %d", path, len(entries), len(nodes))
	}
	for i, n := range nodes {
		if entries[i].Name() != n.Name {
			return fmt.Errorf("%s has %q in place of %q", path, entries[i].Name(), n.Name)
		}
		if err := f.verifyEntry(ctx, n, path+"/"+n.Name); err != nil {
			return err
		}
	}
	return nil
}

func (f *Farm) verifyEntry(ctx context.Context, n Node, path string) error {
	if n.Kind == Dir {
		return f.verify(ctx, n.Digest, path)
	}
	if n.Kind == Symlink {
		target, err := os.Readlink(path)
		if err == nil && target != n.Target {
			err = fmt.Errorf("%s leads to %q instead of %q", path, target, n.Target)
		}
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	want := fs.FileMode(0o444)
	if n.Kind == Executable {
		want = 0o555
	}
	if info.Mode() != want || info.Size() != n.Digest.Size() || !info.ModTime().Equal(cas.ModTime()) {
		return fmt.Errorf("%s was changed", path)
	}
	return nil
}

func sameDir(path string, info fs.FileInfo) error {
	if info.Mode() != fs.ModeDir|dirMode || !info.ModTime().Equal(cas.ModTime()) {
		return fmt.Errorf("directory %s was changed", path)
	}
	return nil
}
