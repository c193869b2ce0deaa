package query

import (
	"slices"

	"dbx/engine/label"
)

// Range is what changed(…) asks about: two states of the workspace. An empty
// To is the tree as it is.
type Range struct {
	From, To string // revisions
}

// Status says how a target differs.
type Status string

// The ways to differ.
const (
	Added   Status = "added"
	Removed Status = "removed"
	Changed Status = "changed"
)

// Change is one target that differs between two states, and why.
type Change struct {
	Label   label.Label `json:"label"`
	Status  Status      `json:"status"`
	Reasons []Reason    `json:"reasons,omitempty"`
}

// Reason is one cause of a change.
type Reason struct {
	// Kind is "source", "attribute", "variable", "lock", "dependency",
	// "action" or "field".
	Kind string `json:"kind"`
	Name string `json:"name"` // the file, attribute, label …
	// Detail says what became of it, for people.
	Detail string `json:"detail,omitempty"`
}

// String returns the reason in words.
func (r Reason) String() string {
	s := r.Kind + " " + r.Name
	if r.Detail != "" {
		s += " " + r.Detail
	}
	return s
}

// Changes holds the answers to all that [Expr.Ranges] asks.
type Changes map[Range][]*Change

// Ranges returns what the query asks about changes, each once.
func (e *Expr) Ranges() []Range {
	var found []Range
	e.root.visit(func(n node) {
		if c, ok := n.(*call); ok && c.fn.name == "changed" && !slices.Contains(found, c.span()) {
			found = append(found, c.span())
		}
	})
	return found
}

func (c *call) span() Range {
	r := Range{From: c.text(0)}
	if len(c.args) > 1 {
		r.To = c.text(1)
	}
	return r
}

// evalChanged marks what was added or changed, and notes why; what was removed
// can only be noted.
func evalChanged(w *world, c *call) (set, error) {
	found := make(set, len(w.targets))
	if w.reasons == nil {
		w.reasons = map[label.Label]*Change{}
	}
	for _, change := range w.changes[c.span()] {
		id, ok := w.number[change.Label]
		if !ok {
			w.removed = append(w.removed, change)
			continue
		}
		found[id] = true
		w.reasons[change.Label] = change
	}
	return found, nil
}
