package wheel

import (
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
	"dbx/rules/platform"
	"dbx/rules/wheel/gate"
)

// sysrootDir is the input folder with the shared libraries of the target.
const sysrootDir = "sysroot"

// sysroot declares what the toolchain's image has of the target's shared
// libraries that a wheel may need. It is the same action for all wheels of a
// platform and a Python.
func sysroot(c *analysis.Context, target platform.Platform, libraries []string) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "TakeLibraries",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    append([]string{"image-matches@1"}, gate.SysrootPatterns(target.Triple, libraries)...),
			Outputs: []executor.OutputSpec{{Path: sysrootDir, Kind: executor.OutputTree}},
		},
		Rootfs: graph.Rootfs{Arch: target.Image.Arch, Layers: target.Image.Rootfs().Layers}, // nothing runs
	})[0]
}
