package platform

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
)

// Python is what dependents of a python block know.
type Python struct {
	Version     string // "3.11"
	Tag         string // of wheels: "cp311"
	Interpreter string // program in the toolchain's image: "python3.11"
}

// DefaultPython is the interpreter of targets without a python axis.
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
			{Name: "interpreter", Type: cty.String, Doc: "The program in the toolchain's image; python with its version if left out."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (PythonRule) Analyze(c *analysis.Context) analysis.Provider {
	p := &Python{
		Version:     c.Target.Attr("version").Text(),
		Tag:         c.Target.Attr("tag").Text(),
		Interpreter: c.Target.Attr("interpreter").Text(),
	}
	if p.Interpreter == "" {
		p.Interpreter = "python" + p.Version
	}
	return p
}

// PythonOf returns the Python of the target's python axis, or the default.
func PythonOf(c *analysis.Context) *Python {
	if t, ok := c.Toolchain("python"); ok {
		return c.Provider(t.Label).(*Python)
	}
	return DefaultPython()
}
