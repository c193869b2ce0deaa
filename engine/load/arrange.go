package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"dbx/engine/label"
)

// edge is a reference, resolved, and where it stands.
type edge struct {
	to label.Label
	at hcl.Range
}

// arrange puts the reached targets in dependency order and complains about
// cycles. It forgets the targets that were not reached: their references are
// not resolved.
func (l *loader) arrange() {
	a := &arranger{targets: l.ws.targets, state: make(map[label.Label]mark, len(l.ws.reached))}
	slices.SortFunc(l.ws.reached, func(s, t *Target) int { return s.Label.Compare(t.Label) })
	for _, t := range l.ws.reached {
		if a.state[t.Label] == 0 {
			a.visit(t)
		}
	}
	l.ws.reached = a.order
	l.diags = append(l.diags, a.diags...)
	l.ws.targets = make(map[label.Label]*Target, len(a.order))
	for _, t := range a.order {
		l.ws.targets[t.Label] = t
	}
	maps.DeleteFunc(l.ws.groups, func(_ label.Label, g *group) bool {
		g.members = slices.DeleteFunc(g.members, func(t *Target) bool { return l.ws.targets[t.Label] == nil })
		return len(g.members) == 0
	})
}

type mark uint8

const (
	open mark = iota + 1 // on the way from the root to here
	done
)

// arranger is a depth-first search.
type arranger struct {
	targets map[label.Label]*Target
	state   map[label.Label]mark
	path    []*Target
	order   []*Target
	diags   hcl.Diagnostics
}

func (a *arranger) visit(t *Target) {
	a.state[t.Label] = open
	a.path = append(a.path, t)
	for _, e := range t.edges {
		switch a.state[e.to] {
		case open:
			a.cycle(e)
		case done:
		default:
			a.visit(a.targets[e.to])
		}
	}
	a.path = a.path[:len(a.path)-1]
	a.state[t.Label] = done
	a.order = append(a.order, t)
}

// cycle complains about the edge that closes a ring, at the first reference of
// the ring.
func (a *arranger) cycle(closing edge) {
	i := slices.IndexFunc(a.path, func(t *Target) bool { return t.Label == closing.to })
	ring := a.path[i:]
	var names, places []string
	first := closing.at
	for j, t := range ring {
		e := closing
		if j+1 < len(ring) {
			e = t.edges[slices.IndexFunc(t.edges, func(e edge) bool { return e.to == ring[j+1].Label })]
		}
		if j == 0 {
			first = e.at
		}
		names = append(names, t.Label.String())
		places = append(places, fmt.Sprintf("%s refers to %s at %s", t.Label, e.to, e.at))
	}
	names = append(names, closing.to.String())
	a.diags = append(a.diags, problem(first, "Dependency cycle", "%s\n%s", strings.Join(names, " → "), strings.Join(places, "\n")))
}

func byLabel(targets map[label.Label]*Target) []*Target {
	return slices.SortedFunc(maps.Values(targets), func(s, t *Target) int { return s.Label.Compare(t.Label) })
}
