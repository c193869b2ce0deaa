// Package unpack has the pure functions that turn a fetched archive, or files,
// into a source tree: the builtins unpack@1, patch@1 and tree@1.
//
// A tree that it gives depends on its input's content alone: files are 0644 or
// 0755, links stay inside. It does not know where archives come from; formats
// are dbx/cache/archive's business and diffs that of dbx/rules/source/patch.
package unpack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"dbx/cache/archive"
)

// failure is an error that the input or an argument causes.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// UserFailure marks the error as one of the input, not of the machine.
func (failure) UserFailure() {}

func failf(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}

// Archive is unpack@1: it unpacks the input file "archive" as the tree
// outputs[0] and applies the diffs of the input folder "patches", if there is
// one, in the order of their names. Arguments, each at most once:
//
//	strip=N        leading path components to drop, default 1
//	subdir=PATH    keep only what is below this folder, named as after strip
//	patch-strip=N  leading path components of the diffs, default 1
func Archive(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts, err := parse(args, options{strip: 1, patchStrip: 1})
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failf("want one output, have %q", outputs)
	}
	if err := expand(ctx, in, opts, out, outputs[0]); err != nil {
		return err
	}
	return applyPatches(ctx, in, opts.patchStrip, out, outputs[0])
}

// wholeName is where the whole archive goes if just a folder of it is wanted.
const wholeName = ".whole"

// expand unpacks the archive and cuts the wanted folder out of it.
func expand(ctx context.Context, in fs.FS, opts options, out *os.Root, tree string) error {
	f, err := in.Open("archive")
	if err != nil {
		return err
	}
	defer f.Close()
	at := tree
	if opts.subdir != "." {
		at = wholeName
	}
	if err := out.Mkdir(at, 0o755); err != nil {
		return err
	}
	dir := filepath.Join(out.Name(), filepath.FromSlash(at))
	if err := archive.Unpack(ctx, f, dir, archive.Options{StripComponents: opts.strip}); err != nil {
		return blame(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return failf("the archive holds nothing that has more than %d leading folders; is strip right?", opts.strip)
	}
	if opts.subdir == "." {
		return nil
	}
	return cutOut(out, path.Join(wholeName, opts.subdir), tree, opts.subdir)
}

// cutOut makes the folder at whole the tree.
func cutOut(out *os.Root, whole, tree, subdir string) error {
	info, err := out.Lstat(whole)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return failf("the archive has no folder %s; is subdir right?", subdir)
	}
	if err != nil {
		return err
	}
	if err := linksStayInside(out, whole); err != nil {
		return err
	}
	return out.Rename(whole, tree)
}

// linksStayInside refuses links that were inside of the archive but are not
// inside of the folder.
func linksStayInside(out *os.Root, dir string) error {
	root, err := out.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink == 0 {
			return err
		}
		target, err := root.Readlink(name)
		if err != nil {
			return err
		}
		if to := path.Join(path.Dir(name), target); to == ".." || strings.HasPrefix(to, "../") {
			return failf("%s: the symbolic link leads to %s, outside of the folder that subdir keeps", name, target)
		}
		return nil
	})
}

// blame tells an archive that is bad from a machine that failed.
func blame(err error) error {
	for _, bad := range []error{
		archive.ErrFormat, archive.ErrCorrupt, archive.ErrTraversal, archive.ErrSymlink,
		archive.ErrHardLink, archive.ErrSpecial, archive.ErrConflict, archive.ErrTooBig,
	} {
		if errors.Is(err, bad) {
			return failure{err}
		}
	}
	return err
}
