// Package wheel is the rule for wheel blocks: a Python source tree into a
// wheel (PEP 427) for a target platform.
package wheel

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/platform"
	"dbx/rules/python/pin"
	"dbx/rules/source"
)

// Wheel is what dependents of a wheel know.
type Wheel struct {
	tree   graph.ArtifactID // with the one wheel
	python string           // tag of the one Python that it is for; "" for any
	report graph.ArtifactID // what the gate says of it, as JSON: there also if it did not pass
}

// Files implements [analysis.Provider]: the folder that holds the wheel.
func (w *Wheel) Files() []analysis.File { return []analysis.File{{Path: ".", Artifact: w.tree}} }

// Report returns the artifact of the [gate.Report], which is made also of a
// wheel that does not pass.
func (w *Wheel) Report() graph.ArtifactID { return w.report }

// Rule is the rule for wheel blocks. Python are the wheels of others.
type Rule struct{ Python pin.Locked }

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind:      "wheel",
		Doc:       "A Python wheel, built from a source tree by pip in the toolchain image of the target's platform, without network, and written in a canonical form; or taken from a package index as others built it. It is checked in both cases.",
		Matrix:    true,
		Toolchain: true,
		Attrs: []load.Attr{
			{Name: "name", Type: cty.String, Doc: "Name of the distribution; the block's label if left out."},
			{Name: "version", Type: cty.String, Doc: "Version that the built metadata must have; whatever it says if left out, as for a package of the workspace."},
			{Name: "source", Type: cty.String, Refs: load.Labels, Doc: "The source that it is built from; required where it is not prebuilt."},
			{Name: "patches", Type: cty.List(cty.String), Refs: load.Files, Doc: "Unified diffs, applied in order with -p1 on top of the source's own."},
			{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of the build, over those of the image and the platform; a list appends."},
			{Name: "env_for", Type: cty.DynamicPseudoType, Doc: "Further variables for some platforms, over those of env: a map of platforms to maps like env."},
			{Name: "extensions", Type: cty.List(cty.String), Doc: "Extension modules that must be in the wheel, as markupsafe._speedups: many setup scripts leave out what did not compile and call it success."},
			{Name: "top_levels", Type: cty.List(cty.String), Doc: "Packages and modules that it may install at the top of site-packages; of any names if left out."},
			{Name: "shared_libraries", Type: cty.List(cty.String), Doc: "Shared libraries, as libX11.so.6, that it may need although not every system has them."},
			{Name: "static", Type: cty.Bool, Doc: "The sdist is pure Python and its egg-info says all: the wheel is made in-process and nothing is run."},
			{Name: "requires", Type: cty.List(cty.String), Refs: load.Labels, Doc: "Wheels of the workspace that it needs at run time, for its own platform."},
			{Name: "build_requires", Type: cty.List(cty.String), Refs: load.Labels, Exec: true, Doc: "Wheels of the workspace that its build needs, built for the platform that commands run on."},
			{Name: "ignore_requires", Type: cty.List(cty.String), Doc: "Projects that pyproject.toml wants for the build and that it can do without."},
			{Name: "libraries", Type: cty.List(cty.String), Refs: load.Labels, Doc: "Targets that leave folders below deps/, each the prefix that a library was installed under. They lie at the same place in the build, and compilers, linkers, pkg-config and CMake look there first."},
			{Name: "imports", Type: cty.List(cty.String), Doc: "Modules that are imported where the wheel is tried, in the platform's runtime; all that stands at its top if left out. With an empty list and no smoke, it is not tried."},
			{Name: "smoke", Type: cty.String, Refs: load.Files, Doc: "A Python script that is run where the wheel is tried, with it and its requires installed: to see that it works."},
			{Name: "abi3", Type: cty.String, Doc: "The oldest Python whose stable ABI its modules keep to, as cp37. It is built once for all Pythons."},
			{Name: "tags", Type: cty.List(cty.String), Doc: "Platform tags in place of those of the platform."},
			{Name: "setup", Type: cty.DynamicPseudoType, Doc: "Options of setuptools, as a setup.cfg has them: a map from sections to maps."},
			{Name: "settings", Type: cty.List(cty.String), Doc: "What the build backend is told, each as KEY=VALUE (pip's --config-settings)."},
			{Name: "salt", Type: cty.String, Doc: "Any text: another one makes it be built anew."},
			{Name: "cpus", Type: cty.Number, Default: cty.NumberIntVal(2), Doc: "How many CPUs the build is told to use, in DBX_CPUS."},
			{Name: "memory", Type: cty.Number, Doc: "Memory limit of the build in MiB."},
			{Name: "timeout", Type: cty.Number, Doc: "Limit for the build in seconds."},
		},
		Blocks: []load.BlockSchema{prebuiltSchema(), rustSchema(), waiveSchema()},
	}
}

// Analyze implements [analysis.Rule].
func (r Rule) Analyze(c *analysis.Context) analysis.Provider {
	checkPlatforms(c)
	if b, ok := prebuilt(c.Target); ok {
		return r.prebuilt(c, b)
	}
	if !c.Target.Attr("source").IsSet() {
		c.Errorf(c.Target.Range, "No source", "%s is built here, and from nothing: give it a source, or take what others built, with a prebuilt block for its platform.", c.Target.Label)
		return nil
	}
	src, ok := c.Provider(c.Target.Attr("source").Labels()[0]).(*source.Source)
	if !ok {
		c.Errorf(c.Target.Attr("source").Range, "Not a source", "A wheel is built from a source.")
		return nil
	}
	tree := src.Patched(c, c.Target.Attr("patches").Texts())
	made := &Wheel{}
	var raw graph.ArtifactID
	if c.Target.Attr("static").Bool() {
		raw = static(c, tree)
	} else if raw, made.python, ok = compiled(c, tree); !ok {
		return nil
	}
	made.tree, made.report = gated(c, finished(c, raw), expected(c))
	return made
}

// prebuilt is Analyze for a wheel that others built.
func (r Rule) prebuilt(c *analysis.Context, b load.Block) analysis.Provider {
	taken, name, ok := r.taken(c, b)
	if !ok {
		return nil
	}
	want := expected(c)
	want.Foreign = true
	if c.Target.Attr("tags").IsSet() {
		taken = finished(c, taken)
	} else {
		want.PlatformTags = name.Platform
	}
	made := &Wheel{}
	if !slices.Contains(name.ABI, "none") {
		made.python = platform.PythonOf(c).Tag
	}
	made.tree, made.report = gated(c, taken, want)
	return made
}

// finished gives a wheel its form.
func finished(c *analysis.Context, raw graph.ArtifactID) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "FinishWheel",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    append([]string{"wheel@2"}, finishing(c)...),
			Outputs: []executor.OutputSpec{{Path: finishedDir, Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "dist", Artifact: raw}},
	})[0]
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

// finishing are the arguments of the builtin that gives a wheel its form.
func finishing(c *analysis.Context) []string {
	var args []string
	if target, ok := platform.Of(c); ok && c.Target.Axis(load.PlatformAxis) != load.AnyPlatform {
		args = append(args, "tags="+strings.Join(tagsOf(c, target), "."))
	}
	return append(args, "epoch="+strconv.FormatInt(c.Workspace().Epoch, 10))
}

// tagsOf returns the platform tags that the target's wheel gets.
func tagsOf(c *analysis.Context, target platform.Platform) []string {
	if at := c.Target.Attr("tags"); at.IsSet() {
		return at.Texts()
	}
	return target.WheelTags
}

// project returns the name of the distribution.
func project(t *load.Target) string {
	if name := t.Attr("name").Text(); name != "" {
		return name
	}
	return t.Block
}
