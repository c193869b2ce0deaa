// Package source is the rule for source blocks: pinned files from outside, or
// files of the workspace, as a tree that other targets build from.
package source

import (
	"fmt"
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/debian"
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
// packages.
type Rule struct {
	Debian debian.Locked
}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind: "source",
		Doc:  "Files from outside, pinned by hash, or files of the workspace. Exactly one of url, debian_source and files says where they are.",
		Attrs: []load.Attr{
			{Name: "url", Type: cty.DynamicPseudoType, Doc: "Where the file is: a URL, or a list of mirrors of the same file, tried in order."},
			{Name: "sha256", Type: cty.String, Doc: "SHA-256 of the file; required for what comes over the network."},
			{Name: "files", Type: cty.List(cty.String), Refs: load.Files, Doc: "Files of the package, usually by glob."},
			{Name: "patches", Type: cty.List(cty.String), Refs: load.Files, Doc: "Unified diffs, applied in order to the unpacked tree with -p1."},
			{Name: "strip", Type: cty.Number, Default: cty.NumberIntVal(1), Doc: "How many leading folders of the archive's paths are dropped."},
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
		}},
	}
}

// Analyze implements [analysis.Rule].
func (r Rule) Analyze(c *analysis.Context) analysis.Provider {
	given := 0
	for _, set := range []bool{
		c.Target.Attr("url").IsSet(),
		c.Target.Attr("files").IsSet(),
		len(c.Target.BlocksOf("debian_source")) > 0,
	} {
		if set {
			given++
		}
	}
	switch {
	case given != 1:
		c.Errorf(c.Target.Range, "Where is this source?", "A source has exactly one of url, files and debian_source; this one has %d.", given)
		return nil
	case c.Target.Attr("files").IsSet():
		return workspaceFiles(c)
	default:
		return r.fetched(c)
	}
}

func (r Rule) fetched(c *analysis.Context) analysis.Provider {
	urls, name, sum := r.origin(c)
	if len(urls) == 0 {
		return nil
	}
	archive := c.Declare(graph.Action{
		Mnemonic: "Fetch",
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + sum},
			Outputs: []executor.OutputSpec{{Path: name}},
		},
		URLs: urls,
	})[0]
	tree := c.Declare(graph.Action{
		Mnemonic: "Unpack",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"unpack@1", fmt.Sprintf("strip=%d", c.Target.Attr("strip").Int())},
			Outputs: []executor.OutputSpec{{Path: "tree", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "archive", Artifact: archive}},
	})[0]
	return &Source{
		tree:  patched(c, tree, c.Target.Attr("patches").Texts()),
		files: []analysis.File{{Path: name, Artifact: archive}},
	}
}

// origin returns where the file is and its hash. For a url without a hash the
// hash is empty: the fetch itself will fail, and print the line to paste.
func (r Rule) origin(c *analysis.Context) (urls []string, name, sum string) {
	sum = strings.TrimPrefix(c.Target.Attr("sha256").Text(), "sha256:")
	blocks := c.Target.BlocksOf("debian_source")
	if len(blocks) == 0 {
		at := c.Target.Attr("url")
		if urls = at.Texts(); len(urls) == 0 {
			c.Errorf(at.Range, "No URL", "url must be a string or a list of strings, and not empty.")
			return nil, "", ""
		}
		return urls, path.Base(strings.SplitN(urls[0], "?", 2)[0]), sum
	}
	block := blocks[0]
	file, err := r.Debian.Source(block.Attr("suite").Text(), block.Attr("package").Text(), block.Attr("version").Text(), block.Attr("file").Text())
	switch {
	case err != nil:
		c.Errorf(block.Range, "Not in the lock file", "%v. Run dbx lock.", err)
		return nil, "", ""
	case sum == "":
		c.Errorf(c.Target.Range, "No hash", "What comes over the network needs its hash. Add this line:\n\n  sha256 = %q", file.SHA256)
		return nil, "", ""
	case sum != file.SHA256:
		c.Errorf(c.Target.Attr("sha256").Range, "Wrong hash", "The Debian index says that %s is\n\n  sha256 = %q", path.Base(file.Path), file.SHA256)
		return nil, "", ""
	}
	return file.URLs, path.Base(file.Path), sum
}

func workspaceFiles(c *analysis.Context) analysis.Provider {
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
