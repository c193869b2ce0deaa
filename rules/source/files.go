package source

import (
	"strings"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
)

func workspaceFiles(c *analysis.Context) analysis.Provider {
	if at := c.Target.Attr("files"); len(at.Texts()) == 0 {
		c.Errorf(at.Range, "No files", "A source of no files has nothing to build from: name files, or a pattern that some match.")
		return nil
	}
	dir := c.Workspace().PackageDir(c.Target.Label.Package()) + "/"
	var files []analysis.File
	var inputs []graph.Input
	for _, p := range c.Target.Attr("files").Texts() {
		artifact, name := c.Source(p), strings.TrimPrefix(p, dir)
		files = append(files, analysis.File{Path: name, Artifact: artifact})
		inputs = append(inputs, graph.Input{Path: "tree/" + name, Artifact: artifact})
	}
	tree := c.Declare(graph.Action{
		Mnemonic: "Gather",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"tree@1", "tree"},
			Outputs: []executor.OutputSpec{{Path: "gathered", Kind: executor.OutputTree}},
		},
		Inputs: inputs,
	})[0]
	return &Source{tree: patched(c, tree, c.Target.Attr("patches").Texts()), files: files}
}
