// Package repo reads a Debian archive: the signed InRelease file of a suite,
// the package and source indexes that it vouches for, and files by path from
// a list of mirrors, as Debian's repository format defines them.
//
// It trusts nothing that a signature or a hash does not cover, and knows
// nothing of what depends on what.
package repo

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"dbx/cache/digest"
	"dbx/rules/debian/control"
)

// Index is the packages of one architecture and suite, in the order of the
// archive's index. It is read-only once made.
type Index struct {
	Arch     string
	Packages []Package
}

// Package is an entry of a Packages index. All its strings are as written
// there.
type Package struct {
	Name      string
	Version   string
	Arch      string // "all" for a package that fits every architecture
	Source    string // name of the source package, without a version
	Priority  string
	MultiArch string // "same", "foreign", "allowed" or "no"
	Essential bool
	File      File
	Relations Relations
}

// Relations are a package's relationship fields, for
// [control.ParseRelations]. They stay text because few of them are ever used.
type Relations struct {
	PreDepends, Depends, Provides, Conflicts, Breaks, Replaces string
}

// File is a file of the archive.
type File struct {
	Path   string // relative to the mirror's root
	Size   int64
	SHA256 digest.SHA256
}

// String names the package as people do: name:arch (version).
func (p *Package) String() string {
	return p.Name + ":" + p.Arch + " (" + p.Version + ")"
}

// ReadPackages reads a decompressed Packages index of one architecture.
func ReadPackages(r io.Reader, arch string) (*Index, error) {
	index := &Index{Arch: arch}
	s := control.NewScanner(r)
	var p packer
	for {
		paragraph, err := s.Next()
		if err == io.EOF {
			return index, nil
		}
		if err != nil {
			return nil, fmt.Errorf("package index of %s: %w", arch, err)
		}
		pkg, err := p.pack(paragraph)
		if err != nil {
			return nil, fmt.Errorf("package index of %s: %w", arch, err)
		}
		index.Packages = append(index.Packages, pkg)
	}
}

// packer copies what is kept of a paragraph into one string, so that an index
// does not hold on to the text of the whole file.
type packer struct {
	kept strings.Builder
	ends []int
}

var keptFields = [...]string{
	"Package", "Version", "Architecture", "Source", "Priority", "Multi-Arch", "Filename",
	"Pre-Depends", "Depends", "Provides", "Conflicts", "Breaks", "Replaces",
}

func (k *packer) pack(p control.Paragraph) (Package, error) {
	k.kept = strings.Builder{}
	k.ends = k.ends[:0]
	for _, name := range keptFields {
		k.kept.WriteString(p.Get(name))
		k.ends = append(k.ends, k.kept.Len())
	}
	all, start := k.kept.String(), 0
	var v [len(keptFields)]string
	for i, end := range k.ends {
		v[i], start = all[start:end], end
	}
	source, _, _ := strings.Cut(v[3], " ")
	if source == "" {
		source = v[0]
	}
	pkg := Package{
		Name: v[0], Version: v[1], Arch: v[2], Source: source, Priority: v[4],
		MultiArch: v[5], Essential: p.Get("Essential") == "yes", File: File{Path: v[6]},
		Relations: Relations{PreDepends: v[7], Depends: v[8], Provides: v[9], Conflicts: v[10], Breaks: v[11], Replaces: v[12]},
	}
	if pkg.MultiArch == "" {
		pkg.MultiArch = "no"
	}
	return pkg, pkg.finish(p.Get("Size"), p.Get("SHA256"))
}

// finish checks what every entry must have.
func (p *Package) finish(size, sum string) error {
	if p.Name == "" || p.Version == "" || p.Arch == "" {
		return fmt.Errorf("an entry lacks its name, version or architecture (name %q, version %q)", p.Name, p.Version)
	}
	if err := checkPath(p.File.Path); err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	var err error
	if p.File.Size, err = strconv.ParseInt(size, 10, 64); err != nil || p.File.Size < 0 {
		return fmt.Errorf("%s: size %q is no number", p, size)
	}
	if p.File.SHA256, err = digest.ParseSHA256(sum); err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	return nil
}

// checkPath refuses paths that are not below the mirror's root.
func checkPath(path string) error {
	if path == "" || strings.HasPrefix(path, "/") || strings.ContainsAny(path, "\\?#\n") {
		return fmt.Errorf("%q is no path relative to the mirror", path)
	}
	for _, part := range strings.Split(path, "/") {
		if part == "" || part == "." || part == ".." {
			return fmt.Errorf("%q is no path relative to the mirror", path)
		}
	}
	return nil
}
