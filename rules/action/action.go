// Package action is the rule for action blocks: any command over any inputs,
// in an image. Rules whose blocks are commands too have the same attributes,
// and declare what [Command] makes of them.
package action

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// Rule is the rule for action blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	attrs := append(Attrs(),
		load.Attr{Name: "digests", Type: cty.Map(cty.String), Doc: "The SHA-256 of outputs that are known beforehand, as sha256: and 64 hex digits: a command that leaves anything else has failed. With all of them declared, it may use the network and be remembered."},
		load.Attr{Name: "timeout", Type: cty.Number, Doc: "Limit in seconds."},
	)
	return load.Schema{
		Kind:      "action",
		Doc:       "Runs a command in a sealed container and keeps the outputs that it declares.",
		Matrix:    true,
		Toolchain: true,
		Attrs:     attrs,
		Blocks:    []load.BlockSchema{inputSchema()},
	}
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	a, ok := Command(c)
	if !ok {
		return nil
	}
	if len(a.Outputs) == 0 {
		c.Errorf(c.Target.Range, "No outputs", "An action says what it leaves: set outputs, trees or both.")
		return nil
	}
	pinned := pin(c, a.Outputs)
	if network := c.Target.Attr("network"); a.Network && !a.NoCache && !pinned {
		c.Errorf(network.Range, "Unpinned network", "What a command gets from the network is in no key. Declare the digests of all outputs, which must be files, or set cache = false, or fetch it with a source.")
		return nil
	}
	a.Mnemonic = "Run"
	return Declare(c, a)
}

// Declare adds the action to c's target, whose files are its outputs.
func Declare(c *analysis.Context, a graph.Action) analysis.Files {
	var files analysis.Files
	made := c.Declare(a)
	for i, out := range a.Canonical().Outputs {
		files = append(files, analysis.File{Path: out.Path, Artifact: made[i]})
	}
	return files
}

func outputs(c *analysis.Context) []executor.OutputSpec {
	var specs []executor.OutputSpec
	for _, p := range c.Target.Attr("outputs").Texts() {
		specs = append(specs, executor.OutputSpec{Path: p})
	}
	for _, p := range c.Target.Attr("trees").Texts() {
		specs = append(specs, executor.OutputSpec{Path: p, Kind: executor.OutputTree})
	}
	return specs
}
