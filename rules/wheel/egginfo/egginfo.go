// Package egginfo makes a wheel of an sdist from what setuptools left in it
// about its own content: the egg-info folder.
//
// It knows the files of that folder and what setuptools and its wheel command
// make of them. It runs nothing, and does not read setup.py as a program: what
// only that could tell (extension modules, scripts, data files) it looks for
// by name, and refuses.
package egginfo

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"dbx/rules/wheel/whl"
)

// failure is an error that the sdist causes.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// UserFailure marks the error as one of the input, not of the machine.
func (failure) UserFailure() {}

func failf(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}

// advice ends the refusal of an sdist that needs its build run.
const advice = "; drop static = true, so that its build is run"

// member is a file of the wheel.
type member struct {
	data       []byte
	executable bool
}

// sdist is a source tree and what was found out about it.
type sdist struct {
	src     fs.FS
	info    string   // the egg-info folder
	base    string   // the folder that holds it, and the packages
	sources []string // files that SOURCES.txt lists, sorted
	config  config   // setup.cfg
}

// Pack returns the file name and the content, in canonical form with files of
// 1980, of a wheel for any platform, made from the sdist unpacked at src. Into
// it go the files that SOURCES.txt lists below the packages and modules of
// top_level.txt, as if include_package_data were set; METADATA is PKG-INFO
// with the requirements of requires.txt if it states none itself; the rest of
// the egg-info folder and the licences go where setuptools puts them.
//
// An sdist whose egg-info does not say all is refused. An error that the sdist
// causes has a method UserFailure; others are those of src, and ctx's.
func Pack(ctx context.Context, src fs.FS) (name string, wheel []byte, err error) {
	s, err := open(src)
	if err != nil {
		return "", nil, err
	}
	if err := s.refuse(); err != nil {
		return "", nil, err
	}
	files, err := s.packages(ctx)
	if err != nil {
		return "", nil, err
	}
	if err := s.distInfo(files); err != nil {
		return "", nil, err
	}
	raw, err := zipped(files)
	if err != nil {
		return "", nil, err
	}
	name, wheel, err = whl.Normalise(bytes.NewReader(raw), int64(len(raw)), whl.Options{})
	if err != nil {
		return "", nil, failure{err}
	}
	return name, wheel, nil
}

// open finds the egg-info folder and reads what the rest needs to know.
func open(src fs.FS) (*sdist, error) {
	s := &sdist{src: src}
	var err error
	if s.info, err = findInfo(src); err != nil {
		return nil, err
	}
	s.base = path.Dir(s.info)
	if s.sources, err = s.list("SOURCES.txt"); err != nil {
		return nil, err
	}
	slices.Sort(s.sources)
	s.sources = slices.Compact(s.sources)
	text, err := optional(src, "setup.cfg")
	if err != nil {
		return nil, err
	}
	s.config = parseConfig(string(text))
	return s, nil
}

// findInfo returns the one egg-info folder, which setuptools writes beside
// the packages: at the top or below src.
func findInfo(src fs.FS) (string, error) {
	var found []string
	for _, dir := range []string{".", "src"} {
		entries, err := fs.ReadDir(src, dir)
		if err != nil && (dir == "." || !errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
		for _, e := range entries {
			if e.IsDir() && strings.HasSuffix(e.Name(), ".egg-info") {
				found = append(found, path.Join(dir, e.Name()))
			}
		}
	}
	switch len(found) {
	case 0:
		return "", failf("there is no *.egg-info folder at the top or below src: this is not an sdist that setuptools wrote" + advice)
	case 1:
		return found[0], nil
	}
	return "", failf("there are %d egg-info folders, and no telling which is this project's: %s"+advice, len(found), strings.Join(found, ", "))
}

// list returns the lines of a file of the egg-info folder that say something.
func (s *sdist) list(name string) ([]string, error) {
	text, err := fs.ReadFile(s.src, path.Join(s.info, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, failf("%s has no %s"+advice, s.info, name)
	}
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// optional reads a file that need not be there.
func optional(src fs.FS, name string) ([]byte, error) {
	b, err := fs.ReadFile(src, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// untold matches, outside of comments, what makes setuptools put things into a
// wheel, or leave things out, of which egg-info says nothing; untoldScripts is
// one more of them, where it does not mean entry points.
var (
	untold        = regexp.MustCompile(`(?m)^[^#\n]*?\b(ext[-_]modules|cffi_modules|rust_extensions|data[-_]files|exclude[-_]package[-_]data|script-files)\b`)
	untoldScripts = regexp.MustCompile(`(?m)^[^#\n]*?\b(scripts)['"]?\]?[ \t]*[=:]`)
)

// refuse looks for what a wheel made of egg-info alone would silently lack.
func (s *sdist) refuse() error {
	for _, name := range []string{"setup.py", "setup.cfg", "pyproject.toml"} {
		text, err := optional(s.src, name)
		if err != nil {
			return err
		}
		m := untold.FindSubmatch(text)
		if m == nil && name != "pyproject.toml" {
			m = untoldScripts.FindSubmatch(text)
		}
		if m != nil {
			return failf("%s speaks of %s, of which egg-info says nothing"+advice, name, m[1])
		}
	}
	text, err := optional(s.src, path.Join(s.info, "namespace_packages.txt"))
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(text)) > 0 {
		return failf("%s/namespace_packages.txt: for namespace packages of this kind setuptools writes a .pth file"+advice, s.info)
	}
	return nil
}

// zipped returns an archive that [whl.Normalise] reads.
func zipped(files map[string]member) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := &zip.FileHeader{Name: name}
		h.SetMode(0o644)
		if files[name].executable {
			h.SetMode(0o755)
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(files[name].data)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
