package source

import (
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/image/pin"
)

// ociBlock is a folder or a file out of an image.
const ociBlock = "oci"

func ociSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: ociBlock,
		Doc:  "A folder or a file out of an image: of a registry by digest (from), or of a base_image or an image (image). All its layers are looked at together. Exactly one of path and file says what.",
		Max:  1,
		Attrs: append(image.PullAttrs(), []load.Attr{
			{Name: "image", Type: cty.String, Refs: load.Labels, Doc: "A base_image or an image, instead of from."},
			{Name: "path", Type: cty.String, Doc: "A folder below the image's root, as usr/lib/x. Symbolic links out of it become what they lead to, if that is a file."},
			{Name: "file", Type: cty.String, Doc: "A file, as usr/bin/tool; symbolic links are followed."},
		}...),
	}
}

// Pulls returns the images of registries that a target takes files from.
func Pulls(t *load.Target) ([]image.Pull, error) {
	var pulls []image.Pull
	if t.Kind != "source" {
		return nil, nil
	}
	for _, b := range t.BlocksOf(ociBlock) {
		if !b.Attr("from").IsSet() {
			continue
		}
		p, err := image.ParsePull(b.Attr)
		if err != nil {
			return nil, err
		}
		pulls = append(pulls, p)
	}
	return pulls, nil
}

// fromImage declares the source of an oci block.
func fromImage(c *analysis.Context, images []pin.Image, block load.Block) analysis.Provider {
	img, ok := imageOf(c, images, block)
	if !ok {
		return nil
	}
	name, kind, ok := wanted(c, block)
	if !ok {
		return nil
	}
	out := path.Join("image", path.Base("/"+name))
	option := "file="
	if kind == executor.OutputTree {
		out, option = "tree", "path="
	}
	taken := c.Declare(graph.Action{
		Mnemonic: "TakeFromImage",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"image-files@1", option + name},
			Outputs: []executor.OutputSpec{{Path: out, Kind: kind}},
		},
		Rootfs: graph.Rootfs{Arch: img.Arch, Layers: img.Rootfs().Layers}, // nothing runs
	})[0]
	patches := c.Target.Attr("patches").Texts()
	if kind == executor.OutputTree {
		return &Source{tree: patched(c, taken, patches), files: []analysis.File{{Path: "tree", Artifact: taken}}}
	}
	base := path.Base(name)
	return &Source{tree: patched(c, alone(c, base, taken), patches), files: []analysis.File{{Path: base, Artifact: taken}}}
}

// wanted returns the folder or the file that an oci block takes, relative to
// the image's root; ok is false after a complaint.
func wanted(c *analysis.Context, block load.Block) (name string, kind executor.OutputKind, ok bool) {
	dir, file := block.Attr("path"), block.Attr("file")
	if dir.IsSet() == file.IsSet() {
		c.Errorf(block.Range, "What of the image?", "Either path names a folder of the image, or file a file.")
		return "", kind, false
	}
	at := dir
	if kind = executor.OutputTree; file.IsSet() {
		at, kind = file, executor.OutputFile
	}
	name = strings.TrimPrefix(at.Text(), "/")
	if name == "" && dir.IsSet() {
		name = "."
	}
	if name != path.Clean(name) || strings.HasPrefix(name, "../") || name == ".." || file.IsSet() && !isName(path.Base(name)) {
		c.Errorf(at.Range, "Not a path in an image", "%q must be a clean path below the image's root, as usr/lib/x is.", at.Text())
		return "", kind, false
	}
	return name, kind, true
}

// alone declares a tree with one file.
func alone(c *analysis.Context, name string, file graph.ArtifactID) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "Gather",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"tree@1", "tree"},
			Outputs: []executor.OutputSpec{{Path: "gathered", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "tree/" + name, Artifact: file}},
	})[0]
}

// imageOf returns the image that an oci block names; ok is false after a
// complaint.
func imageOf(c *analysis.Context, images []pin.Image, block load.Block) (*image.Image, bool) {
	at := block.Attr("image")
	switch {
	case at.IsSet() == block.Attr("from").IsSet():
		c.Errorf(block.Range, "Which image?", "Either from names an image of a registry, or image a base_image or an image.")
		return nil, false
	case !at.IsSet():
		return image.Pulled(c, images, block.Attr)
	}
	img, ok := c.Provider(at.Labels()[0]).(*image.Image)
	if !ok {
		c.Errorf(at.Range, "Not an image", "%s is neither an image nor a base_image.", at.Text())
	}
	return img, ok
}
