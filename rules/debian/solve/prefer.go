package solve

import (
	"cmp"
	"slices"

	"dbx/rules/debian/control"
)

// candidates returns what may satisfy a need of a package of architecture
// arch, best first: alternatives in their order, within one as apt prefers.
func (u *Universe) candidates(group control.Alternatives, arch string) []*candidate {
	var all []*candidate
	for _, r := range group {
		start := len(all)
		for _, list := range [2][]*candidate{u.byName[r.Name], u.providers[r.Name]} {
			for _, c := range list {
				if u.satisfies(c, r, arch) && !slices.Contains(all, c) {
					all = append(all, c)
				}
			}
		}
		slices.SortStableFunc(all[start:], func(a, b *candidate) int { return u.prefer(r.Name, a, b) })
	}
	return all
}

// prefer orders two packages that satisfy a relation about name, in the terms
// in which apt does: the package itself before its providers, essential ones,
// the native architecture, the higher priority. What is left is undecided
// there but for the order of reading, of which the last one wins. Of one
// package's versions the newest comes first.
func (u *Universe) prefer(name string, a, b *candidate) int {
	if a.Name == b.Name && a.arch == b.arch {
		return control.Compare(b.Version, a.Version)
	}
	return cmp.Or(
		yesFirst(a.Name == name, b.Name == name),
		yesFirst(a.Essential, b.Essential),
		cmp.Compare(slices.Index(u.arches, a.arch), slices.Index(u.arches, b.arch)),
		cmp.Compare(priority(a.Priority), priority(b.Priority)),
		cmp.Compare(b.order, a.order),
	)
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func priority(s string) int {
	known := []string{"required", "important", "standard", "optional", "extra"}
	if i := slices.Index(known, s); i >= 0 {
		return i
	}
	return len(known)
}
