package differ

import (
	"io"
	"slices"
	"strings"
)

// member is what an archive holds under a name.
type member struct {
	name    string
	facts   []fact                   // what the archive says of it; the same ones for all of a kind
	content func() *io.SectionReader // nil if it is damaged or too big; then only the archives differ
	same    bool                     // the archives' own checksums are; content need not be read
}

// fact is one thing that an archive says of a member, such as its mode.
type fact struct{ name, value string }

// all compares the members of two archives of one kind: those that only one
// has, their order, what is said of them, and their content.
func (w *walk) all(path []string, a, b []member) error {
	second := indexed(b)
	first := indexed(a)
	for _, key := range sortedKeys(first, second) {
		x, inFirst := first[key]
		y, inSecond := second[key]
		switch {
		case !inSecond:
			w.add(below(path, key.String()), "only in the first")
		case !inFirst:
			w.add(below(path, key.String()), "only in the second")
		default:
			if err := w.members(below(path, key.String()), x, y); err != nil {
				return err
			}
		}
	}
	w.order(path, a, b)
	return nil
}

func (w *walk) members(path []string, x, y member) error {
	for i, f := range x.facts {
		if f != y.facts[i] {
			w.add(path, "%s: %s and %s", f.name, f.value, y.facts[i].value)
		}
	}
	if x.same && y.same || w.more > 0 {
		return nil
	}
	a, b := x.content(), y.content()
	if a == nil || b == nil {
		return nil
	}
	return w.pair(path, a, b)
}

// order tells that members come in another order; those that only one archive
// has do not count.
func (w *walk) order(path []string, a, b []member) {
	first, second := indexed(a), indexed(b)
	x, y := namesIn(a, second), namesIn(b, first)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			w.add(path, "the order of members: at place %d there is %s and %s", i+1, x[i], y[i])
			return
		}
	}
}

// namesIn returns the names of those members that the other archive has too.
func namesIn(all []member, other map[memberKey]member) []string {
	var names []string
	counts := map[string]int{}
	for _, m := range all {
		counts[m.name]++
		if _, ok := other[memberKey{m.name, counts[m.name]}]; ok {
			names = append(names, m.name)
		}
	}
	return names
}

// memberKey tells members of one name apart: by which of them it is.
type memberKey struct {
	name string
	nth  int
}

func (k memberKey) String() string {
	if k.nth == 1 {
		return k.name
	}
	return k.name + " (again)"
}

func indexed(all []member) map[memberKey]member {
	index := make(map[memberKey]member, len(all))
	counts := map[string]int{}
	for _, m := range all {
		counts[m.name]++
		index[memberKey{m.name, counts[m.name]}] = m
	}
	return index
}

// sortedKeys returns the keys of both.
func sortedKeys(a, b map[memberKey]member) []memberKey {
	keys := make([]memberKey, 0, len(a))
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		if _, known := a[k]; !known {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y memberKey) int {
		if c := strings.Compare(x.name, y.name); c != 0 {
			return c
		}
		return x.nth - y.nth
	})
	return keys
}
