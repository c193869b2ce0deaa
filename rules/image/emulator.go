package image

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/executor/binfmt"
)

// emulatorAttr is for blocks that begin an image of any architecture.
func emulatorAttr() load.Attr {
	return load.Attr{
		Name: "emulator", Type: cty.String, Refs: load.LabelOrFiles, Exec: true,
		Doc: "The program through which commands run in it where the machine is of another architecture: a statically linked user-mode qemu, as a target with that one file, or a file of the package. Images on top of this one take it over.",
	}
}

// machineArch is the GOARCH of the platform that actions run on.
func machineArch(c *analysis.Context) string {
	name := strings.TrimPrefix(c.Workspace().ExecPlatform, "linux-")
	if name == "x64" {
		return "amd64"
	}
	return name
}

// useEmulator notes what the attribute emulator of c's target names, if the
// image is foreign. It reports whether all went well.
func (i *Image) useEmulator(c *analysis.Context) bool {
	at := c.Target.Attr("emulator")
	i.foreign = !binfmt.Native(machineArch(c), i.Arch)
	if !at.IsSet() || !i.foreign {
		return true
	}
	labels := at.Labels()
	if len(labels) == 0 {
		source := c.Source(at.Text())
		i.emulator = &source
		return true
	}
	return i.takeEmulator(c, at, labels[0])
}

func (i *Image) takeEmulator(c *analysis.Context, at load.Value, from label.Label) bool {
	files := c.Provider(from).Files()
	if len(files) != 1 || c.IsTree(files[0].Artifact) {
		c.Errorf(at.Range, "Not an emulator", "%s has %d outputs; an emulator is a target with one file.", from, len(files))
		return false
	}
	i.emulator = &files[0].Artifact
	return true
}

// CanRun reports whether commands can run in the image. If they cannot, it
// complains, at the place of what wants to run one.
func (i *Image) CanRun(c *analysis.Context, at hcl.Range) bool {
	if !i.foreign || i.emulator != nil {
		return true
	}
	name, known := binfmt.Emulator(i.Arch)
	if !known {
		name = "an emulator"
	}
	c.Errorf(at, "Foreign architecture", "Commands run on %s here, and the image is for %s: set emulator in its base_image to %s, say to an action that copies the file out of an image with Debian's qemu-user-static.",
		machineArch(c), i.Arch, name)
	return false
}

// Rootfs returns the file system of commands in the image.
func (i *Image) Rootfs() graph.Rootfs {
	layers := slices.Clone(i.Layers)
	for at, l := range layers {
		if sealed, ok := i.sealed[l]; ok {
			layers[at] = sealed
		}
	}
	return graph.Rootfs{Arch: i.Arch, Layers: layers, Emulator: i.emulator}
}

// CommandEnv returns the variables that commands in the image begin with: its
// own, and, where they are emulated, the processor that they see. Without it
// that would be qemu's best, and programs would use what the real one lacks.
func (i *Image) CommandEnv() []executor.EnvVar { return MergeEnv(i.processorEnv(), replacing(i.Env)) }

func (i *Image) processorEnv() []executor.EnvVar {
	model := processor(i.Arch, i.Variant)
	if i.emulator == nil || model == "" {
		return nil
	}
	return []executor.EnvVar{{Name: "QEMU_CPU", Value: model}}
}

func replacing(env []executor.EnvVar) []Setting {
	settings := make([]Setting, len(env))
	for i, v := range env {
		settings[i].EnvVar = v
	}
	return settings
}

// processor names, as qemu does, the least processor of an architecture; "" is
// qemu's own choice.
func processor(arch, variant string) string {
	switch arch + "/" + variant {
	case "arm/v5":
		return "arm926"
	case "arm/v6":
		return "arm1176"
	case "arm/", "arm/v7":
		return "cortex-a7"
	case "arm64/", "arm64/v8":
		return "cortex-a53"
	case "mipsle/":
		return "24Kf"
	case "mips64le/":
		return "MIPS64R2-generic"
	case "riscv64/":
		return "rv64"
	}
	return ""
}
