package solve

import (
	"fmt"
	"slices"
	"strings"

	"dbx/rules/debian/control"
)

// Unsolvable says why a request has no answer.
type Unsolvable struct {
	failure  *failure
	universe *Universe
}

// failure is a need that no option meets.
type failure struct {
	need     *agenda
	rejected []rejection
	gaveUp   bool
}

// rejection is an option and what stands against it: a failure of its own
// needs, or a clash with something chosen.
type rejection struct {
	option  *candidate
	because *failure
	clash   string
	with    pick
}

const (
	maxDepth   = 12 // of nested reasons that are shown
	maxOptions = 4  // of rejected options that are shown for one need
)

// Error shows the chain of needs, one a line, each below what has it.
func (e *Unsolvable) Error() string {
	var b strings.Builder
	b.WriteString("the packages cannot be installed together:")
	if e.failure.gaveUp {
		b.Reset()
		fmt.Fprintf(&b, "no set of packages was found in %d attempts; the last one failed with:", maxPicks)
	}
	e.show(&b, e.failure, 1)
	return b.String()
}

func (e *Unsolvable) show(b *strings.Builder, f *failure, depth int) {
	indent := "\n" + strings.Repeat("  ", depth)
	if depth > maxDepth {
		b.WriteString(indent + "…")
		return
	}
	b.WriteString(indent)
	if owner := f.need.owner.candidate; owner != nil {
		fmt.Fprintf(b, "%s needs %s", owner, f.need.group)
	} else {
		fmt.Fprintf(b, "%s is asked for", f.need.group)
	}
	if len(f.rejected) == 0 {
		b.WriteString(", " + e.absence(f.need))
		return
	}
	if len(f.rejected) == 1 && f.rejected[0].because != nil {
		b.WriteString(", but")
	} else {
		b.WriteString(", which cannot be:")
	}
	for i, r := range f.rejected {
		if i == maxOptions {
			fmt.Fprintf(b, "%s  … and %d more", indent, len(f.rejected)-i)
			return
		}
		if r.because != nil {
			e.show(b, r.because, depth+1)
		} else {
			fmt.Fprintf(b, "%s  %s: %s, and %s is %s", indent, r.option, r.clash, r.with, origin(r.with))
		}
	}
}

func origin(p pick) string {
	if p.frame == none {
		return "installed"
	}
	return "chosen"
}

// absence says what there is of a name that nothing suitable was found for.
func (e *Unsolvable) absence(need *agenda) string {
	var parts []string
	for _, r := range need.group {
		var have []string
		for _, c := range e.universe.byName[r.Name] {
			have = appendNew(have, c.Version+" for "+c.Package.Arch)
		}
		for _, c := range e.universe.providers[r.Name] {
			have = appendNew(have, c.String())
		}
		slices.Sort(have)
		switch {
		case len(have) == 0:
			parts = append(parts, "and there is no package "+r.Name)
		case len(have) > maxOptions:
			have = append(have[:maxOptions], "…")
			fallthrough
		default:
			parts = append(parts, fmt.Sprintf("and of %s there is only %s", r.Name, strings.Join(have, ", ")))
		}
		if r.Op == control.Any && r.Qualifier == "any" && len(have) > 0 {
			parts = append(parts, "none of it marked Multi-Arch: allowed")
		}
	}
	return strings.Join(parts, ", ")
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
