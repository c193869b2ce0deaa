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
// symbolic links among its parents are followed, inside the tree as if its
// root were the file system's; the last component is left as it is. What does
// not exist is taken as it stands. So "bin/tool" is "usr/bin/tool" where /bin
// is a link to usr/bin.
func (s *Stack) Resolve(name string) (string, error) {
	if !validPath(name) {
		return "", &fs.PathError{Op: "resolve", Path: name, Err: fs.ErrInvalid}
	}
	todo := strings.Split(name, "/")
	at := "."
	for hops := 0; len(todo) > 1; {
		part := todo[0]
		todo = todo[1:]
		if part == "" || part == "." {
			continue
		}
		if part == ".." {
			at = path.Dir(at)
			continue
		}
		next := path.Join(at, part)
		info, err := s.Lstat(next)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			at = next
			continue
		case err != nil:
			return "", err
		case info.Mode().Type() != fs.ModeSymlink:
			at = next
			continue
		}
		if hops++; hops > maxHops {
			return "", fmt.Errorf("path %q: more than %d symbolic links", name, maxHops)
		}
		target, err := s.ReadLink(next)
		if err != nil {
			return "", err
		}
		if path.IsAbs(target) {
			at = "."
		}
		todo = append(strings.Split(target, "/"), todo...)
	}
	return path.Join(at, todo[0]), nil
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
