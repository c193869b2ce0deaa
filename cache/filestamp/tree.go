package filestamp

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Entry is a file, a folder or a link as it was seen.
type Entry struct {
	Path  string // below what was looked at, in the host's form; empty for that itself
	Dir   bool
	Stamp Stamp
}

// Tree returns the entries of what is at path and of all below it, a folder
// before what is in it, names in bytewise order. No link is followed.
func Tree(path string) ([]Entry, error) {
	return appendTree(nil, path, "")
}

func appendTree(all []Entry, top, below string) ([]Entry, error) {
	path := filepath.Join(top, below)
	var st unix.Stat_t
	if err := lstat(path, &st); err != nil {
		return nil, err
	}
	e := Entry{below, st.Mode&unix.S_IFMT == unix.S_IFDIR, From(&st)}
	all = append(all, e)
	if !e.Dir {
		return all, nil
	}
	names, err := os.ReadDir(path)
	for _, name := range names {
		if err == nil {
			all, err = appendTree(all, top, filepath.Join(below, name.Name()))
		}
	}
	return all, err
}

// Same reports whether what is at path, and all below it, is as Tree returned it:
// since the folders are, there is nothing else.
func Same(path string, entries []Entry) bool {
	for _, e := range entries {
		if s, err := Of(filepath.Join(path, e.Path)); err != nil || s != e.Stamp {
			return false
		}
	}
	return len(entries) > 0
}
