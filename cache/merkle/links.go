package merkle

import (
	"maps"
	"slices"
	"strings"
)

// links are the symbolic links of a directory: slash-separated path to target.
type links map[string]string

// escaping returns the paths, sorted, of the links that lead out of the
// directory, be it by way of other links in it. It looks at nothing outside.
func (l links) escaping() []string {
	var out []string
	for _, path := range slices.Sorted(maps.Keys(l)) {
		if l.escapes(path) {
			out = append(out, path)
		}
	}
	return out
}

// escapes walks as the kernel would. What is not a link counts as a directory:
// if it is none, the walk ends there instead of outside.
func (l links) escapes(path string) bool {
	var at []string // names from the root to where the walk is
	todo := strings.Split(path, "/")
	for followed := 0; len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			if len(at) == 0 {
				return true
			}
			at = at[:len(at)-1]
			continue
		}
		at = append(at, name)
		target, isLink := l[strings.Join(at, "/")]
		if !isLink {
			continue
		}
		if strings.HasPrefix(target, "/") {
			return true
		}
		if followed++; followed > maxLinks {
			return false // a loop leads nowhere
		}
		at = at[:len(at)-1]
		todo = append(strings.Split(target, "/"), todo...)
	}
	return false
}
