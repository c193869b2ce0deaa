// Package lock turns the Debian blocks of a workspace into the exact files
// that a build needs, and reads and writes them as the Debian part of the
// lock file.
//
// It knows no target and no image: a block is a name, a list of packages and
// perhaps another block that it is installed on. A build only reads what this
// package wrote; it resolves nothing.
package lock

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dbx/cache/digest"
	"dbx/rules/debian/repo"
)

// File is the Debian part of a lock file.
type File struct {
	Snapshots []Snapshot
	Sets      []Set
	Sources   []Source
}

// Snapshot is the state of a suite that packages were taken from.
type Snapshot struct {
	Suite string
	Time  time.Time // of the suite's InRelease, UTC, whole seconds
}

// Set is the packages of one block. It leaves out what its base has.
type Set struct {
	ID      string
	Suite   string
	Arch    string   // native architecture
	Foreign []string // further architectures, sorted, those of the base included
	Base    string   // ID of the set below, or ""
	// Requested is what the block asked for, sorted; nil where it is not known.
	Requested []string
	Packages  []Package
	Extracted []Package // to be unpacked on top, by name and no more
}

// Package is a .deb file and what must be known of it before it is opened.
type Package struct {
	Name       string
	Version    string
	Arch       string // "all" if it fits every architecture
	Path       string // in the pool, relative to a mirror's root
	Size       int64
	SHA256     digest.SHA256
	Essential  bool     // essential, or needed by one that is: dpkg cannot run without it
	PreDepends []string // packages of the same set, as name:arch, to configure before this one is unpacked
}

// ID returns name:arch, which is unique in a set.
func (p Package) ID() string { return p.Name + ":" + p.Arch }

// Source is a Debian source package's files.
type Source struct {
	Suite   string
	Package repo.Source
}

// Set returns the set of an ID.
func (l File) Set(id string) (Set, bool) {
	i := slices.IndexFunc(l.Sets, func(s Set) bool { return s.ID == id })
	if i < 0 {
		return Set{}, false
	}
	return l.Sets[i], true
}

// SnapshotTime returns the time of a suite's snapshot, or the zero time.
func (l File) SnapshotTime(suite string) time.Time {
	for _, s := range l.Snapshots {
		if s.Suite == suite {
			return s.Time
		}
	}
	return time.Time{}
}

// Source returns a source package; with an empty version the one of that name,
// if there is just one.
func (l File) Source(name, version string) (repo.Source, bool) {
	var found []repo.Source
	for _, s := range l.Sources {
		if s.Package.Name == name && (version == "" || s.Package.Version == version) {
			found = append(found, s.Package)
		}
	}
	if len(found) != 1 {
		return repo.Source{}, false
	}
	return found[0], true
}

// Join puts together what was locked suite by suite.
func Join(parts ...File) File {
	var all File
	for _, p := range parts {
		all.Snapshots = append(all.Snapshots, p.Snapshots...)
		all.Sets = append(all.Sets, p.Sets...)
		all.Sources = append(all.Sources, p.Sources...)
	}
	all.sort()
	return all
}

// sort brings everything into the one order that a lock file has.
func (l *File) sort() {
	slices.SortFunc(l.Snapshots, func(a, b Snapshot) int { return strings.Compare(a.Suite, b.Suite) })
	slices.SortFunc(l.Sets, func(a, b Set) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.Sources, func(a, b Source) int {
		return strings.Compare(a.Package.Name+" "+a.Package.Version+" "+a.Suite, b.Package.Name+" "+b.Package.Version+" "+b.Suite)
	})
	for _, s := range l.Sets {
		for _, packages := range [][]Package{s.Packages, s.Extracted} {
			slices.SortFunc(packages, func(a, b Package) int {
				return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Arch, b.Arch))
			})
		}
	}
}

// Order returns the packages in the order to unpack them: by name, but each
// after those that it pre-depends on.
func (s Set) Order() []Package {
	byID := map[string]Package{}
	for _, p := range s.Packages {
		byID[p.ID()] = p
	}
	seen := map[string]bool{}
	var all []Package
	var visit func(p Package)
	visit = func(p Package) {
		if seen[p.ID()] {
			return
		}
		seen[p.ID()] = true
		for _, id := range p.PreDepends {
			if before, ok := byID[id]; ok {
				visit(before)
			}
		}
		all = append(all, p)
	}
	for _, p := range s.Packages {
		visit(p)
	}
	return all
}
