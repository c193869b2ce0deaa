package load

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sys/unix"
)

// packageFiles answers for the files of one package: those in its folder and
// below, without the folders that are packages of their own. It may be used
// concurrently: heirs evaluate what they inherit in its package.
type packageFiles struct {
	fsys fs.FS  // the workspace
	root string // its folder, in the host's form; "" if it is not on disk
	dir  string // the package's, relative to it, with slashes
	once sync.Once
	all  []string
	err  error
}

// texts lists files that were read as text, relative to the workspace.
type texts []string

func (t *texts) note(name string) { *t = append(*t, name) }

// name returns the workspace's name of a path relative to the package.
func (p *packageFiles) name(rel string) string { return path.Join(p.dir, rel) }

// list returns all files, sorted, relative to the package.
func (p *packageFiles) list() ([]string, error) {
	p.once.Do(func() { p.all, p.err = p.walk() })
	return p.all, p.err
}

func (p *packageFiles) walk() ([]string, error) {
	var all []string
	top := p.name("")
	err := fs.WalkDir(p.fsys, top, func(name string, e fs.DirEntry, err error) error {
		switch {
		case !fs.ValidPath(name):
			return skip(e) // no text can name it
		case err != nil:
			return err
		case e.IsDir() && name != top && (e.Name() == OutDir || e.Name() == ".git" || isPackageDir(p.fsys, name)):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		if e.Type()&fs.ModeSymlink != 0 {
			if info, err := fs.Stat(p.fsys, name); err != nil || !info.Mode().IsRegular() {
				return nil
			}
		} else if !e.Type().IsRegular() {
			return nil
		}
		all = append(all, under(top, name))
		return nil
	})
	slices.Sort(all)
	return all, err
}

// skip goes on behind an entry of a walk.
func skip(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// under returns the path of a file relative to a folder that it is in.
func under(dir, name string) string {
	if dir == "." {
		return name
	}
	return strings.TrimPrefix(name, dir+"/")
}

// glob returns the files that match one of the patterns and none of those to
// leave out, sorted, relative to the package.
func (p *packageFiles) glob(include, exclude []string) ([]string, error) {
	for _, pattern := range slices.Concat(include, exclude) {
		if err := checkRelative(pattern); err != nil {
			return nil, err
		}
		if !doublestar.ValidatePattern(pattern) {
			return nil, fmt.Errorf("pattern %q is not well formed: look at its brackets", pattern)
		}
	}
	all, err := p.list()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range all {
		if matchesAny(include, name) && !matchesAny(exclude, name) {
			found = append(found, name)
		}
	}
	return found, nil
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return doublestar.MatchUnvalidated(p, name) })
}

// find checks that a regular file is there and belongs to the package, and
// returns its path relative to the workspace.
func (p *packageFiles) find(rel string) (string, error) {
	if err := checkRelative(rel); err != nil {
		return rel, err
	}
	name := path.Join(p.dir, rel)
	if err := p.inside(rel); err != nil {
		return name, err
	}
	info, err := fs.Stat(p.fsys, name)
	if err != nil {
		return name, p.absent(rel, name, err)
	}
	sub := path.Dir(path.Clean(rel))
	if info.IsDir() {
		sub = path.Clean(rel)
	}
	for ; sub != "."; sub = path.Dir(sub) {
		if isPackageDir(p.fsys, p.name(sub)) {
			return name, fmt.Errorf("the file %s belongs to the package in %s: name a target there", rel, path.Join(p.dir, sub))
		}
	}
	switch {
	case info.IsDir():
		return name, &UnreadableError{name, fmt.Sprintf("is a folder: name its files, as glob([%q]) does", path.Clean(rel)+"/**")}
	case !info.Mode().IsRegular():
		return name, notRegular(name, info.Mode())
	case p.forbidden(name, info.Mode()):
		return name, unreadable(name, fs.ErrPermission)
	}
	return name, nil
}

// forbidden reports whether this user may not read a file. The kernel is asked
// only where not everybody may.
func (p *packageFiles) forbidden(name string, mode fs.FileMode) bool {
	const everybody = 0o004
	return p.root != "" && mode&everybody == 0 &&
		errors.Is(unix.Access(filepath.Join(p.root, filepath.FromSlash(name)), unix.R_OK), fs.ErrPermission)
}

// absent says why a file cannot be found.
func (p *packageFiles) absent(rel, name string, err error) error {
	err = unreadable(name, err)
	if errors.As(err, new(*UnreadableError)) {
		return err
	}
	switch near := nearest(path.Base(rel), p.siblings(name)); {
	case strings.Contains(rel, ":"):
		return fmt.Errorf("there is no file %s, and here stand files, not labels", name)
	case near == path.Base(rel):
		return fmt.Errorf("the file %s is a symbolic link that leads to nothing", name)
	case near != "":
		return fmt.Errorf("there is no file %s; did you mean %s?", name, path.Join(path.Dir(name), near))
	}
	return fmt.Errorf("there is no file %s", name)
}

// inside refuses a file that symbolic links lead out of the workspace: it
// would be another one on another machine.
func (p *packageFiles) inside(rel string) error {
	if p.root == "" || p.linkless(p.name(rel)) {
		return nil
	}
	real, err := filepath.EvalSymlinks(filepath.Join(p.root, filepath.FromSlash(p.name(rel))))
	if err != nil {
		return nil // it is not there, which is said better elsewhere
	}
	root, err := filepath.EvalSymlinks(p.root)
	if err != nil {
		return fmt.Errorf("%s: %w", p.root, err)
	}
	if within, err := filepath.Rel(root, real); err != nil || !filepath.IsLocal(within) {
		return fmt.Errorf("the file %s is a link that leads out of the workspace", path.Join(p.dir, rel))
	}
	return nil
}

// linkless reports whether no part of a path of the workspace is a symbolic link,
// so that the file is surely inside. That is how it is with almost all.
func (p *packageFiles) linkless(name string) bool {
	for at := name; at != "."; at = path.Dir(at) {
		info, err := os.Lstat(filepath.Join(p.root, filepath.FromSlash(at)))
		if err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return false
		}
	}
	return true
}

// content returns the text of a file of the package.
func (p *packageFiles) content(rel string) (string, error) {
	name, err := p.find(rel)
	if err != nil {
		return "", err
	}
	b, err := ReadFile(p.fsys, name)
	if err != nil {
		return "", fmt.Errorf("file %w", err)
	}
	if !utf8.Valid(b) {
		return "", fmt.Errorf("file %s is no UTF-8 text: name it as an input instead", rel)
	}
	return string(b), nil
}

func checkRelative(rel string) error {
	switch {
	case rel == "":
		return errors.New("a path is empty")
	case path.IsAbs(rel):
		return fmt.Errorf("path %q is absolute: files are named relative to their package", rel)
	case slices.Contains(strings.Split(rel, "/"), ".."):
		return fmt.Errorf("path %q leads out of its package: name a target there", rel)
	case strings.ContainsRune(rel, 0):
		return fmt.Errorf("path %q contains a zero byte", rel)
	}
	return nil
}

// siblings lists what lies beside a file, for hints.
func (p *packageFiles) siblings(name string) []string {
	entries, err := fs.ReadDir(p.fsys, path.Dir(name))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// isPackageDir reports whether a folder has a BUILD.hcl.
func isPackageDir(fsys fs.FS, dir string) bool {
	info, err := fs.Stat(fsys, path.Join(dir, RootFile))
	return err == nil && info.Mode().IsRegular()
}
