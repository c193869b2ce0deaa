package repo

import (
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"dbx/cache/digest"
	"dbx/rules/debian/control"
)

// Source is a source package: the files that one upload consists of.
type Source struct {
	Name    string
	Version string
	Files   []File
}

// File returns the file of a kind: "dsc", "orig" (the upstream tarball; of a
// native package its only tarball), "debian" (the packaging). Signatures and
// additional upstream components are never returned.
func (s *Source) File(kind string) (File, error) {
	var found []File
	for _, f := range s.Files {
		if fileKind(path.Base(f.Path)) == kind {
			found = append(found, f)
		}
	}
	if len(found) == 0 && kind == "orig" {
		for _, f := range s.Files {
			if fileKind(path.Base(f.Path)) == "native" {
				found = append(found, f)
			}
		}
	}
	if len(found) != 1 {
		return File{}, fmt.Errorf("source package %s %s has %d files of the kind %q; its files are %s",
			s.Name, s.Version, len(found), kind, s.fileNames())
	}
	return found[0], nil
}

func (s *Source) fileNames() string {
	names := make([]string, len(s.Files))
	for i, f := range s.Files {
		names[i] = path.Base(f.Path)
	}
	return strings.Join(names, ", ")
}

func fileKind(name string) string {
	switch {
	case strings.HasSuffix(name, ".dsc"):
		return "dsc"
	case strings.HasSuffix(name, ".asc"):
		return "signature"
	case strings.Contains(name, ".debian.tar.") || strings.HasSuffix(name, ".diff.gz"):
		return "debian"
	case strings.Contains(name, ".orig.tar."):
		return "orig"
	case strings.Contains(name, ".orig-"):
		return "component"
	case strings.Contains(name, ".tar."):
		return "native"
	}
	return "other"
}

// FindSources reads a decompressed Sources index and returns the packages
// that wanted accepts, in the order of the index.
func FindSources(r io.Reader, wanted func(name, version string) bool) ([]Source, error) {
	var all []Source
	s := control.NewScanner(r)
	for {
		p, err := s.Next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("source index: %w", err)
		}
		name, version := p.Get("Package"), p.Get("Version")
		if !wanted(name, version) {
			continue
		}
		files, err := sourceFiles(p)
		if err != nil {
			return nil, fmt.Errorf("source index: %s %s: %w", name, version, err)
		}
		all = append(all, Source{Name: strings.Clone(name), Version: strings.Clone(version), Files: files})
	}
}

func sourceFiles(p control.Paragraph) ([]File, error) {
	var files []File
	for _, line := range strings.Split(p.Get("Checksums-Sha256"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		f, err := parseHashLine(line)
		if err != nil {
			return nil, err
		}
		f.Path = path.Join(p.Get("Directory"), f.Path)
		if err := checkPath(f.Path); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// parseHashLine reads "sha256 size path".
func parseHashLine(line string) (File, error) {
	words := strings.Fields(line)
	if len(words) != 3 {
		return File{}, fmt.Errorf("%q is no hash, size and path", line)
	}
	sum, err := digest.ParseSHA256(words[0])
	if err != nil {
		return File{}, err
	}
	size, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil || size < 0 {
		return File{}, fmt.Errorf("%q: the size is no number", line)
	}
	if err := checkPath(words[2]); err != nil {
		return File{}, err
	}
	return File{Path: strings.Clone(words[2]), Size: size, SHA256: sum}, nil
}
