// Package test is the rule for test blocks: commands whose success is all that
// is wanted of them. How they are asked for and what is told of them is for
// the command line.
package test

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/rules/action"
)

// Kind is the kind of test blocks, and Mnemonic that of the one action of each.
const (
	Kind     = "test"
	Mnemonic = "Test"
)

// defaultTimeout is that of tests that have no other, in seconds.
const defaultTimeout = 300

// Test is what others know of a test.
type Test struct {
	files analysis.Files
}

// Files implements [analysis.Provider]: what the test leaves when it passes.
func (t *Test) Files() []analysis.File { return t.files }

// Rule is the rule for test blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	s := action.Rule{}.Schema()
	s.Kind = Kind
	s.Doc = "A command that tests something, and has passed if it ends with 0. It is an action, except that it needs no outputs, and that it runs for dbx test only: dbx build makes what it needs."
	s.Attrs = append(action.Attrs(), load.Attr{
		Name: "timeout", Type: cty.Number, Default: cty.NumberIntVal(defaultTimeout), Doc: "Limit in seconds. A test that takes longer has failed.",
	})
	return s
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	a, ok := action.Command(c)
	if !ok {
		return nil
	}
	if network := c.Target.Attr("network"); a.Network && !a.NoCache {
		c.Errorf(network.Range, "Unpinned network", "What a test finds in the network is in no key, so that its result cannot be remembered: set cache = false.")
		return nil
	}
	a.Mnemonic = Mnemonic
	return &Test{action.Declare(c, a)}
}
