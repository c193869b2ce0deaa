// Package platform is the rule for the blocks platform and python: what is
// built for, and with which interpreter. They declare no actions.
package platform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/rules/image"
)

// Platform is what dependents of a platform block know.
type Platform struct {
	Name      string // the block's label: "linux-armv6"
	OS        string
	Arch      string // GOARCH: "arm"
	Variant   string // OCI's variant: "v6"
	FloatABI  string // "soft", "hard" or ""
	Triple    string // GNU: "arm-linux-gnueabi"
	WheelTags []string
	Python    string // sysconfig's name of it: "linux-armv6l"
	Env       []image.Setting
	Image     *image.Image // the toolchain; nil if the block names none
}

// Files implements [analysis.Provider].
func (*Platform) Files() []analysis.File { return nil }

// Rule is the rule for platform blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind: "platform",
		Doc:  "A system that targets are built for, and the toolchain that builds for it.",
		Attrs: []load.Attr{
			{Name: "os", Type: cty.String, Default: cty.StringVal("linux"), Doc: "Operating system, as GOOS names it."},
			{Name: "arch", Type: cty.String, Required: true, Doc: "Architecture, as GOARCH names it."},
			{Name: "variant", Type: cty.String, Doc: "Variant of the architecture, as the OCI image specification names it."},
			{Name: "float_abi", Type: cty.String, Doc: "Floating point ABI on ARM: soft or hard. Wheels are checked against it."},
			{Name: "triple", Type: cty.String, Required: true, Doc: "GNU triple of the cross compiler and of Debian's multiarch folders."},
			{Name: "wheel_tags", Type: cty.List(cty.String), Doc: "Platform tags of wheels built for it; more than one makes a compressed tag set."},
			{Name: "image", Type: cty.String, Refs: load.Labels, Doc: "The image in which its commands run."},
			{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of every command that builds for it, over those of its image; a list appends."},
			{Name: "python_platform", Type: cty.String, Doc: "What sysconfig.get_platform() is there; from the first wheel tag if left out."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	p := &Platform{
		Name:      c.Target.Label.Name(),
		OS:        c.Target.Attr("os").Text(),
		Arch:      c.Target.Attr("arch").Text(),
		Variant:   c.Target.Attr("variant").Text(),
		FloatABI:  c.Target.Attr("float_abi").Text(),
		Triple:    c.Target.Attr("triple").Text(),
		WheelTags: c.Target.Attr("wheel_tags").Texts(),
		Python:    c.Target.Attr("python_platform").Text(),
		Env:       image.Settings(c, "env"),
	}
	if p.Python == "" && len(p.WheelTags) > 0 {
		p.Python = strings.Replace(p.WheelTags[0], "_", "-", 1)
	}
	for _, l := range c.Target.Attr("image").Labels() {
		img, ok := c.Provider(l).(*image.Image)
		if !ok {
			c.Errorf(c.Target.Attr("image").Range, "Not an image", "%s is a %s; a platform's image must be an image or a base_image.", l, c.Dependency(l).Kind)
			return nil
		}
		p.Image = img
	}
	return p
}

// Of returns the platform that a target is built for, and false if it is built
// for none.
func Of(c *analysis.Context) (*Platform, bool) {
	t, ok := c.Toolchain("platform")
	if !ok {
		return nil, false
	}
	return c.Provider(t.Label).(*Platform), true
}
