// Package debian gives rules what the lock file says about Debian: which
// packages an image takes, which file a source package has, and where each is
// to be fetched. It resolves nothing; that is dbx lock's work.
package debian

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dbx/rules/debian/lock"
)

// File is a file of a Debian archive.
type File struct {
	Path   string // below the archive's root
	SHA256 string
	URLs   []string // where it may be fetched, in order
}

// Package is a binary package to be installed.
type Package struct {
	File
	Name, Version, Arch string
	Essential           bool // needed before dpkg itself can run
}

// Set is what one debian block of an image installs.
type Set struct {
	Packages []Package // in the order of their dependencies
	Arch     string    // native, as Debian names it
	Foreign  []string  // further architectures, sorted
	Epoch    int64     // Unix time of the index that the packages were taken from
}

// Locked answers from the lock file. The zero value knows nothing.
type Locked struct {
	file    lock.File
	mirrors []string
}

// NewLocked returns the answers of a lock file. Files are looked for in the
// mirrors, in order, and last in the snapshot archive at the locked time.
func NewLocked(file lock.File, mirrors []string) Locked {
	return Locked{file, mirrors}
}

// Snapshot returns the mirror that serves the archive as it was at a time: the
// archive that keeps every file that Debian ever had.
func Snapshot(at time.Time) string {
	return "https://snapshot.debian.org/archive/debian/" + at.UTC().Format("20060102T150405Z")
}

func (l Locked) urls(path string, at time.Time) []string {
	var urls []string
	for _, mirror := range l.mirrors {
		urls = append(urls, strings.TrimSuffix(mirror, "/")+"/"+path)
	}
	return append(urls, Snapshot(at)+"/"+path)
}

// Arch returns Debian's name of a GOARCH architecture with an OCI variant.
func Arch(arch, variant string) (string, error) {
	switch arch + "/" + variant {
	case "amd64/", "arm64/", "arm64/v8", "riscv64/", "s390x/":
		return arch, nil
	case "386/":
		return "i386", nil
	case "ppc64le/":
		return "ppc64el", nil
	case "mipsle/", "mips64le/":
		return strings.TrimSuffix(arch, "le") + "el", nil
	case "arm/v5", "arm/v6":
		return "armel", nil
	case "arm/v7", "arm/":
		return "armhf", nil
	}
	return "", fmt.Errorf("Debian has no port for the architecture %s %s", arch, variant)
}

// Source returns a file ("orig" or "debian") of a source package.
func (l Locked) Source(suite, name, version, file string) (File, error) {
	pkg, ok := l.file.Source(name, version)
	if !ok {
		return File{}, fmt.Errorf("the lock file has no source package %s in version %s", name, version)
	}
	found, err := pkg.File(file)
	if err != nil {
		return File{}, err
	}
	return File{
		Path:   found.Path,
		SHA256: found.SHA256.String(),
		URLs:   l.urls(found.Path, l.file.SnapshotTime(suite)),
	}, nil
}

// Set returns the packages of a debian block. It fails if the block asks for
// something that was not locked.
func (l Locked) Set(id string, requested []string) (Set, error) {
	locked, ok := l.file.Set(id)
	if !ok {
		return Set{}, fmt.Errorf("the lock file has no packages for %s", id)
	}
	for _, spec := range requested {
		if !l.has(locked, spec) {
			return Set{}, fmt.Errorf("the lock file does not have %s for %s", spec, id)
		}
	}
	at := l.file.SnapshotTime(locked.Suite)
	set := Set{Arch: locked.Arch, Foreign: locked.Foreign, Epoch: at.Unix()}
	for _, p := range locked.Order() {
		set.Packages = append(set.Packages, Package{
			File:      File{Path: p.Path, SHA256: p.SHA256.String(), URLs: l.urls(p.Path, at)},
			Name:      p.Name,
			Version:   p.Version,
			Arch:      p.Arch,
			Essential: p.Essential,
		})
	}
	return set, nil
}

// has reports whether a requested package is in the set or in one below it.
func (l Locked) has(set lock.Set, spec string) bool {
	spec, version, _ := strings.Cut(spec, "=")
	name, arch, foreign := strings.Cut(spec, ":")
	for {
		if slices.ContainsFunc(set.Packages, func(p lock.Package) bool {
			return p.Name == name && (!foreign || p.Arch == arch || p.Arch == "all") && (version == "" || p.Version == version)
		}) {
			return true
		}
		below, ok := l.file.Set(set.Base)
		if !ok {
			return false
		}
		set = below
	}
}
