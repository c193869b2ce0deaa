package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/filelock"
	"dbx/cache/merkle"
	"dbx/engine/label"
	"dbx/engine/load"
)

// resultsDir is the folder in dbx-out that says what dbx wrote there. No package
// can have its name.
const resultsDir = ".dbx"

// written is what builds left below dbx-out, one for each output of a target.
// One process at a time has them open. They lie in dbx-out, so that they go
// with what they are about.
type written struct {
	root string // of the workspace
	lock *os.File
	text []byte // of the file
	list []writtenOutput
}

// writtenOutput is an output that was exported, or was about to be.
type writtenOutput struct {
	folder string // the target's, below the workspace's root
	path   string
	kind   merkle.Kind
	digest digest.Digest
}

// openWritten reads what builds left in a workspace. It waits for a process that
// has it open; Close lets the next one have it.
func openWritten(ctx context.Context, root string) (*written, error) {
	dir := filepath.Join(root, load.OutDir, resultsDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	lock, err := filelock.Acquire(ctx, filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	w := &written{root: root, lock: lock}
	if w.text, err = os.ReadFile(w.file()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		lock.Close()
		return nil, err
	}
	w.list = parseWritten(string(w.text))
	return w, nil
}

func (w *written) file() string {
	return filepath.Join(w.root, load.OutDir, resultsDir, "results")
}

// Close does not save.
func (w *written) Close() error { return w.lock.Close() }

// save writes the list down, if it is another than before.
func (w *written) save() error {
	text := encodeWritten(w.list)
	if bytes.Equal(text, w.text) {
		return nil
	}
	w.text = text
	return writeFile(w.file(), text, 0o644)
}

// add notes outputs beside what is known already: until they are exported, it
// is not known which of the two lies there.
func (w *written) add(outputs []writtenOutput) { w.list = append(w.list, outputs...) }

// settle notes that of these folders nothing is left but those outputs.
func (w *written) settle(folders map[string]bool, outputs []writtenOutput) {
	w.list = slices.DeleteFunc(w.list, func(o writtenOutput) bool { return folders[o.folder] })
	w.add(outputs)
}

// sweep removes what builds left of targets that are gone, and tells of which
// folders. What is not as dbx wrote it stays, and is no longer known; kept are
// the paths of that.
func (w *written) sweep(ctx context.Context, farm *merkle.Farm, gone func(label.Label) bool) (removed, kept []string, err error) {
	doomed := map[string]map[string][]writtenOutput{} // folder → path → what may be there
	for _, o := range w.list {
		if l, err := o.label(); err == nil && gone(l) {
			if doomed[o.folder] == nil {
				doomed[o.folder] = map[string][]writtenOutput{}
			}
			doomed[o.folder][o.path] = append(doomed[o.folder][o.path], o)
		}
	}
	for folder, paths := range doomed {
		for at, may := range paths {
			switch took, err := w.remove(ctx, farm, at, may); {
			case ctx.Err() != nil:
				return removed, kept, context.Cause(ctx)
			case err != nil:
				return removed, kept, fmt.Errorf("remove %s: %w", at, err)
			case took:
				removed = append(removed, folder)
			case w.isThere(at):
				kept = append(kept, at)
			}
		}
	}
	w.list = slices.DeleteFunc(w.list, func(o writtenOutput) bool { return doomed[o.folder] != nil })
	slices.Sort(removed)
	slices.Sort(kept)
	return slices.Compact(removed), kept, nil
}

// remove takes an output away, and the folders that it leaves empty, if it is
// one of what dbx wrote.
func (w *written) remove(ctx context.Context, farm *merkle.Farm, at string, may []writtenOutput) (bool, error) {
	full := filepath.Join(w.root, filepath.FromSlash(at))
	if !w.isThere(at) {
		return false, nil
	}
	found, err := farm.Look(ctx, full)
	if err != nil || !slices.ContainsFunc(may, func(o writtenOutput) bool { return o.kind == found.Kind && o.digest == found.Digest }) {
		return false, nil // a person's
	}
	if err := session.RemoveAll(full); err != nil {
		return false, err
	}
	for dir := path.Dir(at); dir != load.OutDir && syscall.Rmdir(filepath.Join(w.root, filepath.FromSlash(dir))) == nil; {
		dir = path.Dir(dir)
	}
	return true, nil
}

// isThere reports whether something lies at a path below dbx-out, and no
// symbolic link leads there: behind one is what others own.
func (w *written) isThere(at string) bool {
	full := filepath.Join(w.root, load.OutDir)
	elems := strings.Split(strings.TrimPrefix(at, load.OutDir+"/"), "/")
	for i, elem := range elems {
		full = filepath.Join(full, elem)
		info, err := os.Lstat(full)
		if err != nil || i < len(elems)-1 && !info.IsDir() {
			return false
		}
	}
	return true
}

// label is that of the target that the output is of.
func (o writtenOutput) label() (label.Label, error) {
	pkg, name := path.Split(strings.TrimPrefix(o.folder, load.OutDir+"/"))
	return label.New(strings.TrimSuffix(pkg, "/"), name)
}

// String is the output's line in the file.
func (o writtenOutput) String() string {
	return fmt.Sprintf("%d\t%s\t%s\t%s", o.kind, o.digest, o.folder, strconv.Quote(o.path))
}

func encodeWritten(list []writtenOutput) []byte {
	lines := make([]string, len(list))
	for i, o := range list {
		lines[i] = o.String() + "\n"
	}
	slices.Sort(lines)
	return []byte(strings.Join(slices.Compact(lines), ""))
}

// parseWritten reads what encodeWritten wrote. A line that makes no sense, or
// leads out of dbx-out, is about nothing that dbx wrote.
func parseWritten(text string) []writtenOutput {
	var list []writtenOutput
	for line := range strings.Lines(text) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 4)
		if len(fields) != 4 {
			continue
		}
		o := writtenOutput{folder: fields[2]}
		kind, badKind := strconv.ParseUint(fields[0], 10, 8)
		d, badDigest := digest.Parse(fields[1])
		at, badPath := strconv.Unquote(fields[3])
		o.kind, o.digest, o.path = merkle.Kind(kind), d, at
		if errors.Join(badKind, badDigest, badPath) == nil && o.inside() {
			list = append(list, o)
		}
	}
	return list
}

// inside reports whether the output is its target's, below dbx-out.
func (o writtenOutput) inside() bool {
	_, err := o.label()
	within := o.path == o.folder || strings.HasPrefix(o.path, o.folder+"/")
	return err == nil && within && o.path == path.Clean(o.path) && strings.HasPrefix(o.folder, load.OutDir+"/")
}
