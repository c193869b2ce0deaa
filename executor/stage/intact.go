package stage

import (
	"fmt"
	"os"

	"dbx/cache/cas"
)

// relied is a file or directory of the cache that a command sees.
type relied struct {
	path string
	info os.FileInfo
}

// Rely notes what the command is about to see of the cache: its read-only
// inputs, and these layers.
func (a *Area) Rely(layers []string) error {
	paths := layers[:len(layers):len(layers)]
	for _, b := range a.binds {
		if b.ReadOnly {
			paths = append(paths, b.Source)
		}
	}
	a.relied = a.relied[:0]
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err != nil {
			return vanished(path)
		}
		a.relied = append(a.relied, relied{path, info})
	}
	return nil
}

// Intact returns an error that wraps [cas.ErrNotFound] if something that Rely
// noted was taken away since. Whatever the command did, it may have done for
// want of it: nothing may be concluded, and it has to run again.
func (a *Area) Intact() error {
	for _, r := range a.relied {
		if info, err := os.Lstat(r.path); err != nil || !os.SameFile(info, r.info) {
			return vanished(r.path)
		}
	}
	return nil
}

func vanished(path string) error {
	return fmt.Errorf("%s vanished under the command: %w", path, cas.ErrNotFound)
}
