package lock

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dbx/engine/load"
	"dbx/rules/debian/control"
	"dbx/rules/debian/repo"
	"dbx/rules/debian/solve"
)

// extracted finds the packages that a block has unpacked: each by its name, in
// the newest version of its architecture, and nothing that it needs.
func (p *plan) extracted(b *block) ([]Package, error) {
	var all []Package
	var unmet []error
	for _, spec := range b.extract {
		best := p.newest(spec)
		if best == nil {
			unmet = append(unmet, fmt.Errorf("%s: there is no package %s to extract%s", b.ID, spec, p.instead(spec)))
			continue
		}
		found := lockedPackage(best)
		if !slices.ContainsFunc(all, func(o Package) bool { return o.ID() == found.ID() }) {
			all = append(all, found)
		}
	}
	return all, errors.Join(unmet...)
}

// newest returns the package of a name that is for an architecture, or for all.
func (p *plan) newest(spec solve.Spec) *repo.Package {
	var best *repo.Package
	for _, index := range p.indexes[spec.Arch] {
		for i := range index.Packages {
			pkg := &index.Packages[i]
			if pkg.Name == spec.Name && (best == nil || control.Compare(pkg.Version, best.Version) > 0) {
				best = pkg
			}
		}
	}
	return best
}

// instead says what may have been meant by a name that no package has.
func (p *plan) instead(spec solve.Spec) string {
	var names, providers []string
	for _, index := range p.indexes[spec.Arch] {
		for _, pkg := range index.Packages {
			names = append(names, pkg.Name)
			provided, err := control.ParseRelations(pkg.Relations.Provides)
			for _, group := range provided {
				if err == nil && group[0].Name == spec.Name {
					providers = append(providers, pkg.Name)
				}
			}
		}
	}
	slices.Sort(providers)
	providers = slices.Compact(providers)
	if len(providers) > 0 {
		return "; it is virtual, and provided by " + strings.Join(providers[:min(len(providers), 4)], ", ")
	}
	if near := load.Nearest(spec.Name, names); near != "" {
		return "; did you mean " + near + "?"
	}
	return cmp.Or(p.elsewhere(spec.Name), "; names are those of binary packages")
}

// elsewhere says which other architectures have a package.
func (p *plan) elsewhere(name string) string {
	var have []string
	for _, arch := range p.arches {
		if p.newest(solve.Spec{Name: name, Arch: arch}) != nil {
			have = append(have, arch)
		}
	}
	if len(have) == 0 {
		return ""
	}
	return "; there is one for " + strings.Join(have, ", ")
}
