package action

import (
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// inputSchema is the nested block for inputs of which there is more to say
// than what and where.
func inputSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: "input",
		Doc:  "Places one more input.",
		Attrs: []load.Attr{
			{Name: "from", Type: cty.DynamicPseudoType, Required: true, Refs: load.LabelOrFiles, Doc: "A label or a file, or a list of them."},
			{Name: "to", Type: cty.String, Required: true, Doc: "Where, below /work."},
			{Name: "path", Type: cty.String, Doc: "Only this file of the target's, or, with a slash at its end, only this folder."},
			{Name: "scratch", Type: cty.Bool, Doc: "The command may change it: it gets a copy, which is thrown away. For what builds in its own tree; outputs may lie in it."},
		},
	}
}

// inputs places each thing that the target names. Null is nothing.
func inputs(c *analysis.Context) []graph.Input {
	var placed []graph.Input
	if at := c.Target.Attr("inputs"); at.IsSet() {
		if !at.Type().IsObjectType() && !at.Type().IsMapType() {
			c.Errorf(at.Range, "Not a map", "inputs maps paths below /work to what lies there, as { \"src/main.c\" = \"main.c\" } does.")
			return nil
		}
		values := at.Map()
		for _, to := range at.Keys() {
			placed = append(placed, place(c, values[to], to)...)
		}
	}
	for _, block := range c.Target.BlocksOf("input") {
		placed = append(placed, fromBlock(c, block)...)
	}
	return placed
}

func fromBlock(c *analysis.Context, block load.Block) []graph.Input {
	from, to := block.Attr("from"), block.Attr("to").Text()
	var placed []graph.Input
	if at := block.Attr("path"); at.IsSet() {
		placed = part(c, from, at, to)
	} else {
		placed = place(c, from, to)
	}
	if block.Attr("scratch").Bool() {
		for i := range placed {
			placed[i].Mode = executor.Scratch
		}
	}
	return placed
}

// place puts one thing under the path to. The files of a target with several,
// and those of a list, lie below it: the latter under their paths in the
// package.
func place(c *analysis.Context, v load.Value, to string) []graph.Input {
	switch {
	case !v.IsSet():
		return nil
	case v.Type() == cty.String:
		files := filesOf(c, v.References()[0])
		if len(files) == 1 {
			return []graph.Input{{Path: to, Artifact: files[0].Artifact}}
		}
		return below(to, files)
	case v.Type().IsTupleType() || v.Type().IsListType():
		var placed []graph.Input
		for _, e := range v.List() {
			if e.IsSet() && e.Type() == cty.String {
				placed = append(placed, below(to, filesOf(c, e.References()[0]))...)
			} else if e.IsSet() {
				c.Errorf(e.Range, "Not an input", "A list of inputs holds labels and files.")
			}
		}
		return placed
	}
	c.Errorf(v.Range, "Not an input", "What lies at %s is a label, a file or a list of them.", to)
	return nil
}

func below(to string, files []analysis.File) []graph.Input {
	placed := make([]graph.Input, len(files))
	for i, f := range files {
		placed[i] = graph.Input{Path: path.Join(to, f.Path), Artifact: f.Artifact}
	}
	return placed
}

// filesOf returns what a reference stands for: the files of a target, or one of
// the workspace.
func filesOf(c *analysis.Context, r load.Reference) []analysis.File {
	if r.Label.IsZero() {
		dir := c.Workspace().PackageDir(c.Target.Label.Package())
		return []analysis.File{{Path: strings.TrimPrefix(r.File, dir+"/"), Artifact: c.Source(r.File)}}
	}
	files := c.Provider(r.Label).Files()
	if len(files) == 0 {
		c.Errorf(r.Range, "Nothing to place", "%s has no files.", r.Label)
	}
	return files
}

// part places one file or folder of a target under the path to. What lies in a
// tree is taken out by an action of its own, so that a command depends on
// nothing else in there.
func part(c *analysis.Context, from, at load.Value, to string) []graph.Input {
	want, folder := strings.CutSuffix(at.Text(), "/")
	if want == "" || want != path.Clean(want) || path.IsAbs(want) || want == ".." || strings.HasPrefix(want, "../") {
		c.Errorf(at.Range, "Not a path", "path is a clean path in the target's files, as include/x.h is, or include/ for a folder.")
		return nil
	}
	if from.Type() != cty.String || len(from.Labels()) != 1 {
		c.Errorf(from.Range, "Not a target", "With path, from is the label of one target.")
		return nil
	}
	var names []string
	for _, f := range filesOf(c, from.References()[0]) {
		inside, ok := inTree(want, f.Path)
		switch {
		case f.Path == want && (folder == c.IsTree(f.Artifact)):
			return []graph.Input{{Path: to, Artifact: f.Artifact}}
		case ok && c.IsTree(f.Artifact):
			return []graph.Input{{Path: to, Artifact: taken(c, f.Artifact, inside, to, folder)}}
		}
		names = append(names, f.Path)
	}
	c.Errorf(at.Range, "No such file", "%s has no %s; it has %s.", from.Labels()[0], at.Text(), strings.Join(names, ", "))
	return nil
}

// inTree returns where a path lies in a tree, and false if it lies elsewhere.
func inTree(p, tree string) (string, bool) {
	if tree == "." {
		return p, true
	}
	return strings.CutPrefix(p, tree+"/")
}

func taken(c *analysis.Context, tree graph.ArtifactID, inside, to string, folder bool) graph.ArtifactID {
	name, kind := "file@1", executor.OutputFile
	if folder {
		name, kind = "tree@1", executor.OutputTree
	}
	return c.Declare(graph.Action{
		Mnemonic: "TakeOut",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{name, path.Join("from", inside)},
			Outputs: []executor.OutputSpec{{Path: strings.ReplaceAll("input-"+to, "/", "-"), Kind: kind}},
		},
		Inputs: []graph.Input{{Path: "from", Artifact: tree}},
	})[0]
}
