// Package source is the rule for source blocks: pinned files from outside, or
// files of the workspace, as a tree that other targets build from.
package source

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
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
	strip := c.Target.Attr("strip")
	if strip.Float() < 0 || strip.Float() != float64(strip.Int()) {
		c.Errorf(strip.Range, "Not a count", "strip is how many leading folders are dropped: 0, 1 or more.")
		return nil
	}
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
			Args:    []string{"unpack@1", fmt.Sprintf("strip=%d", strip.Int())},
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
	sum = strings.ToLower(strings.TrimPrefix(c.Target.Attr("sha256").Text(), "sha256:"))
	if _, err := digest.ParseSHA256(sum); err != nil && sum != "" {
		c.Errorf(c.Target.Attr("sha256").Range, "Not a hash", "%v.", err)
		return nil, "", ""
	}
	blocks := c.Target.BlocksOf("debian_source")
	if len(blocks) == 0 {
		urls, name = mirrors(c)
		return urls, name, sum
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

// mirrors returns the URLs of a url attribute, and the name of the file there.
func mirrors(c *analysis.Context) (urls []string, name string) {
	at := c.Target.Attr("url")
	list := []load.Value{at}
	if at.Type().IsTupleType() || at.Type().IsListType() {
		list = at.List()
	}
	for _, v := range list {
		if !v.IsSet() || v.Type() != cty.String {
			c.Errorf(at.Range, "No URL", "url must be a string or a list of strings.")
			return nil, ""
		}
		u, err := url.Parse(v.Text())
		if err != nil || !slices.Contains([]string{"http", "https", "file"}, u.Scheme) || !isName(path.Base(u.EscapedPath())) {
			c.Errorf(at.Range, "Not a URL of a file", "%q is none; https://example.org/name.tar.gz would be one.", v.Text())
			return nil, ""
		}
		if name == "" {
			name = path.Base(u.EscapedPath())
		}
		urls = append(urls, v.Text())
	}
	if len(urls) == 0 {
		c.Errorf(at.Range, "No URL", "url must name at least one place.")
	}
	return urls, name
}

func isName(base string) bool { return base != "." && base != ".." && base != "/" }

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
