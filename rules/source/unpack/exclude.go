package unpack

import (
	"context"
	"io/fs"
	"os"

	"github.com/bmatcuk/doublestar/v4"
)

// Exclude is exclude@1: the tree outputs[0] is the input tree "tree" without
// what its arguments, patterns with **, match: a folder goes with all that is
// in it. A pattern that matches nothing, or nothing that those before it left, is
// a mistake.
func Exclude(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) == 0 || len(outputs) != 1 {
		return failf("want patterns and one output, have %q and %q", args, outputs)
	}
	if err := copyTree(ctx, in, "tree", out, outputs[0]); err != nil {
		return err
	}
	root, err := out.OpenRoot(outputs[0])
	if err != nil {
		return err
	}
	defer root.Close()
	for _, pattern := range args {
		found, err := doublestar.Glob(root.FS(), pattern, doublestar.WithNoFollow())
		if err != nil {
			return failf("pattern %q: %w", pattern, err)
		}
		if len(found) == 0 {
			return failf("nothing matches %q, so there is nothing to exclude by it", pattern)
		}
		for _, name := range found {
			if name == "." {
				return failf("the pattern %q matches the whole tree", pattern)
			}
			if err := root.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	return nil
}
