package image

import (
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
)

// Image is what dependents of an image or a base_image know: content, and the
// configuration that commands in it run under.
type Image struct {
	Config
	Arch     string // GOARCH
	Variant  string
	Layers   []graph.ArtifactID // bottom first
	Epoch    int64              // of the layers' latest files
	Suite    string             // of its Debian packages
	Packages string             // the topmost set of them, as the lock file names it
	Layout   graph.ArtifactID   // the tree with its OCI image layout, built on demand
	files    []analysis.File
	bare     bool              // its packages are only unpacked: there is no dpkg
	foreign  bool              // of another architecture than the machine
	emulator *graph.ArtifactID // for that; nil if there is none
	// sealed maps layers of images that others made to the form of them that
	// commands see; the layers of dbx itself are in that form.
	sealed map[graph.ArtifactID]graph.ArtifactID
}

// Config is what of an image's configuration those built on it inherit.
type Config struct {
	Env        []executor.EnvVar // sorted by name
	User       string
	Dir        string // absolute; "" for none
	Labels     []executor.EnvVar
	Entrypoint []string
	Cmd        []string
	Ports      []string // number/protocol, or number
	Volumes    []string // absolute
	StopSignal string
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
