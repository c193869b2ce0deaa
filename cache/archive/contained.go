package archive

import (
	"fmt"
	"path"
	"strings"
)

// maxHops is how many links a kernel follows in one path before it gives up:
// beyond it a path leads nowhere.
const maxHops = 40

// contained checks that the link called name leads to a place below the root,
// whether something is there or not. Links on the way are followed as a kernel
// would, from the table of what the archive holds.
func (x *extractor) contained(name string) error {
	at := splitPath(path.Dir(name))
	todo := strings.Split(x.targets[name], "/")
	for hops := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if len(at) == 0 {
				return fmt.Errorf("%w: its target %q leads out of the archive", ErrSymlink, x.targets[name])
			}
			at = at[:len(at)-1]
			continue
		}
		at = append(at, part)
		target, isLink := x.targets[strings.Join(at, "/")]
		if !isLink {
			continue
		}
		if hops++; hops > maxHops {
			return nil
		}
		at = at[:len(at)-1]
		todo = append(strings.Split(target, "/"), todo...)
	}
	return nil
}

// splitPath returns the components of a clean relative path; "." has none.
func splitPath(name string) []string {
	if name == "." {
		return nil
	}
	return strings.Split(name, "/")
}
