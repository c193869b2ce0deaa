package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sys/unix"
)

// excluded reports whether a path below the folder is left out, with all that
// is below it.
func (f Folder) excluded(path string) bool {
	return slices.ContainsFunc(f.Exclude, func(pattern string) bool {
		ok, err := doublestar.Match(pattern, path)
		return ok && err == nil
	})
}

// survey looks at what is there before anything is read, so that all that is
// wrong, or too much, is said at once.
type survey struct {
	folder  Folder
	dir     string
	entries int
	bytes   int64
	tops    map[string]int64 // bytes by the first part of the path
	wrong   []string
}

func (s *survey) run(ctx context.Context) error {
	s.tops = map[string]int64{}
	err := filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		rel, relErr := filepath.Rel(s.dir, name)
		if relErr != nil {
			return relErr
		}
		return s.see(filepath.ToSlash(rel), name, d, err)
	})
	if err != nil {
		return err
	}
	if limit := cmp.Or(s.folder.Bytes, DefaultBytes); s.bytes > limit || s.entries > maxEntries {
		return refused("%s has %d entries and %d bytes, more than the %d entries and %d bytes that it may have; most is in %s. exclude leaves out what is not needed, max_size raises the limit",
			s.folder.Path, s.entries, s.bytes, maxEntries, limit, s.biggest())
	}
	if len(s.wrong) > 0 {
		return refused("%s", strings.Join(s.wrong, "\n"))
	}
	return nil
}

func (s *survey) see(rel, name string, d fs.DirEntry, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil // gone again
	}
	if err != nil {
		s.wrong = append(s.wrong, fmt.Sprintf("%v; exclude = [%q] leaves it out", err, rel))
		return nil
	}
	if rel == "." {
		return nil
	}
	if s.folder.excluded(rel) {
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	s.entries++
	if !d.Type().IsRegular() {
		return nil
	}
	if info, err := d.Info(); err == nil {
		s.bytes += info.Size()
		top, _, _ := strings.Cut(rel, "/")
		s.tops[top] += info.Size()
	}
	if err := unix.Access(name, unix.R_OK); errors.Is(err, fs.ErrPermission) {
		s.wrong = append(s.wrong, fmt.Sprintf("%s cannot be read: %v; exclude = [%q] leaves it out", name, err, rel))
	}
	return nil
}

// biggest names the parts of the folder that have most bytes.
func (s *survey) biggest() string {
	var names []string
	for name := range s.tops {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.tops[b], s.tops[a]), cmp.Compare(a, b))
	})
	var said []string
	for _, name := range names[:min(len(names), 3)] {
		said = append(said, fmt.Sprintf("%s (%d bytes)", name, s.tops[name]))
	}
	return strings.Join(said, ", ")
}
