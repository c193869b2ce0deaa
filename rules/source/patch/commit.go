package patch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"syscall"
)

// commit writes the plan: first what goes, then what comes.
func (t *tree) commit() error {
	if err := t.merge(); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(t.changed))
	for _, name := range names {
		if err := t.checkFolders(name); err != nil {
			return err
		}
	}
	for _, name := range names {
		if t.base[name].mode == 0 {
			if err := t.remove(name); err != nil {
				return err
			}
		}
	}
	for _, name := range names {
		if e := t.base[name]; e.mode != 0 {
			if err := t.write(name, e); err != nil {
				return err
			}
		}
	}
	return t.prune(names)
}

// checkFolders refuses a file below what is, or will be, a file.
func (t *tree) checkFolders(name string) error {
	if t.base[name].mode == 0 {
		return nil
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if e := t.base[dir]; e != nil && e.mode == 0 && t.changed[dir] {
			continue
		} else if e != nil && e.mode != 0 && e.mode != Link {
			return fail(name, 0, "%s is a file, so nothing can be below it", dir)
		}
		info, err := t.root.Stat(dir)
		if err == nil && !info.IsDir() {
			return fail(name, 0, "%s is a file, so nothing can be below it", dir)
		}
	}
	return nil
}

func (t *tree) remove(name string) error {
	err := t.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return err
}

// write replaces name, so that nothing is written through a link to it.
func (t *tree) write(name string, e *entry) error {
	if err := t.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", name, err)
	}
	if err := t.remove(name); err != nil {
		return err
	}
	perm := fs.FileMode(0o644)
	switch e.mode {
	case Link:
		return t.root.Symlink(string(e.content), name)
	case Executable:
		perm = 0o755
	}
	if err := t.root.WriteFile(name, e.content, perm); err != nil {
		return err
	}
	return t.root.Chmod(name, perm)
}

// prune removes folders that lost their last file, as git and patch do.
func (t *tree) prune(names []string) error {
	for _, name := range names {
		if t.base[name].mode != 0 {
			continue
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			err := t.root.Remove(dir)
			if errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, syscall.EEXIST) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
				break
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// localPath checks that a stripped name stays within the tree.
func localPath(name string) (string, bool) {
	clean := path.Clean(name)
	if name == "" || path.IsAbs(name) || clean == "." || clean == ".." ||
		strings.HasPrefix(clean, "../") || strings.ContainsRune(name, 0) {
		return "", false
	}
	// "a/../b" may mean another file than "b" where a is a link.
	return clean, !slices.Contains(strings.Split(name, "/"), "..")
}
