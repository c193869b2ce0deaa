package unpack

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"dbx/rules/source/patch"
)

// Queue is patch-queue@1: the tree outputs[0] is the input tree "tree" with the
// patches applied that a series file in the input tree "queue" lists, which lie
// beside it. Arguments: series=PATH, once, and skip=NAME for each patch to leave
// out. A line of the series is a name and, if it is not -p1, how many leading
// folders are dropped; what follows # is a comment.
func Queue(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) == 0 || len(outputs) != 1 {
		return failf("want series= and one output, have %q and %q", args, outputs)
	}
	series, ok := strings.CutPrefix(args[0], "series=")
	if !ok || !fs.ValidPath(series) {
		return failf("argument %q: want series= and a clean relative path", args[0])
	}
	text, err := fs.ReadFile(in, path.Join("queue", series))
	if err != nil {
		return failf("the queue has no file %s", series)
	}
	queue, err := parseSeries(string(text))
	if err != nil {
		return failf("%s: %w", series, err)
	}
	if queue, err = skipping(queue, args[1:]); err != nil {
		return err
	}
	if err := copyTree(ctx, in, "tree", out, outputs[0]); err != nil {
		return err
	}
	root, err := out.OpenRoot(outputs[0])
	if err != nil {
		return err
	}
	defer root.Close()
	for _, q := range queue {
		if err := ctx.Err(); err != nil {
			return err
		}
		diff, err := fs.ReadFile(in, path.Join("queue", path.Dir(series), q.name))
		if err != nil {
			return failf("%s lists %s, which is not beside it", series, q.name)
		}
		if err := patch.Apply(root, diff, q.strip); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return nil
}

// queued is one line of a series.
type queued struct {
	name  string
	strip int
}

func parseSeries(text string) ([]queued, error) {
	var queue []queued
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		q := queued{name: words[0], strip: 1}
		if !fs.ValidPath(q.name) {
			return nil, fmt.Errorf("%q is not a path below the series", q.name)
		}
		if len(words) > 1 {
			n, err := strconv.Atoi(strings.TrimPrefix(words[1], "-p"))
			if err != nil || n < 0 || n > maxStrip || len(words) > 2 {
				return nil, fmt.Errorf("%q: want NAME or NAME -pN", strings.TrimSpace(line))
			}
			q.strip = n
		}
		queue = append(queue, q)
	}
	return queue, nil
}

// skipping drops the patches that arguments skip=NAME name.
func skipping(queue []queued, args []string) ([]queued, error) {
	for _, arg := range args {
		name, ok := strings.CutPrefix(arg, "skip=")
		if !ok {
			return nil, failf("argument %q is not known; want skip=", arg)
		}
		rest := slices.DeleteFunc(slices.Clone(queue), func(q queued) bool { return q.name == name })
		if len(rest) == len(queue) {
			return nil, failf("the series has no patch %s to skip; it has %s", name, strings.Join(names(queue), ", "))
		}
		queue = rest
	}
	return queue, nil
}

func names(queue []queued) []string {
	all := make([]string, len(queue))
	for i, q := range queue {
		all[i] = q.name
	}
	return all
}
