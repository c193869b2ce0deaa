package image

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/debian"
	"dbx/rules/image/pin"
)

// BaseRule is the rule for base_image blocks: a root file system made from
// nothing, or one that others made.
type BaseRule struct {
	Debian debian.Locked
	Images []pin.Image // what the lock file says of images from outside
}

// Schema implements [analysis.Rule].
func (BaseRule) Schema() load.Schema {
	return load.Schema{
		Kind: "base_image",
		Doc:  "A root file system from outside: assembled from verified Debian packages, with no registry, or an image of a registry by digest, or one in an archive. Exactly one of debian, from and archive says which.",
		Attrs: append(PullAttrs(), []load.Attr{
			emulatorAttr(),
			{Name: "archive", Type: cty.String, Refs: load.LabelOrFiles, Doc: "An archive of images: an OCI image layout or what docker save writes, compressed or not. A file of the package, or a target whose file or folder it is. dbx lock finds out what is in it."},
			{Name: "name", Type: cty.String, Doc: "Which image of the archive, as NAME:TAG or by digest, if it has several."},
		}...),
		Blocks: []load.BlockSchema{debianSchema(true)},
	}
}

// Analyze implements [analysis.Rule].
func (r BaseRule) Analyze(c *analysis.Context) analysis.Provider {
	sets := c.Target.BlocksOf("debian")
	from, archive := c.Target.Attr("from").IsSet(), c.Target.Attr("archive").IsSet()
	given := 0
	for _, is := range []bool{from, archive, len(sets) > 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		c.Errorf(c.Target.Range, "Where is this image from?", "A base_image has exactly one of from, archive and a debian block; this one has %d.", given)
		return nil
	}
	for name, fits := range map[string]bool{"mirror": from, "name": archive} {
		if at := c.Target.Attr(name); at.IsSet() && !fits {
			c.Errorf(at.Range, "Of no use here", "mirror goes with from, and name with archive.")
		}
	}
	switch {
	case from:
		return r.pulled(c)
	case archive:
		return r.unarchived(c)
	}
	return r.assembled(c, sets[0])
}

// assembled makes the image out of Debian packages.
func (r BaseRule) assembled(c *analysis.Context, block load.Block) analysis.Provider {
	img := &Image{
		Arch:    c.Target.Attr("arch").Text(),
		Variant: c.Target.Attr("variant").Text(),
		Suite:   block.Attr("suite").Text(),
	}
	if _, err := debian.Arch(img.Arch, img.Variant); err != nil {
		c.Errorf(c.Target.Attr("arch").Range, "Unknown architecture", "%v.", err)
		return nil
	}
	set, ok := locked(c, r.Debian, img, block)
	if !ok || !img.useEmulator(c) {
		return nil
	}
	img.bare = len(set.Packages) == 0 && len(set.Extracted) > 0
	if !img.bare {
		if !img.CanRun(c, block.Range) {
			return nil
		}
		bootstrapped(c, img, set)
	}
	extract(c, img, set, "extracted")
	img.files = assembled(c, img)
	return img
}

// bootstrapped puts the layers of installed packages on an image of nothing.
func bootstrapped(c *analysis.Context, img *Image, set debian.Set) {
	debs := fetched(c, set.Packages)
	// The essential packages are laid out by dbx itself, so that dpkg can run;
	// dpkg then unpacks them once more, and its maintainer scripts run, in the
	// sealed container.
	bootstrap := c.Declare(graph.Action{
		Mnemonic: "Bootstrap",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"debian-bootstrap@1", fmt.Sprintf("epoch=%d", set.Epoch)},
			Outputs: []executor.OutputSpec{{Path: "bootstrap", Kind: executor.OutputLayer}},
			Epoch:   set.Epoch,
		},
		Inputs: essential(set, debs),
	})[0]
	img.Layers = []graph.ArtifactID{bootstrap}
	img.Layers = append(img.Layers, Install(c, img, set, debs, "packages"))
}

func essential(set debian.Set, inputs []graph.Input) []graph.Input {
	var kept []graph.Input
	for i, p := range set.Packages {
		if p.Essential {
			kept = append(kept, inputs[i])
		}
	}
	return kept
}
