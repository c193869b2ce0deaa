// Package debian gives rules what the lock file says about Debian: which
// packages an image takes, which file a source package has, and where each is
// to be fetched. It resolves nothing; that is dbx lock's work.
package debian

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dbx/rules/debian/control"
	"dbx/rules/debian/lock"
	"dbx/rules/debian/repo"
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
	Packages  []Package // in the order of their dependencies
	Extracted []Package // only to be unpacked, by name
	Arch      string    // native, as Debian names it
	Foreign   []string  // further architectures, sorted
	Epoch     int64     // Unix time of the index that the packages were taken from
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
	return "", fmt.Errorf("Debian has no port for the architecture %s", strings.TrimSpace(arch+" "+variant))
}

// Source returns a file ("orig" or "debian") of a source package of a suite.
func (l Locked) Source(suite, name, version, file string) (File, error) {
	pkg, ok := l.source(suite, name, version)
	if !ok {
		return File{}, fmt.Errorf("the lock file has no source package %s in version %s of %s", name, version, suite)
	}
	found, err := pkg.File(file)
	if err != nil {
		return File{}, err
	}
	at, err := l.snapshot(suite)
	if err != nil {
		return File{}, err
	}
	return File{Path: found.Path, SHA256: found.SHA256.String(), URLs: l.urls(found.Path, at)}, nil
}

func (l Locked) source(suite, name, version string) (repo.Source, bool) {
	var same lock.File
	for _, s := range l.file.Sources {
		if s.Suite == suite {
			same.Sources = append(same.Sources, s)
		}
	}
	return same.Source(name, version)
}

func (l Locked) snapshot(suite string) (time.Time, error) {
	at := l.file.SnapshotTime(suite)
	if at.IsZero() {
		return at, fmt.Errorf("the lock file has no snapshot of %s", suite)
	}
	return at, nil
}

// Set returns the packages of a debian block of an image in a suite. It fails
// if the lock file was written for another block: of another suite or
// architecture, on another base, without something that is asked for now, or
// with something that no longer is.
func (l Locked) Set(suite string, block lock.Block) (Set, error) {
	locked, ok := l.file.Set(block.ID)
	if !ok {
		return Set{}, fmt.Errorf("the lock file has no packages for %s", block.ID)
	}
	if locked.Suite != suite || locked.Arch != block.Arch {
		return Set{}, fmt.Errorf("the lock file has packages of %s on %s for %s, which is of %s on %s",
			locked.Suite, locked.Arch, block.ID, suite, block.Arch)
	}
	if locked.Base != block.Base {
		return Set{}, fmt.Errorf("the lock file has packages for %s on another base", block.ID)
	}
	for _, spec := range block.Packages {
		if !l.has(locked, spec) {
			return Set{}, fmt.Errorf("the lock file does not have %s for %s", spec, block.ID)
		}
	}
	for _, spec := range locked.Requested {
		if !slices.Contains(block.Packages, spec) {
			return Set{}, fmt.Errorf("the lock file still has %s for %s, which asks for it no more", spec, block.ID)
		}
	}
	if err := sameExtracted(locked, block); err != nil {
		return Set{}, err
	}
	at, err := l.snapshot(suite)
	if err != nil {
		return Set{}, err
	}
	return Set{
		Packages: l.packages(locked.Order(), at), Extracted: l.packages(locked.Extracted, at),
		Arch: locked.Arch, Foreign: locked.Foreign, Epoch: at.Unix(),
	}, nil
}

func (l Locked) packages(locked []lock.Package, at time.Time) []Package {
	var all []Package
	for _, p := range locked {
		all = append(all, Package{
			File:      File{Path: p.Path, SHA256: p.SHA256.String(), URLs: l.urls(p.Path, at)},
			Name:      p.Name,
			Version:   p.Version,
			Arch:      p.Arch,
			Essential: p.Essential,
		})
	}
	return all
}

// sameExtracted fails if a set has another list of packages to unpack than the
// block asks for.
func sameExtracted(set lock.Set, block lock.Block) error {
	left := slices.Clone(set.Extracted)
	for _, spec := range block.Extract {
		if !slices.ContainsFunc(set.Extracted, func(p lock.Package) bool { return fits(p, spec, set.Arch) }) {
			return fmt.Errorf("the lock file does not have %s to extract for %s", spec, block.ID)
		}
		left = slices.DeleteFunc(left, func(p lock.Package) bool { return fits(p, spec, set.Arch) })
	}
	if len(left) > 0 {
		return fmt.Errorf("the lock file still has %s to extract for %s, which asks for it no more", left[0].Name, block.ID)
	}
	return nil
}

// fits reports whether a package is what was asked for on an architecture.
func fits(p lock.Package, spec, native string) bool {
	spec, version, _ := strings.Cut(spec, "=")
	name, arch, _ := strings.Cut(spec, ":")
	if arch == "" || arch == "all" {
		arch = native
	}
	return p.Name == name && (p.Arch == arch || p.Arch == "all") && (version == "" || control.Compare(p.Version, version) == 0)
}

// has reports whether a requested package is in the set or in one below it.
func (l Locked) has(set lock.Set, spec string) bool {
	native := set.Arch
	for range l.file.Sets { // no further: a base may be among those above it
		if slices.ContainsFunc(set.Packages, func(p lock.Package) bool { return fits(p, spec, native) }) {
			return true
		}
		below, ok := l.file.Set(set.Base)
		if !ok {
			return false
		}
		set = below
	}
	return false
}
