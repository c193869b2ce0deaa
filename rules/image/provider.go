package image

import (
	"slices"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
)

// Image is what dependents of an image or a base_image know: content, and the
// configuration that commands in it run under.
type Image struct {
	Arch       string // GOARCH
	Variant    string
	Layers     []graph.ArtifactID // bottom first
	Env        []executor.EnvVar  // sorted by name
	User       string
	Dir        string // absolute; "" for none
	Labels     []executor.EnvVar
	Entrypoint []string
	Epoch      int64  // of the layers' latest files
	Suite      string // of its Debian packages
	Packages   string // the topmost set of them, as the lock file names it
	files      []analysis.File
}

// Files implements [analysis.Provider].
func (i *Image) Files() []analysis.File { return i.files }

// CommandUser returns who commands in the image are: the user "builder" is
// one's own; whatever else the configuration names is for other engines.
func (i *Image) CommandUser() executor.User {
	if i.User == executor.Builder.String() {
		return executor.Builder
	}
	return executor.Root
}

// Rootfs returns the file system of commands in the image.
func (i *Image) Rootfs() graph.Rootfs {
	return graph.Rootfs{Arch: i.Arch, Layers: slices.Clone(i.Layers)}
}
