package gate

import (
	"io/fs"

	"dbx/rules/wheel/whl"
)

// Target is what a wheel is to be. What is left empty is not asked for.
type Target struct {
	Name    string
	Version string

	PlatformTags []string     // of a wheel that is not for any platform: just these
	Platform     whl.Platform // facts of the platform that no tag tells
	MaxGlibc     string       // "2.36": newest glibc that may be needed
	Triple       string       // "arm-linux-gnueabi": where libraries lie in the sysroot

	Python string // tag of the Python it is built for: "cp311"
	ABI    string // its ABI tag, "cp311"; the wheel may be for abi3 or none instead

	Extensions []string // modules with compiled code that must be in it: "markupsafe._speedups"
	TopLevels  []string // packages and modules that it may install; of any name if empty
	Libraries  []string // sonames that it may need beyond those of every system
	BuildPaths []string // folders of the builder; /work and /build if empty

	MaxFiles int   // 10,000 if zero
	MaxBytes int64 // unpacked; 512 MiB if zero

	// Sysroot is the root file system of the target, or what a cross compiler
	// has of it, with libc and Python. The check symbols needs it.
	Sysroot fs.FS `json:"-"`
}
