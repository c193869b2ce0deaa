package content

import (
	"context"
	"io/fs"
	"os"
	"path"

	"github.com/bmatcuk/doublestar/v4"

	"dbx/cache/layer"
	"dbx/rules/failure"
)

// Matches is image-matches@1: it takes the files out of the image that the
// inputs "layers/*.tar", bottom first by name, make together whose paths match
// one of its arguments, patterns with **, {a,b} and the like. The output is a
// tree that has them under the same paths. A symbolic link that matches becomes
// the file that it leads to, and is left out if that is none; so is everything
// else that is no file. Patterns may match nothing.
func Matches(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) == 0 || len(outputs) != 1 {
		return failure.Errorf("want patterns and one output, have %q and %q", args, outputs)
	}
	for _, pattern := range args {
		if !doublestar.ValidatePattern(pattern) {
			return failure.Errorf("%q is no pattern", pattern)
		}
	}
	v, layers, err := openView(ctx, in)
	if err != nil {
		return err
	}
	defer layers.Close()
	if err := out.Mkdir(outputs[0], 0o755); err != nil {
		return err
	}
	for _, name := range v.names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !matchesAny(args, name) {
			continue
		}
		real, err := v.follow(name)
		if err != nil {
			continue // a link that leads nowhere
		}
		e, ok := v.entries[real]
		if !ok || e.Kind != layer.File {
			continue
		}
		to := path.Join(outputs[0], name)
		if err := out.MkdirAll(path.Dir(to), 0o755); err != nil {
			return err
		}
		if err := write(out, to, e); err != nil {
			return err
		}
	}
	return nil
}

func matchesAny(patterns []string, name string) bool {
	for _, pattern := range patterns {
		if ok, err := doublestar.Match(pattern, name); ok && err == nil {
			return true
		}
	}
	return false
}
