// Package layer treats the layers of a container image as content: it writes
// them in one canonical form, unpacks them into directories that overlayfs
// takes as lower directories, looks into a stack of those without mounting
// it, and captures what an action changed as the canonical difference of the
// tree before and after.
//
// A layer is an uncompressed tar as the OCI image-spec has it ("Image Layer
// Filesystem Changeset"), named by its diffID. The same change gives the same
// bytes whoever made it: times are whole seconds, clamped to an epoch; owners,
// user and group names, access times and the order of a directory are left
// out of it.
//
// The package mounts nothing, starts nothing, and knows neither manifests nor
// registries (dbx/cache/oci) nor where unpacked layers are kept. Linux only.
package layer

import (
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// Kind is what an [Entry] of a layer is.
type Kind uint8

// The kinds of entries. Devices and sockets never enter a layer.
const (
	File     Kind = iota + 1 // regular file with Size bytes of content
	Dir                      // directory
	Symlink                  // symbolic link to the text Link
	HardLink                 // another name of the File at Link, written earlier
	Fifo                     // named pipe
	Whiteout                 // nothing: hides Path of the layers below
	Opaque                   // hides all that the layers below have in the directory Path
)

// String returns the kind's name.
func (k Kind) String() string {
	names := [...]string{"none", "file", "directory", "symlink", "hard link", "fifo", "whiteout", "opaque marker"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// Entry is one entry of a layer.
type Entry struct {
	Path       string // slash-separated, relative, clean; what a Whiteout hides, what an Opaque marks
	Kind       Kind
	Mode       uint32 // permission, set-id and sticky bits, as in stat(2): at most 07777
	UID, GID   int
	ModTime    time.Time // written in whole seconds, from 1970 to the writer's epoch
	Link       string    // Symlink: target, any text; HardLink: path of a File in the same layer
	Size       int64     // File: bytes that Open yields
	Capability []byte    // File: the attribute security.capability, nil for none

	// Open yields the content of a File. It is called once, when the file's
	// turn to be written comes, and may be nil if Size is 0.
	Open func() (io.ReadCloser, error)
}

// Names that the image-spec reserves.
const (
	whiteoutPrefix = ".wh."
	opaqueName     = ".wh..wh..opq"
)

// modeBits are what of a mode a layer keeps.
const modeBits = 0o7777

// tarName is the name under which the layer has the entry, without the slash
// that tar puts behind a directory. Entries are sorted by it.
func (e *Entry) tarName() string {
	switch e.Kind {
	case Whiteout:
		return path.Join(path.Dir(e.Path), whiteoutPrefix+path.Base(e.Path))
	case Opaque:
		return path.Join(e.Path, opaqueName)
	}
	return e.Path
}

func (e *Entry) check() error {
	if !validPath(e.Path) || (e.Path == "." && e.Kind != Opaque) {
		return fmt.Errorf("layer entry %q: want a clean relative path below the root", e.Path)
	}
	for part := range strings.SplitSeq(e.Path, "/") {
		if strings.HasPrefix(part, whiteoutPrefix) {
			return fmt.Errorf("layer entry %q: names that begin with %q mean whiteouts in an image layer; rename it", e.Path, whiteoutPrefix)
		}
	}
	switch {
	case e.Mode&^modeBits != 0:
		return fmt.Errorf("layer entry %q: mode %#o has more than permission bits", e.Path, e.Mode)
	case e.Kind == Symlink && e.Link == "":
		return fmt.Errorf("layer entry %q: a symlink needs a target", e.Path)
	case e.Kind == File && e.Size > 0 && e.Open == nil:
		return fmt.Errorf("layer entry %q: %d bytes of content, but no way to read them", e.Path, e.Size)
	}
	return nil
}

// validPath is fs.ValidPath for names of any encoding.
func validPath(p string) bool {
	if p == "" || strings.ContainsRune(p, 0) {
		return false
	}
	return p == "." || path.Clean(p) == p && p[0] != '/' && p != ".." && !strings.HasPrefix(p, "../")
}
