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

// wheelsOf returns the wheels that an attribute names, complaining about
// everything else.
func wheelsOf(c *analysis.Context, at load.Value) []*Wheel {
	var wheels []*Wheel
	for _, l := range at.Labels() {
		w, ok := c.Provider(l).(*Wheel)
		if !ok {
			c.Errorf(at.Range, "Not a wheel", "%s is a %s.", l, c.Dependency(l).Kind)
			continue
		}
		wheels = append(wheels, w)
	}
	return wheels
}

// buildRequires places the wheels that the build needs, installed for the
// Python that builds.
func buildRequires(c *analysis.Context, python *platform.Python) ([]graph.Input, []image.Setting) {
	at := c.Target.Attr("build_requires")
	wheels := wheelsOf(c, at)
	if len(wheels) == 0 {
		return nil, nil
	}
	for _, w := range wheels {
		if w.python != "" && w.python != python.Tag {
			c.Errorf(at.Range, "Not for this Python", "What it is built with is for %s, and it is built by %s, as the platform's block says, for all Pythons: name the wheels for that one.", w.python, python.Tag)
		}
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
