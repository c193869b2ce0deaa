package layer

import (
	"cmp"
	"io"
	"path"
	"slices"
	"time"
)

// FromTree writes a layer of entries given in any order. Every time becomes
// the epoch, whatever ModTime says.
//
// A directory that entries lie in but that is not among them is left out,
// since the layers below may have a symlink there (/bin); with parents it is
// taken from base, or added with mode 0755 and owner 0:0 if base has none. A
// layer that leaves parents out resets their modes when overlayfs merges it:
// [Stack.Resolve] and parents together are the way to place files over a base.
func FromTree(w io.Writer, entries []Entry, epoch time.Time, parents bool, base *Stack) (Info, error) {
	entries = slices.Clone(entries)
	if parents {
		var err error
		if entries, err = addParents(entries, base); err != nil {
			return Info{}, err
		}
	}
	for i := range entries {
		entries[i].ModTime = epoch
	}
	return writeAll(w, entries, epoch)
}

// writeAll sorts entries and writes them.
func writeAll(w io.Writer, entries []Entry, epoch time.Time) (Info, error) {
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.tarName(), b.tarName()) })
	lw := NewWriter(w, epoch)
	for _, e := range entries {
		if err := lw.Add(e); err != nil {
			return Info{}, err
		}
	}
	return lw.Close()
}

// addParents appends the directories that entries lie in and that are not
// among them, as base has them.
func addParents(entries []Entry, base *Stack) ([]Entry, error) {
	have := map[string]bool{".": true}
	for _, e := range entries {
		if e.Kind != Whiteout && e.Kind != Opaque {
			have[e.Path] = true
		}
	}
	for _, e := range slices.Clone(entries) {
		dir := path.Dir(e.Path)
		if e.Kind == Opaque {
			dir = e.Path
		}
		for ; !have[dir] && validPath(dir); dir = path.Dir(dir) {
			mode, err := parentMode(base, dir)
			if err != nil {
				return nil, err
			}
			have[dir] = true
			entries = append(entries, Entry{Path: dir, Kind: Dir, Mode: mode})
		}
	}
	return entries, nil
}
