// Package solve chooses the packages that an installation consists of: what
// was asked for and all that it needs, exactly as apt would without
// recommendations, in an order in which dependencies come first.
//
// It follows Debian Policy chapter 7 and the multi-architecture rules of
// dpkg and apt. It reads no index by itself and installs nothing.
package solve

import (
	"fmt"
	"slices"

	"dbx/rules/debian/control"
	"dbx/rules/debian/repo"
)

// Universe is all packages that may be chosen: a native architecture and any
// number of foreign ones. It is not safe for concurrent use: it parses
// relationship fields when they are first needed.
type Universe struct {
	native    string
	arches    []string // native first
	all       []*candidate
	byName    map[string][]*candidate // newest version first
	providers map[string][]*candidate // by provided name
}

// candidate is a package that may be chosen. There is one for each name,
// architecture and version.
type candidate struct {
	*repo.Package
	arch     string // Arch, with "all" resolved to the native architecture
	order    int    // position in the universe
	provides []control.Relation
	parsed   bool // needs and refuses are filled in
	needs    []control.Alternatives
	refuses  []control.Relation
}

// NewUniverse joins the indexes of one suite or several. The first index is
// that of the native architecture, which packages for all architectures count
// as. The indexes must not change afterwards.
func NewUniverse(indexes ...*repo.Index) (*Universe, error) {
	if len(indexes) == 0 {
		return nil, fmt.Errorf("no package index given")
	}
	u := &Universe{
		native:    indexes[0].Arch,
		byName:    make(map[string][]*candidate, len(indexes[0].Packages)),
		providers: map[string][]*candidate{},
	}
	for _, index := range indexes {
		if !slices.Contains(u.arches, index.Arch) {
			u.arches = append(u.arches, index.Arch)
		}
		for i := range index.Packages {
			if err := u.add(&index.Packages[i]); err != nil {
				return nil, err
			}
		}
	}
	for _, same := range u.byName {
		slices.SortStableFunc(same, func(a, b *candidate) int { return control.Compare(b.Version, a.Version) })
	}
	return u, nil
}

func (u *Universe) add(p *repo.Package) error {
	c, err := u.newCandidate(p)
	if err != nil {
		return err
	}
	for _, other := range u.byName[c.Name] {
		if other.arch == c.arch && other.Version == c.Version {
			return nil // a package for all architectures is in every index
		}
	}
	c.order = len(u.all)
	u.all = append(u.all, c)
	u.byName[c.Name] = append(u.byName[c.Name], c)
	for _, r := range c.provides {
		if list := u.providers[r.Name]; len(list) == 0 || list[len(list)-1] != c {
			u.providers[r.Name] = append(list, c)
		}
	}
	return nil
}

func (u *Universe) newCandidate(p *repo.Package) (*candidate, error) {
	c := &candidate{Package: p, arch: p.Arch}
	if p.Arch == "all" {
		c.arch = u.native
	}
	if p.Relations.Provides == "" {
		return c, nil
	}
	provided, err := control.ParseRelations(p.Relations.Provides)
	if err != nil {
		return nil, fmt.Errorf("%s: field Provides: %w", p, err)
	}
	for _, group := range provided {
		if op := group[0].Op; op == control.Any || op == control.Exactly {
			c.provides = append(c.provides, group[0])
		}
	}
	return c, nil
}

// parse splits the candidate's relationship fields.
func (c *candidate) parse() error {
	if c.parsed {
		return nil
	}
	r := c.Relations
	for _, field := range []struct{ name, text string }{{"Pre-Depends", r.PreDepends}, {"Depends", r.Depends}} {
		groups, err := control.ParseRelations(field.text)
		if err != nil {
			return fmt.Errorf("%s: field %s: %w", c, field.name, err)
		}
		c.needs = append(c.needs, groups...)
	}
	for _, field := range []struct{ name, text string }{{"Conflicts", r.Conflicts}, {"Breaks", r.Breaks}} {
		groups, err := control.ParseRelations(field.text)
		if err != nil {
			return fmt.Errorf("%s: field %s: %w", c, field.name, err)
		}
		for _, group := range groups {
			c.refuses = append(c.refuses, group[0])
		}
	}
	c.parsed = true
	return nil
}

// is reports whether c, by its own name or a provided one, is what r names,
// leaving architectures aside. A version constraint is met by a provision
// only if that has a version.
func (c *candidate) is(r control.Relation) bool {
	if c.Name == r.Name && r.Op.Allows(c.Version, r.Version) {
		return true
	}
	for _, p := range c.provides {
		if p.Name == r.Name && (r.Op == control.Any || p.Op == control.Exactly && r.Op.Allows(p.Version, r.Version)) {
			return true
		}
	}
	return false
}

// satisfies reports whether c is what a package of architecture arch means
// by r.
func (u *Universe) satisfies(c *candidate, r control.Relation, arch string) bool {
	return u.reaches(c, r.Qualifier, arch) && c.is(r)
}

func (u *Universe) reaches(c *candidate, qualifier, arch string) bool {
	switch qualifier {
	case "":
		return c.arch == arch || c.MultiArch == "foreign"
	case "any":
		return c.MultiArch == "allowed"
	case "native":
		return c.arch == u.native
	}
	return c.arch == qualifier
}

// hits reports whether the refusal r, of a package by another name, is about
// c. Unlike a dependency it holds for all architectures unless it names one.
func (u *Universe) hits(r control.Relation, c *candidate) bool {
	switch r.Qualifier {
	case "", "any":
		return c.is(r)
	case "native":
		return c.arch == u.native && c.is(r)
	}
	return c.arch == r.Qualifier && c.is(r)
}

// clash says why two packages of the same name cannot be installed together,
// or "" if they can.
func clash(a, b *candidate) string {
	switch {
	case a.arch == b.arch:
		return "another version of it is chosen"
	case a.MultiArch != "same" || b.MultiArch != "same":
		return "it can be installed for one architecture only"
	case control.Compare(a.Version, b.Version) != 0:
		return "it must have the same version for all architectures"
	}
	return ""
}
