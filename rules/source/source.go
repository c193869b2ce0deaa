// Package source is the rule for source blocks: pinned files from outside, or
// files of the workspace, as a tree that other targets build from.
package source

import (
	"fmt"
	"path"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/debian"
	"dbx/rules/image/pin"
	python "dbx/rules/python/pin"
	"dbx/rules/source/commit"
)

// Source is what dependents of a source block know.
type Source struct {
	tree  graph.ArtifactID
	files []analysis.File
}

// Files implements [analysis.Provider]: the archive as it was fetched, or the
// workspace's files.
func (s *Source) Files() []analysis.File { return s.files }

// Tree returns the artifact of the source's unpacked and patched tree.
func (s *Source) Tree() graph.ArtifactID { return s.tree }

// Patched returns the tree with further patches on top, files of the
// workspace, in order. The action that applies them is declared for c's target.
func (s *Source) Patched(c *analysis.Context, patches []string) graph.ArtifactID {
	return patched(c, s.tree, patches)
}

// Rule is the rule for source blocks. Debian finds the files of Debian source
// packages; Commits are what refs of git repositories were when they were locked.
type Rule struct {
	Debian  debian.Locked
	Commits []commit.Pin
	Images  []pin.Image // what the lock file says of images from outside
	Python  python.Locked
}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind: "source",
		Doc:  "Files from outside, pinned by hash, or files of the workspace. Exactly one of url, files, debian_source, python, git, local and oci says where they are.",
		Attrs: []load.Attr{
			{Name: "url", Type: cty.DynamicPseudoType, Doc: "Where the file is: a URL, or a list of mirrors of the same file, tried in order."},
			{Name: "sha256", Type: cty.String, Doc: "SHA-256 of the file; required for what comes over the network."},
			{Name: "files", Type: cty.List(cty.String), Refs: load.Files, Doc: "Files of the package, usually by glob."},
			{Name: "patches", Type: cty.List(cty.String), Refs: load.Files, Doc: "Unified diffs, applied in order to the unpacked tree with -p1."},
			{Name: "exclude", Type: cty.List(cty.String), Doc: "Patterns, with ** for any folders, of what is left out of the tree, after all patches."},
			{Name: "strip", Type: cty.Number, Default: cty.NumberIntVal(1), Doc: "How many leading folders of the archive's paths are dropped."},
			{Name: "subdir", Type: cty.String, Doc: "Only this folder of the archive, named as after strip."},
		},
		Blocks: []load.BlockSchema{{
			Kind: "debian_source",
			Doc:  "A file of a Debian source package; dbx lock finds it.",
			Max:  1,
			Attrs: []load.Attr{
				{Name: "package", Type: cty.String, Required: true, Doc: "Name of the source package."},
				{Name: "version", Type: cty.String, Required: true, Doc: "Its version, with the Debian revision."},
				{Name: "file", Type: cty.String, Default: cty.StringVal("orig"), Doc: "Which file: orig or debian."},
				{Name: "suite", Type: cty.String, Default: cty.StringVal("bookworm"), Doc: "The suite whose index lists it."},
			},
		}, pythonSchema(), gitBlock(), localBlock(), ociSchema(), queueSchema()},
	}
}

// Analyze implements [analysis.Rule].
func (r Rule) Analyze(c *analysis.Context) analysis.Provider {
	s, ok := r.found(c).(*Source)
	if !ok {
		return nil
	}
	s.tree = changed(c, s.tree)
	return s
}

// found returns the source as the one place that the block names has it; nil
// after a complaint.
func (r Rule) found(c *analysis.Context) analysis.Provider {
	given := 0
	for _, set := range []bool{
		c.Target.Attr("url").IsSet(),
		c.Target.Attr("files").IsSet(),
		len(c.Target.BlocksOf("debian_source")) > 0,
		len(c.Target.BlocksOf(pythonBlock)) > 0,
		len(c.Target.BlocksOf("git")) > 0,
		len(c.Target.BlocksOf("local")) > 0,
		len(c.Target.BlocksOf(ociBlock)) > 0,
	} {
		if set {
			given++
		}
	}
	switch {
	case given != 1:
		c.Errorf(c.Target.Range, "Where is this source?", "A source has exactly one of url, files, debian_source, python, git, local and oci; this one has %d.", given)
		return nil
	case c.Target.Attr("files").IsSet():
		return workspaceFiles(c)
	case len(c.Target.BlocksOf("git")) > 0:
		return r.repository(c)
	case len(c.Target.BlocksOf("local")) > 0:
		return localFolder(c)
	case len(c.Target.BlocksOf(ociBlock)) > 0:
		return fromImage(c, r.Images, c.Target.BlocksOf(ociBlock)[0])
	default:
		return r.fetched(c)
	}
}

func patched(c *analysis.Context, tree graph.ArtifactID, patches []string) graph.ArtifactID {
	if len(patches) == 0 {
		return tree
	}
	inputs := []graph.Input{{Path: "tree", Artifact: tree}}
	for i, p := range patches {
		inputs = append(inputs, graph.Input{
			Path:     fmt.Sprintf("patches/%04d-%s", i, path.Base(p)),
			Artifact: c.Source(p),
		})
	}
	return c.Declare(graph.Action{
		Mnemonic: "Patch",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"patch@1"},
			Outputs: []executor.OutputSpec{{Path: "patched", Kind: executor.OutputTree}},
		},
		Inputs: inputs,
	})[0]
}
