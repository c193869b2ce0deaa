package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"dbx/engine/label"
)

// nestedRoots remembers which folders are roots of other workspaces. It may be
// used concurrently.
type nestedRoots struct {
	mu    sync.Mutex
	known map[string]bool
}

// is reports whether the folder dir of the workspace is a root of its own.
func (n *nestedRoots) is(fsys fs.FS, dir string) (bool, error) {
	n.mu.Lock()
	nested, known := n.known[dir]
	n.mu.Unlock()
	if known {
		return nested, nil
	}
	src, err := readIfThere(fsys, path.Join(dir, RootFile))
	if unread := new(UnreadableError); errors.As(err, &unread) {
		err = nil // which is said of the package
	}
	if err != nil {
		return false, err
	}
	nested = declaresWorkspace(src)
	n.mu.Lock()
	n.known[dir] = nested
	n.mu.Unlock()
	return nested, nil
}

// nestedRoot returns the root of another workspace that the folder dir, with
// slashes and relative to the root, lies in; "" if it lies in none.
func (l *loader) nestedRoot(dir string) (string, error) {
	for d := dir; d != "."; d = path.Dir(d) {
		nested, err := l.nested.is(l.fsys, d)
		if err != nil || nested {
			return d, err
		}
	}
	return "", nil
}

// walk lists the packages in the folder of top and below: not in hidden folders
// or those whose names no label can bear, not in results, not in other
// workspaces.
func (l *loader) walk(top string) ([]string, error) {
	var found []string
	start := l.ws.PackageDir(top)
	if inner, err := l.nestedRoot(start); err != nil || inner != "" {
		return nil, err
	}
	if info, err := fs.Lstat(l.fsys, start); err == nil && !info.IsDir() {
		return nil, nil // a link is not followed
	}
	err := fs.WalkDir(l.fsys, start, func(name string, e fs.DirEntry, err error) error {
		switch {
		case !fs.ValidPath(name):
			return skip(e) // no label can bear it
		case err != nil && name == start:
			return fs.SkipAll
		case err != nil:
			return l.mistake(unreadable(name, err))
		case e.IsDir():
			return l.enter(l.packageIn(name), e.Name())
		}
		if dir := path.Dir(name); e.Name() == RootFile && e.Type()&fs.ModeSymlink == 0 && dir != "." {
			found = append(found, l.packageIn(dir))
		}
		return nil
	})
	return found, err
}

// packageIn returns the package path of a folder of the workspace that is that
// of the packages or below it.
func (l *loader) packageIn(dir string) string {
	if dir == l.ws.Packages {
		return ""
	}
	return under(l.ws.Packages, dir)
}

// enter decides whether the walk goes into a folder.
func (l *loader) enter(pkg, name string) error {
	dir := l.ws.PackageDir(pkg)
	if pkg == "" || dir == "." {
		return nil
	}
	if strings.HasPrefix(name, ".") || dir == OutDir || label.CheckPackage(pkg) != nil {
		return fs.SkipDir
	}
	nested, err := l.nested.is(l.fsys, dir)
	if err == nil && nested {
		return fs.SkipDir
	}
	return err
}

// whyNoPackage words what is wrong with the name of a package that is not
// there, and looks for a similar one.
func (l *loader) whyNoPackage(name string) string {
	dir := l.ws.Packages
	elems := strings.Split(name, "/")
	for i, elem := range elems {
		names := readDirNames(l.fsys, dir)
		next := path.Join(dir, elem)
		if !slices.Contains(names, elem) {
			why := fmt.Sprintf("there is no folder %s", path.Join(l.ws.Packages, name))
			if near := nearest(elem, names); near != "" {
				why += fmt.Sprintf("; did you mean //%s?", path.Join(path.Join(elems[:i]...), near, path.Join(elems[i+1:]...)))
			}
			return why
		}
		dir = next
	}
	return fmt.Sprintf("the folder %s has no %s", l.ws.PackageDir(name), RootFile)
}

func readDirNames(fsys fs.FS, dir string) []string {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}
