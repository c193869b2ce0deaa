package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
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
func (n *nestedRoots) is(root, dir string) (bool, error) {
	n.mu.Lock()
	nested, known := n.known[dir]
	n.mu.Unlock()
	if known {
		return nested, nil
	}
	src, err := readIfThere(filepath.Join(root, filepath.FromSlash(dir), RootFile))
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
		nested, err := l.nested.is(l.ws.Dir, d)
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
	base := filepath.Join(l.ws.Dir, filepath.FromSlash(l.ws.Packages))
	start := filepath.Join(base, filepath.FromSlash(top))
	if inner, err := l.nestedRoot(l.ws.PackageDir(top)); err != nil || inner != "" {
		return nil, err
	}
	err := filepath.WalkDir(start, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			if name == start {
				return fs.SkipAll
			}
			return err
		}
		rel, err := filepath.Rel(base, name)
		if err != nil {
			return err
		}
		pkg := strings.TrimPrefix(filepath.ToSlash(rel), ".")
		if e.IsDir() {
			return l.enter(pkg, e.Name())
		}
		if e.Name() == RootFile && e.Type().IsRegular() {
			if dir := strings.TrimPrefix(path.Dir(filepath.ToSlash(rel)), "."); l.ws.PackageDir(dir) != "." {
				found = append(found, dir)
			}
		}
		return nil
	})
	return found, err
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
	nested, err := l.nested.is(l.ws.Dir, dir)
	if err == nil && nested {
		return fs.SkipDir
	}
	return err
}

// whyNoPackage words what is wrong with the name of a package that is not
// there, and looks for a similar one.
func (l *loader) whyNoPackage(name string) string {
	dir := filepath.Join(l.ws.Dir, filepath.FromSlash(l.ws.Packages))
	elems := strings.Split(name, "/")
	for i, elem := range elems {
		names := readDirNames(dir)
		next := filepath.Join(dir, elem)
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

func readDirNames(dir string) []string {
	entries, err := os.ReadDir(dir)
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
