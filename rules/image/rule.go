// Package image is the rule for the blocks base_image and image: root file
// systems for commands, and OCI images for users, as ordered layers.
//
// It says which action makes which layer. What is in a Debian package or in an
// image layout is known by packages further down.
package image

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

// Rule is the rule for image blocks: a base and the layers that its nested
// blocks add, in the order in which they are written.
type Rule struct {
	Debian debian.Locked
}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind:   "image",
		Matrix: true,
		Doc:    "A base image and what is added to it. Each nested block adds a layer, in the order written.",
		Attrs:  append(configAttrs(), outputAttrs()...),
		Blocks: []load.BlockSchema{
			debianSchema(false),
			{
				Kind: "copy",
				Doc:  "Places the files of a target, or a file of the package.",
				Attrs: []load.Attr{
					{Name: "from", Type: cty.String, Required: true, Refs: load.LabelOrFiles, Doc: "A label, or a file of the package."},
					{Name: "to", Type: cty.String, Required: true, Doc: "Absolute path: of the file, or of the folder for a target with several files."},
					{Name: "mode", Type: cty.String, Doc: "Octal permissions of the files; those of the files themselves if left out."},
					{Name: "owner", Type: cty.String, Doc: "Numeric uid:gid; 0:0 if left out."},
				},
			},
			{
				Kind: "run",
				Doc:  "Runs a command in the image as it is so far, without network, and keeps what it changed.",
				Attrs: []load.Attr{
					{Name: "command", Type: cty.List(cty.String), Required: true, Doc: "Program and arguments."},
					{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of this command only; a list appends."},
				},
			},
		},
	}
}

// Analyze implements [analysis.Rule].
func (r Rule) Analyze(c *analysis.Context) analysis.Provider {
	img, ok := foundationOf(c)
	if !ok || !img.useEmulator(c) {
		return nil
	}
	configure(c, &img.Config)
	own := len(img.Layers)
	for i, block := range c.Target.Blocks {
		r.add(c, img, block, fmt.Sprintf("%02d-%s", i, block.Kind))
	}
	if len(img.Layers) == 0 {
		c.Errorf(c.Target.Range, "Nothing in it", "An image without a base needs at least one copy or run block.")
		return nil
	}
	flatten(c, img, own)
	img.files = packaged(c, img)
	return img
}

// add puts the layer of one nested block on the image.
func (r Rule) add(c *analysis.Context, img *Image, block load.Block, name string) {
	switch block.Kind {
	case "debian":
		r.install(c, img, block, name)
	case "copy":
		img.Layers = append(img.Layers, copied(c, img, block, name))
	case "run":
		if !img.CanRun(c, block.Range) {
			return
		}
		img.Layers = append(img.Layers, c.Declare(graph.Action{
			Mnemonic: "RunInImage",
			Command: executor.Command{
				Args:    block.Attr("command").Texts(),
				Dir:     img.Dir,
				Env:     MergeEnv(img.CommandEnv(), settings(c, block.Attr("env"))),
				Outputs: []executor.OutputSpec{{Path: name, Kind: executor.OutputLayer}},
				Epoch:   img.Epoch,
			},
			Rootfs: img.Rootfs(),
		})[0])
	default:
		panic("BUG: unknown block " + block.Kind)
	}
}

func (r Rule) install(c *analysis.Context, img *Image, block load.Block, name string) {
	set, ok := locked(c, r.Debian, img, block)
	if !ok {
		return
	}
	// A block that has nothing new to install has its layer too, if that is what
	// it is there for.
	if block.Attr("packages").IsSet() {
		if img.bare {
			c.Errorf(block.Attr("packages").Range, "No dpkg in it", "Nothing can be installed in an image of which all packages are only unpacked: extract these too.")
			return
		}
		img.Layers = append(img.Layers, Install(c, img, set, fetched(c, set.Packages), name))
		name += "-extracted"
	}
	extract(c, img, set, name)
}

// copied declares the layer of a copy block. It looks at the layers below for
// the links and folders that lead to the destination.
func copied(c *analysis.Context, img *Image, block load.Block, name string) graph.ArtifactID {
	from, to := block.Attr("from"), block.Attr("to")
	if dest := to.Text(); !path.IsAbs(dest) || dest != path.Clean(dest) || dest == "/" {
		c.Errorf(to.Range, "Not an absolute path", "to must be a clean absolute path below /, as /start.sh is.")
	}
	args := []string{"copy@1", "to=" + to.Text(), fmt.Sprintf("epoch=%d", max(img.Epoch, c.Workspace().Epoch))}
	for _, option := range []string{"mode", "owner"} {
		if v := block.Attr(option); v.IsSet() {
			args = append(args, option+"="+v.Text())
		}
	}
	var inputs []graph.Input
	if labels := from.Labels(); len(labels) > 0 {
		files := c.Provider(labels[0]).Files()
		if len(files) == 0 {
			c.Errorf(from.Range, "Nothing to copy", "%s has no files.", labels[0])
		}
		for _, f := range files {
			inputs = append(inputs, graph.Input{Path: placed("from", f.Path), Artifact: f.Artifact})
		}
	} else {
		inputs = []graph.Input{{Path: "from/" + path.Base(from.Text()), Artifact: c.Source(from.Text())}}
	}
	if len(inputs) == 1 && inputs[0].Path != "from" {
		inputs[0].Path = "from" // a single file is what to names, not a folder with it
	}
	inputs = append(inputs, layerFiles("base", img.Layers)...)
	return c.Declare(graph.Action{
		Mnemonic: "CopyIntoImage",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: name, Kind: executor.OutputLayer}},
		},
		Inputs: inputs,
	})[0]
}

func placed(dir, p string) string { return strings.TrimSuffix(path.Join(dir, p), "/") }

// layerFiles places layers as numbered tar files in a folder.
func layerFiles(dir string, layers []graph.ArtifactID) []graph.Input {
	inputs := make([]graph.Input, len(layers))
	for i, layer := range layers {
		inputs[i] = graph.Input{Path: fmt.Sprintf("%s/%04d.tar", dir, i), Artifact: layer}
	}
	return inputs
}
