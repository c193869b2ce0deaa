package solve

import (
	"fmt"
	"slices"
	"strings"

	"dbx/rules/debian/control"
	"dbx/rules/debian/repo"
)

// Spec is a package that is asked for by name.
type Spec struct {
	Name    string
	Arch    string // "" for the native architecture
	Version string // "" for the newest
}

// ParseSpec reads name, name:arch, name=version or name:arch=version.
func ParseSpec(s string) (Spec, error) {
	var spec Spec
	rest, version, pinned := strings.Cut(s, "=")
	spec.Name, spec.Arch, _ = strings.Cut(rest, ":")
	spec.Version = version
	groups, err := control.ParseRelations(rest)
	if err != nil || len(groups) != 1 || len(groups[0]) != 1 || groups[0][0].String() != rest {
		return Spec{}, fmt.Errorf("package %q: want name, name:arch or name=version", s)
	}
	if pinned {
		if _, err := control.ParseVersion(version); err != nil {
			return Spec{}, fmt.Errorf("package %q: %w", s, err)
		}
	}
	return spec, nil
}

// String returns what [ParseSpec] reads.
func (s Spec) String() string {
	text := s.Name
	if s.Arch != "" {
		text += ":" + s.Arch
	}
	if s.Version != "" {
		text += "=" + s.Version
	}
	return text
}

// Request is what an installation must come to.
type Request struct {
	// Essential asks for all essential packages of the native architecture.
	Essential bool
	Specs     []Spec
	// Installed is what is there already; nothing of it is changed.
	Installed []*repo.Package
}

// Solve returns the packages that the request adds to what is installed,
// dependencies before their dependents where there is no cycle. The answer is
// the same for the same universe and request. If there is none, the error is
// a [*Unsolvable] that explains why.
func (u *Universe) Solve(request Request) ([]*repo.Package, error) {
	s := &search{u: u, picks: map[string][]pick{}, refused: map[string][]refusal{}, dead: map[*candidate]*failure{}}
	for _, p := range request.Installed {
		c := u.find(p)
		if c == nil {
			var err error
			if c, err = u.newCandidate(p); err != nil {
				return nil, err
			}
		}
		if err := s.add(c, none); err != nil {
			return nil, err
		}
	}
	roots, err := u.roots(request)
	if err != nil {
		return nil, err
	}
	failed, err := s.run(roots)
	if err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, &Unsolvable{failure: failed, universe: u}
	}
	return s.ordered(), nil
}

// find returns the universe's candidate for a package, or nil.
func (u *Universe) find(p *repo.Package) *candidate {
	for _, c := range u.byName[p.Name] {
		if c.Version == p.Version && c.Package.Arch == p.Arch {
			return c
		}
	}
	return nil
}

// roots turns a request into needs that no package has.
func (u *Universe) roots(request Request) ([]control.Alternatives, error) {
	var roots []control.Alternatives
	if request.Essential {
		for _, c := range u.all {
			if c.Essential && c.arch == u.native {
				roots = append(roots, control.Alternatives{{Name: c.Name, Qualifier: u.native}})
			}
		}
	}
	for _, spec := range request.Specs {
		arch := spec.Arch
		if arch == "" || arch == "all" {
			arch = u.native
		}
		if !slices.Contains(u.arches, arch) {
			return nil, fmt.Errorf("package %s: architecture %s is not among those in use (%s)", spec, arch, strings.Join(u.arches, ", "))
		}
		r := control.Relation{Name: spec.Name, Qualifier: arch}
		if spec.Version != "" {
			r.Op, r.Version = control.Exactly, spec.Version
		}
		if arch != u.native && u.onlyForAll(spec.Name) {
			r.Qualifier = u.native
		}
		roots = append(roots, control.Alternatives{r})
	}
	return roots, nil
}

// onlyForAll reports whether a name is that of packages for all architectures
// alone; such a package asked for with a foreign one is the native one.
func (u *Universe) onlyForAll(name string) bool {
	for _, c := range u.byName[name] {
		if c.Package.Arch != "all" {
			return false
		}
	}
	return len(u.byName[name]) > 0
}

// Satisfies reports whether p is what a package means by one of alternatives in
// a relationship field of it. Both must be of the universe.
func (u *Universe) Satisfies(p *repo.Package, alternatives control.Alternatives, of *repo.Package) bool {
	c, owner := u.find(p), u.find(of)
	if c == nil || owner == nil {
		return false
	}
	return slices.ContainsFunc(alternatives, func(r control.Relation) bool { return u.satisfies(c, r, owner.arch) })
}

// Closure returns the packages of a set that start accepts, and all of the
// same set that those need. Every need is taken to be met by the first
// alternative that the set has.
func (u *Universe) Closure(set []*repo.Package, start func(*repo.Package) bool) map[*repo.Package]bool {
	chosen := map[string][]*candidate{}
	for _, p := range set {
		if c := u.find(p); c != nil {
			for _, name := range c.names() {
				chosen[name] = append(chosen[name], c)
			}
		}
	}
	reached := map[*repo.Package]bool{}
	var visit func(c *candidate)
	visit = func(c *candidate) {
		if reached[c.Package] {
			return
		}
		reached[c.Package] = true
		for _, group := range c.needs {
			for _, next := range u.first(group, c.arch, chosen) {
				visit(next)
			}
		}
	}
	for _, p := range set {
		if c := u.find(p); c != nil && start(p) {
			visit(c)
		}
	}
	return reached
}

func (u *Universe) first(group control.Alternatives, arch string, chosen map[string][]*candidate) []*candidate {
	for _, r := range group {
		var found []*candidate
		for _, c := range chosen[r.Name] {
			if u.satisfies(c, r, arch) {
				found = append(found, c)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
