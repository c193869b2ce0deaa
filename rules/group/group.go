// Package group is the rule for group blocks: one name for many targets.
package group

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/label"
	"dbx/engine/load"
)

// Group is what dependents of a group know: its members, whose outputs stay
// where they are.
type Group struct {
	Members []label.Label
}

// Files implements [analysis.Provider].
func (*Group) Files() []analysis.File { return nil }

// Rule is the rule for group blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind: "group",
		Doc:  "A name that stands for other targets; building it builds them.",
		Attrs: []load.Attr{
			{Name: "members", Type: cty.List(cty.String), Required: true, Refs: load.Members, Doc: "Labels and patterns."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	return &Group{Members: c.Target.Attr("members").Labels()}
}
