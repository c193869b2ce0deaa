package wheel

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/platform"
	"dbx/rules/python/pick"
	"dbx/rules/python/pin"
	"dbx/rules/python/tags"
	"dbx/rules/wheel/whl"
)

// prebuiltBlock is the kind of the block that takes a wheel that others built.
const prebuiltBlock = "prebuilt"

func prebuiltSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: prebuiltBlock,
		Doc:  "Takes the wheel from a Python package index: dbx lock finds the one that pip would choose for the target, whatever machine it runs on, and pins it by hash. It is checked, and kept byte by byte unless tags renames it. It needs a version.",
		Max:  1,
		Attrs: []load.Attr{
			{Name: "platforms", Type: cty.List(cty.String), Doc: "The platforms for which it is taken; for all others it is built from source. For all platforms if left out."},
			{Name: "platform_tags", Type: cty.List(cty.String), Doc: "Platform tags that are looked for in place of those of the platform, best first, each with what is compatible with it."},
			{Name: "abis", Type: cty.List(cty.String), Doc: "ABI tags that are looked for in place of the Python's, best first. Wheels for abi3 or none will do in any case."},
		},
	}
}

// prebuilt returns the block that takes a target's wheel from an index; false
// if it is built.
func prebuilt(t *load.Target) (load.Block, bool) {
	for _, b := range t.BlocksOf(prebuiltBlock) {
		only := b.Attr("platforms")
		if !only.IsSet() || slices.Contains(only.Texts(), t.Axis(load.PlatformAxis)) {
			return b, true
		}
	}
	return load.Block{}, false
}

// PrebuiltOf returns the wheel that a target takes from an index; ok is false
// for a target that takes none.
func PrebuiltOf(ws *load.Workspace, t *load.Target) (want pick.Want, ok bool) {
	if t.Kind != "wheel" {
		return pick.Want{}, false
	}
	b, ok := prebuilt(t)
	if !ok {
		return pick.Want{}, false
	}
	takes := takenBy(ws, t, b)
	return pick.Want{Project: project(t), Version: t.Attr("version").Text(), Tags: takes.Supported(), Python: takes.Version}, true
}

// takenBy returns for what a target's wheel may be.
func takenBy(ws *load.Workspace, t *load.Target, b load.Block) tags.Target {
	var takes tags.Target
	on, python := platform.Blocks(ws, t)
	if python != nil {
		takes.Version, takes.Python = python.Attr("version").Text(), python.Attr("tag").Text()
		takes.ABIs = []string{takes.Python}
		if abi := python.Attr("abi"); abi.IsSet() {
			takes.ABIs = []string{abi.Text()}
		}
	}
	if at := b.Attr("abis"); at.IsSet() {
		takes.ABIs = at.Texts()
	}
	if on != nil {
		has := tags.Platform{Tags: on.Attr("wheel_tags").Texts(), MaxGlibc: on.Attr("max_glibc").Text(), SoftFloat: on.Attr("float_abi").Text() == "soft"}
		if at := b.Attr("platform_tags"); at.IsSet() {
			has.Tags = at.Texts()
		}
		takes.Platforms = has.Compatible()
	}
	return takes
}

// taken declares the fetch of the wheel that the lock file has for the target,
// and returns a folder with it, and its name.
func (r Rule) taken(c *analysis.Context, b load.Block) (tree graph.ArtifactID, name whl.Name, ok bool) {
	if !checkPrebuilt(c, b) {
		return 0, name, false
	}
	want, _ := PrebuiltOf(c.Workspace(), c.Target)
	file, found := pin.Find(r.Python.Files, c.Target.Label.String(), want.Project, want.Version)
	name, err := whl.ParseName(file.Name)
	if !found || err != nil || !pick.Fits(name, want.Tags) {
		c.Errorf(b.Range, "Not in the lock file", "The lock file has no wheel of %s %s for %s. Run dbx lock.", want.Project, want.Version, c.Target.Label)
		return 0, name, false
	}
	return c.Declare(graph.Action{
		Mnemonic: "TakeWheel",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"tree@1", "taken"},
			Outputs: []executor.OutputSpec{{Path: "prebuilt", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "taken/" + file.Name, Artifact: r.Python.Fetch(c, file)}},
	})[0], name, true
}

// checkPlatforms complains about platforms that a prebuilt block names, and
// that are none: for those it would be built in silence.
func checkPlatforms(c *analysis.Context) {
	known := c.Workspace().PlatformNames
	for _, b := range c.Target.BlocksOf(prebuiltBlock) {
		at := b.Attr("platforms")
		for _, name := range at.Texts() {
			if !slices.Contains(known, name) {
				c.Errorf(at.Range, "Unknown platform", "There is no platform %q; there are %s.", name, strings.Join(known, ", "))
			}
		}
	}
}

// checkPrebuilt complains about what the wheel cannot be found without.
func checkPrebuilt(c *analysis.Context, b load.Block) bool {
	ok := true
	if c.Target.Attr("version").Text() == "" {
		ok = false
		c.Errorf(b.Range, "Which version?", "A wheel that others built is found by its version: set version.")
	}
	if on, _ := platform.Blocks(c.Workspace(), c.Target); on != nil && !on.Attr("wheel_tags").IsSet() && !b.Attr("platform_tags").IsSet() {
		ok = false
		c.Errorf(b.Range, "No tags", "Wheels are found by their tags, and the platform %s has none: set its wheel_tags.", on.Label.Name())
	}
	return ok
}
