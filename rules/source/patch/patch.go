// Package patch applies unified diffs to a directory.
//
// It knows the unified format (POSIX diff -u), git's extended headers, and
// where a hunk may be placed: where it says, or elsewhere if all its context
// is there; a hunk is never fitted by ignoring lines of context. It does not
// know where patches come from or in which order several of them go.
package patch

import (
	"os"
	"path"
	"strings"
)

// DefaultStrip is the number of leading path components that diffs of version
// control systems put before a file's own path ("a/", "b/").
const DefaultStrip = 1

// Apply changes the tree under root as the diff says, with strip leading
// components taken off the diff's paths. It touches nothing unless the whole
// diff applies. An error that the diff or its fit causes is an [*Error]; any
// other error is the file system's, after which the tree is in an undefined
// state. Nobody else may change the tree meanwhile.
func Apply(root *os.Root, diff []byte, strip int) error {
	files, err := Parse(diff)
	if err != nil {
		return err
	}
	t := newTree(root)
	for i := range files {
		if err := t.apply(&files[i], strip); err != nil {
			return err
		}
	}
	return t.commit()
}

// apply plans one section of a diff.
func (t *tree) apply(f *File, strip int) error {
	op, err := t.resolve(f, strip)
	if err != nil {
		return err
	}
	if err := t.open(op); err != nil {
		return err
	}
	from, err := t.source(op)
	if err != nil {
		return err
	}
	content, err := applyHunks(op.to, from.content, f.Hunks)
	if err != nil {
		return err
	}
	if op.delete {
		if len(content) > 0 {
			return fail(op.from, 0, "the diff deletes the file, but the file holds more than the diff takes away")
		}
		t.removed[op.from] = true
		return nil
	}
	to := &entry{content: content, mode: from.mode, moved: op.from != op.to}
	if f.NewMode != 0 {
		to.mode = f.NewMode
	}
	if to.mode.isLink() && !insideLink(op.to, string(content)) {
		return fail(op.to, 0, "the symbolic link's target %q is absolute or outside of the tree", content)
	}
	if op.rename {
		t.removed[op.from] = true
	}
	t.targets[op.to] = to
	return nil
}

// insideLink reports whether a link at name leads to a place in its tree.
func insideLink(name, target string) bool {
	if target == "" || path.IsAbs(target) || strings.ContainsRune(target, 0) {
		return false
	}
	joined := path.Join(path.Dir(name), target)
	return joined != ".." && !strings.HasPrefix(joined, "../")
}
