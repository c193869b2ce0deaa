package image

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/debian"
)

// BaseRule is the rule for base_image blocks: a root file system made from
// nothing.
type BaseRule struct {
	Debian debian.Locked
}

// Schema implements [analysis.Rule].
func (BaseRule) Schema() load.Schema {
	return load.Schema{
		Kind: "base_image",
		Doc:  "A root file system assembled from verified Debian packages, with no registry.",
		Attrs: []load.Attr{
			{Name: "arch", Type: cty.String, Default: cty.StringVal("amd64"), Doc: "Architecture, as GOARCH names it."},
			{Name: "variant", Type: cty.String, Doc: "Variant of the architecture, as the OCI image specification names it."},
		},
		Blocks: []load.BlockSchema{debianSchema(true)},
	}
}

// Analyze implements [analysis.Rule].
func (r BaseRule) Analyze(c *analysis.Context) analysis.Provider {
	block := c.Target.BlocksOf("debian")[0]
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
	if !ok {
		return nil
	}
	debs := fetched(c, set)
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
	img.Layers = append(img.Layers, Install(c, img.Rootfs(), set, debs, "packages"))
	img.files = assembled(c, img)
	return img
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
