package layer

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// maxHops bounds the symbolic links followed in one path, as a kernel does.
const maxHops = 40

// Resolve returns the physical path that name has in the stack once the
// symbolic links among its parents are followed; the last component is left as
// it is. So "bin/tool" is "usr/bin/tool" where /bin is a link to usr/bin.
func (s *Stack) Resolve(name string) (string, error) {
	if !validPath(name) {
		return "", &fs.PathError{Op: "resolve", Path: name, Err: fs.ErrInvalid}
	}
	dir, err := Follow(path.Dir(name), func(at string) (string, bool, error) {
		info, err := s.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().Type() != fs.ModeSymlink {
			return "", false, nil
		}
		if err != nil {
			return "", false, err
		}
		to, err := s.ReadLink(at)
		return to, true, err
	})
	if err != nil {
		return "", err
	}
	return path.Join(dir, path.Base(name)), nil
}

// Follow returns where a path leads once all symbolic links in it are followed,
// inside a tree as if its root were the file system's. It asks target for what
// the link at a clean path says, and whether there is one. What does not exist
// is taken as it stands.
func Follow(name string, target func(at string) (to string, isLink bool, err error)) (string, error) {
	at, todo := ".", strings.Split(name, "/")
	for hops := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			at = path.Dir(at)
			continue
		}
		next := path.Join(at, part)
		to, isLink, err := target(next)
		if err != nil {
			return "", err
		}
		if !isLink {
			at = next
			continue
		}
		if hops++; hops > maxHops {
			return "", fmt.Errorf("path %q: more than %d symbolic links", name, maxHops)
		}
		if path.IsAbs(to) {
			at = "."
		}
		todo = append(strings.Split(to, "/"), todo...)
	}
	return at, nil
}

// parentMode is the mode of the directory at name in base, in the form that
// every way of looking at a tree agrees on; 0755 if there is none.
func parentMode(base *Stack, name string) (uint32, error) {
	if base == nil {
		return 0o755, nil
	}
	info, err := base.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0o755, nil
	case err != nil:
		return 0, err
	case !info.IsDir():
		return 0, fmt.Errorf("layer entry below %q: the base has a %v there; resolve the path first", name, info.Mode().Type())
	}
	return readable(Dir, unixMode(info)), nil
}
