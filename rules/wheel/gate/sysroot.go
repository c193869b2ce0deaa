package gate

import (
	"io/fs"
	"path"
	"strings"

	"dbx/rules/wheel/elf"
)

// maxLinks bounds the symbolic links on the way to one file.
const maxLinks = 40

// scope finds what objects load, in the wheel and in the sysroot, and what
// that gives them.
type scope struct {
	q       *inquiry
	folders []string
	found   map[string]*elf.File // by soname; nil if there is none
	python  map[string]bool      // what Python exports; nil if there is none
}

func newScope(q *inquiry) *scope {
	s := &scope{q: q, folders: libraryFolders(q.target.Triple), found: map[string]*elf.File{}}
	s.python = s.pythonExports()
	return s
}

// libraryFolders are where a sysroot has the shared libraries of a triple: a
// cross compiler's own, Debian's, anyone's.
func libraryFolders(triple string) []string {
	folders := []string{"lib64", "usr/lib64", "lib", "usr/lib"}
	if triple != "" {
		// The loader of 64-bit MIPS is in a lib64 of the compiler's own.
		folders = append([]string{"usr/" + triple + "/lib", "usr/" + triple + "/lib64", "lib/" + triple, "usr/lib/" + triple}, folders...)
	}
	return folders
}

// SysrootPatterns match the paths of what the check symbols looks at in a
// sysroot: the libraries of every system, Python, and further ones by their
// sonames.
func SysrootPatterns(triple string, sonames []string) []string {
	const everywhere = "{ld-*,ld.so.1,ld64.so.*,lib{anl,atomic,c,crypt,dl,gcc_s,m,nsl,pthread,resolv,rt,stdc++,util,z}.so.*,libpython3*.so.*}"
	var patterns []string
	for _, folder := range libraryFolders(triple) {
		patterns = append(patterns, folder+"/"+everywhere)
		for _, soname := range sonames {
			patterns = append(patterns, folder+"/"+soname)
		}
	}
	return append(patterns, "usr/bin/python3.*", "usr/local/bin/python3.*")
}

// of returns the symbols that o finds when it is loaded, with and without
// their versions, and the needed libraries that are nowhere. The loader looks
// in the object itself, then in what it needs, then in what that needs.
func (s *scope) of(o object) (have map[string]bool, missing []string) {
	have = map[string]bool{}
	addExports(have, o.elf)
	queue, seen := o.elf.Needed, map[string]bool{}
	for direct := len(queue); len(queue) > 0; direct-- {
		soname := queue[0]
		queue = queue[1:]
		if seen[soname] {
			continue
		}
		seen[soname] = true
		library := s.library(soname)
		if library == nil {
			// Of what its libraries need, the sysroot may be without.
			if direct > 0 {
				missing = append(missing, soname)
			}
			continue
		}
		addExports(have, library)
		queue = append(queue[:len(queue):len(queue)], library.Needed...)
	}
	return have, missing
}

func addExports(have map[string]bool, f *elf.File) {
	for _, symbol := range f.Exports {
		have[symbol.Name], have[symbol.String()] = true, true
	}
}

// library returns the library of a soname, from the wheel or the sysroot.
func (s *scope) library(soname string) *elf.File {
	if f, ok := s.found[soname]; ok {
		return f
	}
	var found *elf.File
	for _, o := range s.q.readable() {
		if path.Base(o.path) == soname {
			found = o.elf
		}
	}
	for _, folder := range s.folders {
		if found == nil {
			found = s.read(path.Join(folder, soname))
		}
	}
	s.found[soname] = found
	return found
}

// read returns an ELF file of the sysroot that is for the wheel's machine; nil
// if it is none.
func (s *scope) read(name string) *elf.File {
	real, ok := followed(s.q.target.Sysroot, name)
	if !ok {
		return nil
	}
	data, err := fs.ReadFile(s.q.target.Sysroot, real)
	if err != nil || !elf.Is(data) {
		return nil
	}
	f, err := elf.Read(data)
	if err != nil {
		return nil
	}
	for _, o := range s.q.readable() {
		if f.Machine != o.elf.Machine || f.Class != o.elf.Class || f.Data != o.elf.Data {
			return nil
		}
	}
	return f
}

// pythonExports returns what the target's Python gives its modules: libpython,
// or the interpreter where that is linked into it.
func (s *scope) pythonExports() map[string]bool {
	_, minor, ok := strings.Cut(s.q.target.Python, "cp3")
	if !ok {
		return nil
	}
	version := "3." + minor
	python := s.library("libpython" + version + ".so.1.0")
	for _, folder := range [...]string{"usr/bin", "usr/local/bin"} {
		if python == nil {
			python = s.read(folder + "/python" + version)
		}
	}
	if python == nil {
		return nil
	}
	exports := map[string]bool{}
	addExports(exports, python)
	return exports
}

// followed returns where name leads in root, through symbolic links, of which
// absolute ones begin at root as they do on the target; false if nowhere.
func followed(root fs.FS, name string) (string, bool) {
	done, rest := ".", name
	for links := 0; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		next := path.Join(done, part)
		if part == ".." && done == "." || strings.HasPrefix(next, "..") {
			next = "." // the root's parent is the root
		}
		info, err := fs.Lstat(root, next)
		if err != nil {
			return "", false
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		target, err := fs.ReadLink(root, next)
		if links++; err != nil || links > maxLinks {
			return "", false
		}
		if strings.HasPrefix(target, "/") {
			done = "."
		}
		rest = strings.TrimPrefix(path.Clean(target), "/") + "/" + rest
		rest = strings.TrimSuffix(rest, "/")
	}
	return done, true
}
