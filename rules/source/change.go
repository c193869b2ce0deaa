package source

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// queueBlock is a series of patches that comes from elsewhere.
const queueBlock = "patch_queue"

func queueSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: queueBlock,
		Doc:  "Applies a series of patches that is a source itself, as quilt and Debian's packages keep them, with -p1 where the series says nothing else.",
		Attrs: []load.Attr{
			{Name: "from", Type: cty.String, Required: true, Refs: load.Labels, Doc: "A source."},
			{Name: "series", Type: cty.String, Default: cty.StringVal("patches/series"), Doc: "The file in it that lists the patches, which lie beside it."},
			{Name: "skip", Type: cty.List(cty.String), Doc: "Patches of the series that are left out."},
		},
	}
}

// changed returns the tree as the blocks patch_queue and the attribute exclude
// of c's target leave it.
func changed(c *analysis.Context, tree graph.ArtifactID) graph.ArtifactID {
	for _, block := range c.Target.BlocksOf(queueBlock) {
		from := block.Attr("from")
		queue, ok := c.Provider(from.Labels()[0]).(*Source)
		if !ok {
			c.Errorf(from.Range, "Not a source", "Patches come from a source; %s is none.", from.Text())
			continue
		}
		args := []string{"patch-queue@1", "series=" + block.Attr("series").Text()}
		for _, name := range block.Attr("skip").Texts() {
			args = append(args, "skip="+name)
		}
		tree = c.Declare(graph.Action{
			Mnemonic: "PatchQueue",
			Command: executor.Command{
				Kind:    executor.Builtin,
				Args:    args,
				Outputs: []executor.OutputSpec{{Path: "queued", Kind: executor.OutputTree}},
			},
			Inputs: []graph.Input{{Path: "tree", Artifact: tree}, {Path: "queue", Artifact: queue.tree}},
		})[0]
	}
	if patterns := c.Target.Attr("exclude").Texts(); len(patterns) > 0 {
		tree = c.Declare(graph.Action{
			Mnemonic: "Exclude",
			Command: executor.Command{
				Kind:    executor.Builtin,
				Args:    append([]string{"exclude@1"}, patterns...),
				Outputs: []executor.OutputSpec{{Path: "rest", Kind: executor.OutputTree}},
			},
			Inputs: []graph.Input{{Path: "tree", Artifact: tree}},
		})[0]
	}
	return tree
}
