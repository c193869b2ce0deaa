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
	Sysconfig string // Python's sysconfig's name of it: "linux-armv6l"
	Rust      string // rustc's name of it; "" if there is none
	RustFlags []string
	MaxGlibc  string // newest version whose symbols may be needed: "2.36"; "" is any
	Env       []image.Setting
	// Image is the toolchain, and Runtime the system in which what was built
	// runs, on top of which tests lay nothing; nil where there is none.
	Image, Runtime *image.Image

	python *Python // of targets that name none
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
			{Name: "triple", Type: cty.String, Doc: "GNU triple of the cross compiler and of Debian's multiarch folders; required with an image."},
			{Name: "wheel_tags", Type: cty.List(cty.String), Doc: "Platform tags of wheels built for it; more than one makes a compressed tag set."},
			{Name: "image", Type: cty.String, Refs: load.Labels, Doc: "The image in which its commands run. Without one, only wheels that others built can be had for it."},
			{Name: "runtime", Type: cty.String, Refs: load.Labels, Doc: "An image of the platform itself, with its own Python and pip, in which wheels are tried: through an emulator where it is foreign."},
			{Name: "python", Type: cty.String, Refs: load.Labels, Doc: "The python block of targets that have no python axis."},
			{Name: "rust_target", Type: cty.String, Doc: "What rustc calls it, as armv7-unknown-linux-gnueabihf."},
			{Name: "rust_flags", Type: cty.List(cty.String), Doc: "Further flags of rustc."},
			{Name: "max_glibc", Type: cty.String, Doc: "The newest version of the GNU C library whose symbols wheels may need, as 2.17."},
			{Name: "groups", Type: cty.List(cty.String), Doc: "Names of sets that it belongs to, for expressions."},
			{Name: "vars", Type: cty.Map(cty.String), Doc: "Whatever else differs between platforms, for expressions: platform.vars.NAME."},
			{Name: "cipd", Type: cty.String, Doc: "What CIPD calls it, as linux-armv6l."},
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
		Sysconfig: c.Target.Attr("python_platform").Text(),
		Rust:      c.Target.Attr("rust_target").Text(),
		RustFlags: c.Target.Attr("rust_flags").Texts(),
		MaxGlibc:  c.Target.Attr("max_glibc").Text(),
		Env:       image.Settings(c, "env"),
		Image:     imageAt(c, c.Target.Attr("image")),
		Runtime:   imageAt(c, c.Target.Attr("runtime")),
	}
	if p.Image != nil && p.Triple == "" {
		c.Errorf(c.Target.Range, "No triple", "The platform %s has a toolchain: set triple to what its compiler is called by, as arm-linux-gnueabi.", p.Name)
	}
	if p.Sysconfig == "" && len(p.WheelTags) > 0 {
		p.Sysconfig = strings.Replace(p.WheelTags[0], "_", "-", 1)
	}
	at := c.Target.Attr("python")
	for _, r := range at.References() {
		python, ok := c.Provider(r.Label).(*Python)
		if !ok {
			c.Errorf(r.Range, "Not a python", "%s is a %s; want the label of a python block.", r.Label, c.Dependency(r.Label).Kind)
		}
		p.python = python
	}
	return p
}

// imageAt returns the image that an attribute names; nil for none, or after a
// complaint.
func imageAt(c *analysis.Context, at load.Value) *image.Image {
	for _, r := range at.References() {
		img, ok := c.Provider(r.Label).(*image.Image)
		if !ok {
			c.Errorf(r.Range, "Not an image", "%s is a %s; want the label of an image or a base_image.", r.Label, c.Dependency(r.Label).Kind)
			continue
		}
		return img
	}
	return nil
}

// Of returns the platform that a target is built for, with the images of the
// target's Python, and false if it is built for none.
func Of(c *analysis.Context) (Platform, bool) {
	p, ok := blockOf(c)
	if !ok {
		return Platform{}, false
	}
	return p.with(PythonOf(c)), true
}

// WithOwnPython returns the platform that a target is built for and the Python
// that its block names, whatever the target's python axis says; nothing if the
// target is built for none.
func WithOwnPython(c *analysis.Context) (Platform, *Python) {
	p, ok := blockOf(c)
	if !ok {
		return Platform{}, DefaultPython()
	}
	python := p.ownPython()
	return p.with(python), python
}

func blockOf(c *analysis.Context) (*Platform, bool) {
	t, ok := c.Toolchain("platform")
	if !ok {
		return nil, false
	}
	p, ok := c.Provider(t.Label).(*Platform)
	return p, ok
}

func (p *Platform) ownPython() *Python {
	if p.python == nil {
		return DefaultPython()
	}
	return p.python
}

// with returns the platform as it is for a Python.
func (p *Platform) with(python *Python) Platform {
	its := *p
	if img := python.Images[p.Name]; img != nil {
		its.Image = img
	}
	if img := python.Runtimes[p.Name]; img != nil {
		its.Runtime = img
	}
	return its
}
