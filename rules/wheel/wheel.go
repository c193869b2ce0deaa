// Package wheel is the rule for wheel blocks: a Python source tree into a
// wheel (PEP 427) for a target platform.
package wheel

import (
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
	"dbx/rules/source"
)

// Wheel is what dependents of a wheel know.
type Wheel struct {
	files []analysis.File
}

// Files implements [analysis.Provider]: the folder that holds the wheel.
func (w *Wheel) Files() []analysis.File { return w.files }

// Rule is the rule for wheel blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind:      "wheel",
		Doc:       "A Python wheel, built from a source tree by pip in the toolchain image of the target's platform, without network; then checked, and written in a canonical form.",
		Matrix:    true,
		Toolchain: true,
		Attrs: []load.Attr{
			{Name: "name", Type: cty.String, Doc: "Name of the distribution; the block's label if left out."},
			{Name: "version", Type: cty.String, Required: true, Doc: "Version that the built metadata must have."},
			{Name: "source", Type: cty.String, Required: true, Refs: load.Labels, Doc: "A source."},
			{Name: "patches", Type: cty.List(cty.String), Refs: load.Files, Doc: "Unified diffs, applied in order with -p1 on top of the source's own."},
			{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of the build, over those of the image and the platform; a list appends."},
			{Name: "env_for", Type: cty.DynamicPseudoType, Doc: "Further variables for some platforms, over those of env: a map of platforms to maps like env."},
			{Name: "extensions", Type: cty.List(cty.String), Doc: "Extension modules that must be in the wheel, as markupsafe._speedups: many setup scripts leave out what did not compile and call it success."},
			{Name: "static", Type: cty.Bool, Doc: "The sdist is pure Python and its egg-info says all: the wheel is made in-process and nothing is run."},
			{Name: "timeout", Type: cty.Number, Doc: "Limit for the build in seconds."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	src, ok := c.Provider(c.Target.Attr("source").Labels()[0]).(*source.Source)
	if !ok {
		c.Errorf(c.Target.Attr("source").Range, "Not a source", "A wheel is built from a source.")
		return nil
	}
	tree := src.Patched(c, c.Target.Attr("patches").Texts())
	var raw graph.ArtifactID
	if c.Target.Attr("static").Bool() {
		raw = static(c, tree)
	} else if raw, ok = compiled(c, tree); !ok {
		return nil
	}
	wheel := c.Declare(graph.Action{
		Mnemonic: "FinishWheel",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    append([]string{"wheel@1"}, expectations(c)...),
			Outputs: []executor.OutputSpec{{Path: "wheel", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "dist", Artifact: raw}},
	})[0]
	return &Wheel{files: []analysis.File{{Path: ".", Artifact: wheel}}}
}

func static(c *analysis.Context, tree graph.ArtifactID) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "PackWheel",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"egg-info-wheel@1"},
			Outputs: []executor.OutputSpec{{Path: "dist", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "src", Artifact: tree}},
	})[0]
}

func compiled(c *analysis.Context, tree graph.ArtifactID) (graph.ArtifactID, bool) {
	target, ok := platform.Of(c)
	if !ok || target.Image == nil {
		c.Errorf(c.Target.Range, "No toolchain", "%s is built in the image of its platform, and there is none: give the target a platform axis, and the platform block an image.", c.Target.Label)
		return 0, false
	}
	if !target.Image.CanRun(c, c.Target.Range) {
		return 0, false
	}
	python := platform.PythonOf(c)
	return c.Declare(graph.Action{
		Mnemonic: "BuildWheel",
		Command: executor.Command{
			Args: []string{
				python.Interpreter, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation",
				"--disable-pip-version-check", "--no-cache-dir", "--wheel-dir", executor.WorkDir + "/dist", ".",
			},
			Dir:     "src",
			Env:     image.MergeEnv(target.Image.CommandEnv(), cross(target), target.Env, image.TargetSettings(c)),
			Outputs: []executor.OutputSpec{{Path: "dist", Kind: executor.OutputTree}},
			CPUs:    2,
			User:    target.Image.CommandUser(),
			Timeout: seconds(c.Target.Attr("timeout")),
		},
		Inputs: []graph.Input{{Path: "src", Artifact: tree, Mode: executor.Scratch}},
		Rootfs: target.Image.Rootfs(),
	})[0], true
}

// cross returns the variables that make a host Python build for the target:
// the target's sysconfig data names its compiler and its suffixes, and the
// rest says the same to build systems that ask the environment first.
func cross(p *platform.Platform) []image.Setting {
	var settings []image.Setting
	set := func(name, value string) {
		settings = append(settings, image.Setting{EnvVar: executor.EnvVar{Name: name, Value: value}})
	}
	set("_PYTHON_HOST_PLATFORM", p.Python)
	set("_PYTHON_SYSCONFIGDATA_NAME", "_sysconfigdata__"+p.Triple)
	for variable, tool := range map[string]string{"CC": "gcc", "CXX": "g++", "AR": "ar", "LD": "ld", "STRIP": "strip"} {
		set(variable, p.Triple+"-"+tool)
	}
	set("PKG_CONFIG_LIBDIR", "/usr/lib/"+p.Triple+"/pkgconfig:/usr/share/pkgconfig")
	// Paths and build ids in the binaries would make them depend on where and
	// with what they were linked.
	set("CFLAGS", "-ffile-prefix-map="+executor.WorkDir+"/src=/src")
	set("LDFLAGS", "-Wl,--build-id=none -Wl,--as-needed -s")
	set("PYTHONHASHSEED", "0")
	set("PYTHONDONTWRITEBYTECODE", "1")
	return settings
}

// expectations are the arguments of the builtin that finishes a wheel.
func expectations(c *analysis.Context) []string {
	name := c.Target.Attr("name").Text()
	if name == "" {
		name = c.Target.Block
	}
	args := []string{"name=" + name, "version=" + c.Target.Attr("version").Text()}
	if target, ok := platform.Of(c); ok && c.Target.Axis(load.PlatformAxis) != load.AnyPlatform {
		args = append(args, "tags="+strings.Join(target.WheelTags, "."),
			"arch="+target.Arch, "variant="+target.Variant, "float_abi="+target.FloatABI)
	}
	for _, ext := range c.Target.Attr("extensions").Texts() {
		args = append(args, "extension="+ext)
	}
	return append(args, "epoch="+strconv.FormatInt(c.Workspace().Epoch, 10))
}
