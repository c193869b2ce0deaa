package image

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/group"
)

// IndexRule is the rule for image_index blocks: one name for images of several
// platforms, of which a container engine takes the one that fits.
type IndexRule struct{}

// Schema implements [analysis.Rule].
func (IndexRule) Schema() load.Schema {
	return load.Schema{
		Kind: "image_index",
		Doc:  "One image for several platforms: an OCI image index over images, of which a container engine takes the one that fits.",
		Attrs: []load.Attr{
			{Name: "images", Type: cty.List(cty.String), Required: true, Refs: load.Members, Doc: "Labels and patterns of images, each for another platform; a group stands for its members."},
			{Name: "annotations", Type: cty.Map(cty.String), Doc: "Annotations of the index."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (IndexRule) Analyze(c *analysis.Context) analysis.Provider {
	args := []string{"oci-index@1"}
	for _, v := range Plain(c.Target.Attr("annotations")) {
		args = append(args, "annotation="+v.Name+"="+v.Value)
	}
	inputs := platformImages(c)
	if inputs == nil {
		return nil
	}
	made := c.Declare(graph.Action{
		Mnemonic: "AssembleIndex",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "digest"}, {Path: "oci", Kind: executor.OutputTree}},
		},
		Inputs: inputs,
	})
	return analysis.Files{{Path: "digest", Artifact: made[0]}, {Path: "oci", Artifact: made[1]}}
}

// platformImages returns the layouts of the images that an index is over; none
// after a complaint.
func platformImages(c *analysis.Context) []graph.Input {
	at := c.Target.Attr("images")
	var inputs []graph.Input
	seen, ok := map[string]label.Label{}, true
	var visit func(label.Label, hcl.Range)
	visit = func(l label.Label, at hcl.Range) {
		switch p := c.Provider(l).(type) {
		case *group.Group:
			for _, member := range p.Members {
				visit(member, at)
			}
		case *Image:
			platform := strings.TrimSuffix(p.Arch+"/"+p.Variant, "/")
			if other, twice := seen[platform]; twice && other != l {
				c.Errorf(at, "Two images for one platform", "%s and %s are both for %s.", other, l, platform)
				ok = false
			} else if !twice {
				seen[platform] = l
				inputs = append(inputs, graph.Input{Path: fmt.Sprintf("images/%04d", len(inputs)), Artifact: p.Layout})
			}
		default:
			c.Errorf(at, "Not an image", "%s is neither an image nor a base_image.", l)
			ok = false
		}
	}
	for _, r := range at.References() {
		visit(r.Label, r.Range)
	}
	if ok && len(inputs) == 0 {
		c.Errorf(at.Range, "No images", "Name at least one image.")
		ok = false
	}
	if !ok {
		return nil
	}
	return inputs
}
