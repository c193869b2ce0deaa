package wheel

import (
	"fmt"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// requireDir is where wheels that a build needs are installed, below /work.
const requireDir = "requires"

// wheelsFor returns the wheels that an attribute names, those of bundles among
// them, complaining about all else and about wheels for another Python than the
// one given, if any.
func wheelsFor(c *analysis.Context, at load.Value, python *platform.Python) []*Wheel {
	var wheels []*Wheel
	for _, r := range at.References() {
		var found []*Wheel
		switch p := c.Provider(r.Label).(type) {
		case *Wheel:
			found = []*Wheel{p}
		case *Bundle:
			found = p.wheels
		default:
			c.Errorf(r.Range, "Not a wheel", "%s is a %s.", r.Label, c.Dependency(r.Label).Kind)
		}
		for _, w := range found {
			if w.python != "" && python != nil && w.python != python.Tag {
				c.Errorf(r.Range, "Not for this Python", "%s is for %s, and it is needed by %s: name the wheel for that one. With abi3, the Python that builds is that of the platform's block.", r.Label, w.python, python.Tag)
			}
		}
		wheels = append(wheels, found...)
	}
	return wheels
}

// buildRequires places the wheels that the build needs, installed for the
// Python that builds.
func buildRequires(c *analysis.Context, python *platform.Python) ([]graph.Input, []image.Setting) {
	wheels := wheelsFor(c, c.Target.Attr("build_requires"), python)
	if len(wheels) == 0 {
		return nil, nil
	}
	site := Install(c, wheels)
	return []graph.Input{{Path: requireDir, Artifact: site}}, variables(
		"PYTHONPATH", executor.WorkDir+"/"+requireDir,
		"PATH", executor.WorkDir+"/"+requireDir+"/bin:"+executor.DefaultPath,
	)
}

// Install declares the action that lays wheels out as pip install --target
// does: modules at the root, programs in bin.
func Install(c *analysis.Context, wheels []*Wheel) graph.ArtifactID {
	var inputs []graph.Input
	for i, w := range wheels {
		inputs = append(inputs, graph.Input{Path: fmt.Sprintf("wheels/%04d", i), Artifact: w.tree})
	}
	return c.Declare(graph.Action{
		Mnemonic: "InstallWheels",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"install-wheels@1"},
			Outputs: []executor.OutputSpec{{Path: "site", Kind: executor.OutputTree}},
		},
		Inputs: inputs,
	})[0]
}
