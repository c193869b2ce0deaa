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
		Kind: "image",
		Doc:  "A base image and what is added to it. Each nested block adds a layer, in the order written. Its output is an OCI image layout.",
		Attrs: []load.Attr{
			{Name: "base", Type: cty.String, Required: true, Refs: load.Labels, Doc: "A base_image or another image."},
			{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of every command in the image, over those of the base; a list appends."},
			{Name: "user", Type: cty.String, Doc: "User of the image's configuration. With builder, actions and wheels in the image run as uid 1000, else as uid 0; never with capabilities."},
			{Name: "workdir", Type: cty.String, Doc: "Working directory of commands in the image, which must be there; absolute."},
			{Name: "entrypoint", Type: cty.List(cty.String), Doc: "Entry point of the image's configuration."},
			{Name: "labels", Type: cty.Map(cty.String), Doc: "Labels of the image's configuration; they change no key but its own."},
		},
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
	at := c.Target.Attr("base")
	base, ok := c.Provider(at.Labels()[0]).(*Image)
	if !ok {
		c.Errorf(at.Range, "Not an image", "%s cannot be a base: it is neither an image nor a base_image.", at.Text())
		return nil
	}
	img := *base
	img.Layers = base.Rootfs().Layers
	img.Env = MergeEnv(base.Env, Settings(c, "env"))
	img.Labels = MergeEnv(base.Labels, Plain(c.Target.Attr("labels")))
	if user := c.Target.Attr("user"); user.IsSet() {
		img.User = user.Text()
	}
	if dir := c.Target.Attr("workdir"); dir.IsSet() {
		if img.Dir = dir.Text(); !path.IsAbs(img.Dir) || path.Clean(img.Dir) != img.Dir {
			c.Errorf(dir.Range, "Not an absolute path", "workdir must be a clean absolute path, as /src is.")
		}
	}
	if entry := c.Target.Attr("entrypoint"); entry.IsSet() {
		img.Entrypoint = entry.Texts()
	}
	for i, block := range c.Target.Blocks {
		r.add(c, &img, block, fmt.Sprintf("%02d-%s", i, block.Kind))
	}
	img.files = assembled(c, &img)
	return &img
}

// add puts the layer of one nested block on the image.
func (r Rule) add(c *analysis.Context, img *Image, block load.Block, name string) {
	switch block.Kind {
	case "debian":
		r.install(c, img, block, name)
	case "copy":
		img.Layers = append(img.Layers, copied(c, img, block, name))
	case "run":
		img.Layers = append(img.Layers, c.Declare(graph.Action{
			Mnemonic: "RunInImage",
			Command: executor.Command{
				Args:    block.Attr("command").Texts(),
				Dir:     img.Dir,
				Env:     MergeEnv(img.Env, settings(c, block.Attr("env"))),
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
	if set, ok := locked(c, r.Debian, img, block); ok {
		img.Layers = append(img.Layers, Install(c, img.Rootfs(), set, fetched(c, set), name))
	}
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

// assembled declares the OCI image layout of an image, and a file with its
// digest.
func assembled(c *analysis.Context, img *Image) []analysis.File {
	args := []string{"oci@1", "arch=" + img.Arch}
	option := func(name, value string) {
		if value != "" {
			args = append(args, name+"="+value)
		}
	}
	option("variant", img.Variant)
	option("user", img.User)
	option("workdir", img.Dir)
	for _, v := range img.Env {
		option("env", v.Name+"="+v.Value)
	}
	for _, v := range img.Labels {
		option("label", v.Name+"="+v.Value)
	}
	for _, arg := range img.Entrypoint {
		option("entrypoint", arg)
	}
	made := c.Declare(graph.Action{
		Mnemonic: "AssembleImage",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "digest"}, {Path: "oci", Kind: executor.OutputTree}},
		},
		Inputs: layerFiles("layers", img.Layers),
	})
	return []analysis.File{{Path: "digest", Artifact: made[0]}, {Path: "oci", Artifact: made[1]}}
}
