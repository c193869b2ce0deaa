package egginfo

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// packages returns the files of all packages and modules by their paths below
// site-packages.
func (s *sdist) packages(ctx context.Context) (map[string]member, error) {
	tops, err := s.list("top_level.txt")
	if err != nil {
		return nil, err
	}
	if len(tops) == 0 {
		return nil, failf("%s/top_level.txt names no package and no module"+advice, s.info)
	}
	files := map[string]member{}
	for _, top := range tops {
		listed, err := s.below(top)
		if err != nil {
			return nil, err
		}
		for _, name := range listed {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if files[name], err = s.read(name); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

// below returns the files that SOURCES.txt lists of one package or module,
// relative to the folder with the packages.
func (s *sdist) below(top string) ([]string, error) {
	if !fs.ValidPath(top) || top == "." || strings.Contains(top, "/") {
		return nil, failf("%s/top_level.txt: %q is not the name of a package or module", s.info, top)
	}
	var listed []string
	module := false
	for _, source := range s.sources {
		name, ok := s.relative(source)
		switch {
		case !ok:
		case name == top+".py":
			module = true
		case strings.HasPrefix(name, top+"/"):
			listed = append(listed, name)
		}
	}
	switch {
	case module && len(listed) > 0:
		return nil, failf("%s/SOURCES.txt lists both %s.py and files of a folder %s, and top_level.txt does not say which is meant"+advice, s.info, top, top)
	case module:
		return []string{top + ".py"}, nil
	case len(listed) == 0:
		return nil, failf("%s/top_level.txt names %s, but SOURCES.txt lists nothing of it beside the egg-info folder; it may be an extension module or have a folder of another name"+advice, s.info, top)
	}
	return listed, s.complete(top, listed)
}

// relative returns a path of SOURCES.txt as seen from the folder with the
// packages, and whether it lies there.
func (s *sdist) relative(source string) (string, bool) {
	if s.base == "." {
		return source, true
	}
	return strings.CutPrefix(source, s.base+"/")
}

// compiled are the endings of what is compiled, or was.
func compiled(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".c", ".cc", ".cpp", ".cxx", ".pyx", ".rs", ".so", ".pyd", ".dll", ".dylib":
		return true
	}
	return false
}

// complete refuses a package that needs a compiler, and one with modules that
// SOURCES.txt does not know: setuptools would have packed those.
func (s *sdist) complete(top string, listed []string) error {
	if i := slices.IndexFunc(listed, compiled); i >= 0 {
		return failf("%s/SOURCES.txt lists %s, which is compiled code or its source: it cannot be told whether the wheel needs a compiler"+advice, s.info, listed[i])
	}
	return fs.WalkDir(s.src, path.Join(s.base, top), func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the files listed are missed by name
		}
		if err != nil {
			return err
		}
		relative, _ := s.relative(name)
		if d.IsDir() || path.Ext(name) != ".py" || slices.Contains(listed, relative) {
			return nil
		}
		return failf("%s/SOURCES.txt does not list the module %s; if a patch adds it, let it add the line, or drop static = true", s.info, name)
	})
}

// read reads a file that SOURCES.txt lists.
func (s *sdist) read(name string) (member, error) {
	full := path.Join(s.base, name)
	if !fs.ValidPath(name) {
		return member{}, failf("%s/SOURCES.txt: %q is not a clean path", s.info, name)
	}
	info, err := fs.Stat(s.src, full)
	if errors.Is(err, fs.ErrNotExist) {
		return member{}, failf("%s/SOURCES.txt lists %s, and there is no such file; if a patch drops it, let it drop the line, or drop static = true", s.info, full)
	}
	if err != nil {
		return member{}, err
	}
	if !info.Mode().IsRegular() {
		return member{}, failf("%s/SOURCES.txt lists %s, which is not a file", s.info, full)
	}
	data, err := fs.ReadFile(s.src, full)
	return member{data, info.Mode()&0o111 != 0 && !s.isModule(name)}, err
}

// isModule reports whether setuptools takes a file for a module of a package,
// which it makes 0644, or for data, whose mode it keeps.
func (s *sdist) isModule(name string) bool {
	dir := path.Dir(name)
	if path.Ext(name) != ".py" || dir == "." {
		return path.Ext(name) == ".py"
	}
	_, packaged := slices.BinarySearch(s.sources, path.Join(s.base, dir, "__init__.py"))
	return packaged
}
