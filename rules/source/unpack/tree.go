package unpack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/rules/source/patch"
)

// Patch is patch@1: the tree outputs[0] is the input tree "tree" with the
// diffs of the input folder "patches" applied in the order of their names. Its
// one argument, patch-strip=N, is as in [Archive].
func Patch(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts, err := parse(args, options{patchStrip: 1})
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failf("want one output, have %q", outputs)
	}
	if err := copyTree(ctx, in, "tree", out, outputs[0]); err != nil {
		return err
	}
	return applyPatches(ctx, in, opts.patchStrip, out, outputs[0])
}

// Gather is tree@1: it makes the input folder that its one argument names, put
// together of any inputs, the tree outputs[0].
func Gather(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 1 || len(outputs) != 1 {
		return failf("want one folder and one output, have %q and %q", args, outputs)
	}
	return copyTree(ctx, in, args[0], out, outputs[0])
}

// copyTree copies a folder of in, of which it keeps content, links and whether
// a file may be executed.
func copyTree(ctx context.Context, in fs.FS, from string, out *os.Root, to string) error {
	sub, err := fs.Sub(in, from)
	if err != nil {
		return err
	}
	if info, err := fs.Stat(sub, "."); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return failf("there is no input folder %s", from)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := out.Mkdir(to, 0o755); err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(out.Name(), filepath.FromSlash(to)), sub)
}

// applyPatches changes the tree by all files below "patches".
func applyPatches(ctx context.Context, in fs.FS, strip int, out *os.Root, tree string) error {
	entries, err := fs.ReadDir(in, "patches")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	root, err := out.OpenRoot(tree)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		diff, err := fs.ReadFile(in, "patches/"+e.Name())
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(diff)) == 0 {
			return failf("%s: the patch is empty", e.Name())
		}
		if err := patch.Apply(root, diff, strip); err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
	}
	return nil
}
