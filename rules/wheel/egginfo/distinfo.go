package egginfo

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"dbx/rules/wheel/whl"
)

// notCopied are files of the egg-info folder that do not go into dist-info:
// those that tell of the sdist alone, and those that an installer or this
// package writes.
func notCopied(name string) bool {
	switch name {
	case "PKG-INFO", "requires.txt", "SOURCES.txt", "not-zip-safe", "native_libs.txt",
		"METADATA", "WHEEL", "RECORD", "INSTALLER", "REQUESTED", "direct_url.json":
		return true
	}
	return strings.HasPrefix(name, "RECORD.")
}

// distInfo adds the wheel's dist-info folder to files.
func (s *sdist) distInfo(files map[string]member) error {
	m, meta, err := s.metadata()
	if err != nil {
		return err
	}
	dir := escape(meta.Name) + "-" + whl.EscapeVersion(meta.Version) + ".dist-info"
	if err := s.copyInfo(files, dir); err != nil {
		return err
	}
	if err := s.licences(files, dir, m); err != nil {
		return err
	}
	tags := "Tag: py3-none-any\n"
	if s.config.is("bdist_wheel", "universal") || s.config.is("wheel", "universal") {
		tags = "Tag: py2-none-any\n" + tags
	}
	files[dir+"/METADATA"] = member{data: m.bytes()}
	files[dir+"/WHEEL"] = member{data: []byte("Wheel-Version: 1.0\nGenerator: dbx (egg-info-wheel 1)\nRoot-Is-Purelib: true\n" + tags)}
	return nil
}

// separators are what names of wheels have one underscore for.
var separators = regexp.MustCompile(`[-_.]+`)

// escape returns a project's name as setuptools spells it in names of wheels:
// unlike the standard's own form, in the project's upper and lower case.
func escape(name string) string { return separators.ReplaceAllString(name, "_") }

// metadata returns METADATA, and what it says.
func (s *sdist) metadata() (metadata, whl.Metadata, error) {
	var meta whl.Metadata
	text, err := fs.ReadFile(s.src, path.Join(s.info, "PKG-INFO"))
	if errors.Is(err, fs.ErrNotExist) {
		return metadata{}, meta, failf("%s has no PKG-INFO"+advice, s.info)
	}
	if err != nil {
		return metadata{}, meta, err
	}
	m, err := parseMetadata(string(text))
	if err == nil {
		err = m.modernise()
	}
	if err != nil {
		return m, meta, err
	}
	requires, err := optional(s.src, path.Join(s.info, "requires.txt"))
	if err != nil {
		return m, meta, err
	}
	if err := m.require(string(requires)); err != nil {
		return m, meta, err
	}
	if meta, err = whl.ParseMetadata(m.bytes()); err != nil {
		return m, meta, failure{err}
	}
	return m, meta, nil
}

// copyInfo adds what dist-info has from the egg-info folder as it is.
func (s *sdist) copyInfo(files map[string]member, dir string) error {
	entries, err := fs.ReadDir(s.src, s.info)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || notCopied(e.Name()) {
			continue
		}
		data, err := fs.ReadFile(s.src, path.Join(s.info, e.Name()))
		if err != nil {
			return err
		}
		if e.Name() == "dependency_links.txt" && len(bytes.TrimSpace(data)) == 0 {
			continue
		}
		files[dir+"/"+e.Name()] = member{data: data}
	}
	return nil
}

// licences adds the licence files: those that the metadata names, else, as it
// was written by a setuptools that did not, those of setup.cfg or of the usual
// names. They lie flat in dist-info, and since metadata 2.4 by their paths
// below dist-info/licenses.
func (s *sdist) licences(files map[string]member, dir string, m metadata) error {
	version, err := m.version()
	if err != nil {
		return err
	}
	names := m.all("License-File")
	if len(names) == 0 && version < 204 {
		if names, err = s.licenceNames(); err != nil {
			return err
		}
	}
	for _, name := range names {
		if !fs.ValidPath(name) {
			return failf("%s/PKG-INFO: License-File %q is not a clean path", s.info, name)
		}
		data, err := fs.ReadFile(s.src, name)
		if errors.Is(err, fs.ErrNotExist) {
			return failf("%s/PKG-INFO names the licence file %s, and there is no such file", s.info, name)
		}
		if err != nil {
			return err
		}
		to := path.Base(name)
		if version >= 204 {
			to = "licenses/" + name
		}
		files[dir+"/"+to] = member{data: data}
	}
	return nil
}

// licenceNames returns the licence files that setuptools would find.
func (s *sdist) licenceNames() ([]string, error) {
	patterns := append(s.config.all("metadata", "license_files"), s.config.all("metadata", "license_file")...)
	if len(patterns) == 0 {
		patterns = []string{"LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*"}
	}
	var names []string
	for _, pattern := range patterns {
		matches, err := fs.Glob(s.src, pattern)
		if err != nil {
			return nil, failf("setup.cfg: license_files: %q: %w", pattern, err)
		}
		for _, name := range matches {
			info, err := fs.Stat(s.src, name)
			if err != nil {
				return nil, err
			}
			if info.Mode().IsRegular() {
				names = append(names, name)
			}
		}
	}
	return names, nil
}
