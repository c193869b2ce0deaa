package platform

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/rules/image"
)

// Python is what dependents of a python block know.
type Python struct {
	Version     string // "3.11"
	Tag         string // of the interpreter, in wheels: "cp311"
	ABI         string // of extension modules, in wheels: "cp311"
	Interpreter string // program in the toolchain's image: "python3.11"
	// Stdlib is the folder in that image that has the sysconfig data of the
	// platforms: absolute.
	Stdlib string
	// Images and Runtimes are, by platform, the images that have this Python,
	// where they are not those of the platform's block.
	Images, Runtimes map[string]*image.Image
}

// DefaultPython is the interpreter of targets for which no block names one.
func DefaultPython() *Python { return &Python{Interpreter: "python3"} }

// Files implements [analysis.Provider].
func (*Python) Files() []analysis.File { return nil }

// PythonRule is the rule for python blocks.
type PythonRule struct{}

// Schema implements [analysis.Rule].
func (PythonRule) Schema() load.Schema {
	return load.Schema{
		Kind: "python",
		Doc:  "A Python that wheels are built for. Host and target must have the same minor version.",
		Attrs: []load.Attr{
			{Name: "version", Type: cty.String, Required: true, Doc: "Major and minor version."},
			{Name: "tag", Type: cty.String, Required: true, Doc: "Interpreter tag of wheels (PEP 425)."},
			{Name: "abi", Type: cty.String, Doc: "ABI tag of wheels (PEP 425); that of the interpreter if left out."},
			{Name: "interpreter", Type: cty.String, Doc: "The program in the toolchain's image; python with its version if left out."},
			{Name: "stdlib", Type: cty.String, Doc: "The folder in the toolchain's image where the sysconfig data of the platforms lies; /usr/lib/pythonX.Y if left out."},
			{Name: "images", Type: cty.Map(cty.String), Refs: load.Labels, Doc: "The toolchain images that have this Python: a map from platforms to images, before those of the platforms' blocks."},
			{Name: "runtimes", Type: cty.Map(cty.String), Refs: load.Labels, Doc: "The images in which wheels for this Python are tried, as images."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (PythonRule) Analyze(c *analysis.Context) analysis.Provider {
	p := &Python{
		Version:     c.Target.Attr("version").Text(),
		Tag:         c.Target.Attr("tag").Text(),
		ABI:         c.Target.Attr("abi").Text(),
		Interpreter: c.Target.Attr("interpreter").Text(),
		Stdlib:      c.Target.Attr("stdlib").Text(),
		Images:      byPlatform(c, "images"),
		Runtimes:    byPlatform(c, "runtimes"),
	}
	for _, unset := range []struct {
		field *string
		value string
	}{
		{&p.ABI, p.Tag},
		{&p.Interpreter, "python" + p.Version},
		{&p.Stdlib, "/usr/lib/python" + p.Version},
	} {
		if *unset.field == "" {
			*unset.field = unset.value
		}
	}
	return p
}

// byPlatform returns the images that an attribute has for platforms.
func byPlatform(c *analysis.Context, attr string) map[string]*image.Image {
	at := c.Target.Attr(attr)
	known := c.Workspace().PlatformNames
	values := at.Map()
	images := make(map[string]*image.Image, len(values))
	for _, name := range at.Keys() {
		if !slices.Contains(known, name) {
			c.Errorf(at.Range, "Unknown platform", "There is no platform %q; there are %s.", name, strings.Join(known, ", "))
			continue
		}
		images[name] = imageAt(c, values[name])
	}
	return images
}

// PythonOf returns the Python of the target's python axis, else that of its
// platform's block, else the default.
func PythonOf(c *analysis.Context) *Python {
	if t, ok := c.Toolchain("python"); ok {
		if p, ok := c.Provider(t.Label).(*Python); ok {
			return p
		}
	}
	if p, ok := blockOf(c); ok {
		return p.ownPython()
	}
	return DefaultPython()
}
