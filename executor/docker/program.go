package docker

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"dbx/cache/digest"
)

// programPath is where the container of an agent has the running program.
const programPath = "/.dbx/dbx"

// program is the running program with all that it needs to start in a
// container that has nothing else: if it is dynamically linked, its loader and
// libraries, each under the path that it has here, and the libraries also under
// the names by which they are asked for.
type program struct {
	digest digest.Digest
	files  []programFile // sorted by path, paths unique
}

// programFile is a copy of the file source, or a symbolic link to target.
type programFile struct {
	path, source, target string
}

func newProgram() (program, error) {
	p := program{files: []programFile{{path: programPath, source: "/proc/self/exe"}}}
	err := p.addLibraries()
	if err == nil {
		err = p.sum()
	}
	if err != nil {
		return program{}, fmt.Errorf("docker: prepare the program for containers: %w", err)
	}
	return p, nil
}

func (p *program) addLibraries() error {
	loader, err := interpreter("/proc/self/exe")
	if err != nil || loader == "" {
		return err
	}
	p.files = append(p.files, programFile{path: loader, source: loader})
	libraries, err := loadedLibraries("/proc/self/maps")
	if err != nil {
		return err
	}
	for _, library := range libraries {
		p.files = append(p.files, programFile{path: library, source: library})
		if name := soname(library); name != path.Base(library) {
			p.files = append(p.files, programFile{path: path.Join(path.Dir(library), name), target: path.Base(library)})
		}
	}
	slices.SortFunc(p.files, func(a, b programFile) int { return compare(a.path, b.path) })
	p.files = slices.CompactFunc(p.files, func(a, b programFile) bool { return a.path == b.path })
	return nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// sum names the program by all that is in it.
func (p *program) sum() error {
	e := digest.NewEncoder("docker program", 1)
	for _, f := range p.files {
		e.Text("path", f.path)
		e.Text("target", f.target)
		if f.source == "" {
			continue
		}
		content, err := os.Open(f.source)
		if err != nil {
			return err
		}
		d, err := digest.FromReader(content)
		content.Close()
		if err != nil {
			return err
		}
		e.Digest("content", d)
	}
	p.digest = e.Sum()
	return nil
}

// writeTar writes the files for the root of a container.
func (p program) writeTar(w io.Writer) error {
	archive := tar.NewWriter(w)
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: ".dbx/", Mode: 0o755}); err != nil {
		return err
	}
	for _, f := range p.files {
		if err := f.write(archive); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
	}
	return archive.Close()
}

func (f programFile) write(archive *tar.Writer) error {
	name := f.path[1:]
	if f.source == "" {
		return archive.WriteHeader(&tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: f.target, Mode: 0o777})
	}
	content, err := os.Open(f.source)
	if err != nil {
		return err
	}
	defer content.Close()
	info, err := content.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: info.Size(), Mode: 0o755}); err != nil {
		return err
	}
	_, err = io.Copy(archive, content)
	return err
}
