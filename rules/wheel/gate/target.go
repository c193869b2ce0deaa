package gate

import (
	"io/fs"

	"dbx/rules/wheel/whl"
)

// Target is what a wheel is to be. What is left empty is not asked for.
type Target struct {
	Name    string `json:",omitempty"`
	Version string `json:",omitempty"`

	// Foreign is whether others built it: then its form is theirs, and it is not
	// asked how its archive was written and how its ELF files were linked.
	Foreign      bool         `json:",omitempty"`
	Anywhere     bool         `json:",omitempty"` // it is to be pure, and for any platform
	PlatformTags []string     `json:",omitempty"` // of a wheel that is not for any platform: just these
	Platform     whl.Platform `json:",omitzero"`  // facts of the platform that no tag tells
	MaxGlibc     string       `json:",omitempty"` // "2.36": newest glibc that may be needed
	Triple       string       `json:",omitempty"` // "arm-linux-gnueabi": where libraries lie in the sysroot

	Python string `json:",omitempty"` // tag of the Python it is built for: "cp311"
	ABI    string `json:",omitempty"` // its ABI tag, "cp311"; the wheel may be for abi3 or none instead

	Extensions []string `json:",omitempty"` // modules with compiled code that must be in it: "markupsafe._speedups"
	TopLevels  []string `json:",omitempty"` // packages and modules that it may install; of any name if empty
	Libraries  []string `json:",omitempty"` // sonames that it may need beyond those of every system
	BuildPaths []string `json:",omitempty"` // folders of the builder; /work and /build if empty

	MaxFiles int   `json:",omitempty"` // 10,000 if zero
	MaxBytes int64 `json:",omitempty"` // unpacked; 512 MiB if zero

	// Sysroot is the root file system of the target, or what a cross compiler
	// has of it, with libc and Python. The check symbols needs it.
	Sysroot fs.FS `json:"-"`
}
