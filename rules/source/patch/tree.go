package patch

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// entry is the planned or present state of a path; mode 0 is an absent one.
type entry struct {
	content []byte // of a link: its target
	mode    Mode
	moved   bool // comes from another path
}

// operation is a section of a diff, its names resolved to paths in the tree.
type operation struct {
	from, to               string
	create, delete, rename bool
	mayCreate              bool // the file may be absent
}

// tree plans changes in memory. Sections of one run of git diff all speak of
// the state before it, so they are gathered in targets and removed, and
// merged into base when a section comes that cannot be of the same run.
type tree struct {
	root    *os.Root
	base    map[string]*entry
	changed map[string]bool // the paths in base that are not as on disk
	targets map[string]*entry
	removed map[string]bool
	sources map[string]bool // renamed away in this run
}

func newTree(root *os.Root) *tree {
	return &tree{
		root: root, base: map[string]*entry{}, changed: map[string]bool{},
		targets: map[string]*entry{}, removed: map[string]bool{}, sources: map[string]bool{},
	}
}

// open makes the state that op speaks of the current one.
func (t *tree) open(op operation) error {
	stale := t.targets[op.to] != nil || t.removed[op.to] && !t.sources[op.to]
	if made := t.targets[op.from]; made != nil && !stale {
		before, err := t.get(op.from)
		if err != nil {
			return err
		}
		// Two files that swap their names are the one case where a run's
		// target is still meant as it was.
		stale = !made.moved || before.mode == 0
	}
	if stale {
		if err := t.merge(); err != nil {
			return err
		}
	}
	if op.rename {
		t.sources[op.from] = true
	}
	return nil
}

// merge makes what this run of sections planned the current state.
func (t *tree) merge() error {
	for name, e := range t.targets {
		if !e.moved || t.removed[name] {
			continue
		}
		if before, err := t.get(name); err != nil {
			return err
		} else if before.mode != 0 {
			return fail(name, 0, "the diff moves or copies a file to this name, but there is one already")
		}
	}
	for name := range t.removed {
		t.base[name] = &entry{}
		t.changed[name] = true
	}
	for name, e := range t.targets {
		t.base[name] = &entry{content: e.content, mode: e.mode}
		t.changed[name] = true
	}
	clear(t.targets)
	clear(t.removed)
	clear(t.sources)
	return nil
}

// get returns the state of name before the current run of sections.
func (t *tree) get(name string) (*entry, error) {
	if e := t.base[name]; e != nil {
		return e, nil
	}
	e, err := t.load(name)
	if err != nil {
		return nil, err
	}
	t.base[name] = e
	return e, nil
}

func (t *tree) load(name string) (*entry, error) {
	info, err := t.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR):
		return &entry{}, nil
	case errors.Is(err, syscall.ENAMETOOLONG):
		return nil, fail(name, 0, "the name is too long for a file")
	case isEscape(err):
		return nil, fail(name, 0, "the path leads out of the tree through a symbolic link")
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := t.root.Readlink(name)
		return &entry{content: []byte(target), mode: Link}, err
	case !info.Mode().IsRegular():
		return nil, fail(name, 0, "is not a regular file, so it cannot be patched")
	}
	e := &entry{mode: Regular}
	if info.Mode()&0o100 != 0 {
		e.mode = Executable
	}
	e.content, err = t.root.ReadFile(name)
	return e, err
}

// isEscape tells os.Root's refusal, which has no error value of its own, from
// the file system's errors, which all carry a number.
func isEscape(err error) bool {
	var number syscall.Errno
	return err != nil && !errors.As(err, &number)
}

// source returns what op starts from, after checks that it can.
func (t *tree) source(op operation) (*entry, error) {
	from, err := t.get(op.from)
	if err != nil {
		return nil, err
	}
	if op.create {
		if len(from.content) > 0 && !t.sources[op.to] {
			return nil, fail(op.to, 0, "the diff creates the file, but it is there already")
		}
		return &entry{mode: Regular}, nil
	}
	if from.mode == 0 && op.mayCreate {
		return &entry{mode: Regular}, nil
	}
	if from.mode == 0 {
		return nil, fail(op.from, 0, "no such file to patch; is the strip count right?")
	}
	return from, nil
}
