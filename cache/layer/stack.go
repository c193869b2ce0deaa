package layer

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Stack is the merged, read-only view of unpacked layers, as overlayfs would
// mount them. Paths are physical: no symbolic link is followed, in no
// component ([Stack.Resolve] does that). It remembers directories, so the
// layers must not change while it is used. It is safe for concurrent use, and
// an [fs.FS] with [fs.ReadLinkFS] and [fs.ReadDirFS].
type Stack struct {
	layers []string // top first
	mu     sync.Mutex
	merged map[string][]string // directory → where its parts are, top first; empty if none is there
}

// NewStack returns the view of the layers unpacked in dirs, the bottom one
// first. No layers are an empty tree.
func NewStack(dirs ...string) *Stack {
	top := slices.Clone(dirs)
	slices.Reverse(top)
	return &Stack{layers: top, merged: map[string][]string{".": top}}
}

// Lstat describes what is at name. What no layer has, or an upper one hides,
// is [fs.ErrNotExist].
func (s *Stack) Lstat(name string) (fs.FileInfo, error) {
	_, info, err := s.find("lstat", name)
	return info, err
}

// Open opens the regular file or directory at name.
func (s *Stack) Open(name string) (fs.File, error) {
	at, info, err := s.find("open", name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return &directory{stack: s, name: name, info: info}, nil
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("is no regular file: %w", fs.ErrInvalid)}
	}
	return os.OpenFile(at, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
}

// ReadLink returns the target of the symbolic link at name.
func (s *Stack) ReadLink(name string) (string, error) {
	at, _, err := s.find("readlink", name)
	if err != nil {
		return "", err
	}
	return os.Readlink(at)
}

// ReadDir lists the directory at name, sorted by name.
func (s *Stack) ReadDir(name string) ([]fs.DirEntry, error) {
	if _, info, err := s.find("readdir", name); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: syscall.ENOTDIR}
	}
	parts, err := s.parts(name)
	if err != nil {
		return nil, err
	}
	seen := map[string]fs.DirEntry{} // nil: hidden
	for _, part := range parts {
		entries, err := os.ReadDir(part)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if _, hidden := seen[e.Name()]; hidden {
				continue
			}
			if seen[e.Name()], err = visible(e); err != nil {
				return nil, err
			}
		}
	}
	maps.DeleteFunc(seen, func(_ string, e fs.DirEntry) bool { return e == nil })
	return slices.SortedFunc(maps.Values(seen), func(a, b fs.DirEntry) int {
		return strings.Compare(a.Name(), b.Name())
	}), nil
}

// visible returns e, or nil if it is a whiteout.
func visible(e fs.DirEntry) (fs.DirEntry, error) {
	if e.Type()&fs.ModeCharDevice == 0 {
		return e, nil
	}
	info, err := e.Info()
	if err != nil {
		return nil, err
	}
	if isWhiteout(info) {
		return nil, nil
	}
	return e, nil
}

// find returns where the topmost thing called name really is.
func (s *Stack) find(op, name string) (at string, info fs.FileInfo, err error) {
	missing := &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	if !validPath(name) {
		return "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return s.rootInfo(missing)
	}
	parts, err := s.parts(path.Dir(name))
	if err != nil {
		return "", nil, err
	}
	base := path.Base(name)
	for _, part := range parts {
		at := filepath.Join(part, base)
		info, err := os.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return "", nil, err
		case isWhiteout(info):
			return "", nil, missing
		}
		return at, info, nil
	}
	return "", nil, missing
}

func (s *Stack) rootInfo(missing error) (string, fs.FileInfo, error) {
	if len(s.layers) == 0 {
		return "", nil, missing
	}
	info, err := os.Stat(s.layers[0])
	if err != nil {
		return "", nil, err
	}
	return s.layers[0], named{info, "."}, nil
}

// named gives the root its name in the stack.
type named struct {
	fs.FileInfo
	name string
}

func (n named) Name() string { return n.name }

// parts returns the real directories that make up the merged directory name,
// top first; none if there is no such directory.
func (s *Stack) parts(name string) ([]string, error) {
	s.mu.Lock()
	found, ok := s.merged[name]
	s.mu.Unlock()
	if ok {
		return found, nil
	}
	above, err := s.parts(path.Dir(name))
	if err != nil {
		return nil, err
	}
	found, err = mergeParts(above, path.Base(name))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.merged[name] = found
	return found, nil
}

func mergeParts(above []string, base string) ([]string, error) {
	var found []string
	for _, part := range above {
		at := filepath.Join(part, base)
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			return found, nil
		}
		found = append(found, at)
		if opaque, err := isOpaque(at); err != nil || opaque {
			return found, err
		}
	}
	return found, nil
}
