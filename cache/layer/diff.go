package layer

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"
)

// DiffOptions say what of a difference is kept.
type DiffOptions struct {
	// Epoch is the latest time that an entry may carry. What the action made
	// is younger and so gets the epoch itself.
	Epoch time.Time

	// Exclude, if not nil, names paths that are no part of the tree, with
	// everything below them: mount points, and what a container runtime puts
	// there. It must give the same answer for the same path.
	Exclude func(path string) bool
}

// node is one path of the tree after the action. Its Kind is File, Dir,
// Symlink or Fifo.
type node struct {
	Entry
	inode uint64                                 // File: equal for names of one file, 0 for a name alone
	same  func(before fs.FileInfo) (bool, error) // File: whether the base has the same bytes at Path
}

// setGID is the set-group-id bit of a mode.
const setGID = 0o2000

// difference collects what changed against base, whichever way the tree after
// is looked at. The rules are the same for all ways:
//
//   - A path changed if it is new, or its type, mode, content or link target
//     is another. Times, owners and link counts never count.
//   - A path that is gone is a whiteout, what was below it is not mentioned.
//     Devices and sockets count as gone.
//   - The directories above a change are part of the layer, as they were:
//     without them overlayfs and Docker give them mode 0755.
//   - Everything belongs to 0:0. A directory that was there before has the
//     epoch as its time, since its own one says when a neighbour came or went,
//     and keeps its set-group-id bit, which fuse-overlayfs loses at a copy-up.
//   - Changed names of one file are hard links to the first of them.
type difference struct {
	base    *Stack
	opts    DiffOptions
	changed map[string]node
}

func newDifference(base *Stack, opts DiffOptions) *difference {
	return &difference{base: base, opts: opts, changed: map[string]node{}}
}

func (d *difference) excluded(name string) bool {
	return d.opts.Exclude != nil && d.opts.Exclude(name)
}

// kindOf is the kind of what a layer can hold, 0 for devices and sockets.
func kindOf(t fs.FileMode) Kind {
	switch t.Type() {
	case 0:
		return File
	case fs.ModeDir:
		return Dir
	case fs.ModeSymlink:
		return Symlink
	case fs.ModeNamedPipe:
		return Fifo
	}
	return 0
}

// before returns what the base has at name, nil for nothing.
func (d *difference) before(name string) (fs.FileInfo, error) {
	info, err := d.base.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && kindOf(info.Mode()) == 0 {
		return nil, nil
	}
	return info, err
}

// vanish notes that nothing is at name any more.
func (d *difference) vanish(name string) error {
	before, err := d.before(name)
	if err == nil && before != nil {
		d.changed[name] = node{Entry: Entry{Path: name, Kind: Whiteout}}
	}
	return err
}

// visit notes n if it is new or changed.
func (d *difference) visit(n node) error {
	before, err := d.before(n.Path)
	if err != nil {
		return err
	}
	n.UID, n.GID = 0, 0
	if before == nil || kindOf(before.Mode()) != n.Kind {
		d.changed[n.Path] = n
		return nil
	}
	if n.Kind == Dir {
		n.Mode |= unixMode(before) & setGID
		n.ModTime = d.opts.Epoch
	}
	same, err := d.same(n, before)
	if err != nil || same {
		return err
	}
	d.changed[n.Path] = n
	return nil
}

func (d *difference) same(n node, before fs.FileInfo) (bool, error) {
	if n.Kind == Symlink {
		target, err := d.base.ReadLink(n.Path)
		return target == n.Link, err
	}
	if readable(n.Kind, n.Mode) != readable(n.Kind, unixMode(before)) {
		return false, nil
	}
	if n.Kind != File {
		return true, nil
	}
	if n.Size != before.Size() {
		return false, nil
	}
	return n.same(before)
}

// write writes the layer.
func (d *difference) write(w io.Writer) (Info, error) {
	nodes := make([]node, 0, len(d.changed))
	for _, n := range d.changed {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b node) int { return cmp.Compare(a.Path, b.Path) })
	first := map[uint64]string{}
	entries := make([]Entry, 0, len(nodes))
	for _, n := range nodes {
		if n.Kind == File && n.inode != 0 {
			if to, again := first[n.inode]; again {
				n.Kind, n.Link = HardLink, to
			} else {
				first[n.inode] = n.Path
			}
		}
		entries = append(entries, n.Entry)
	}
	entries, err := addParents(entries, d.base)
	if err != nil {
		return Info{}, err
	}
	return writeAll(w, entries, d.opts.Epoch)
}

// opener gives a file's content from its start.
type opener func() (io.ReadCloser, error)

// openBase opens a file of the base.
func (d *difference) openBase(name string) opener {
	return func() (io.ReadCloser, error) { return d.base.Open(name) }
}

// sameBytes compares two contents of equal length.
func sameBytes(open, other opener, size int64) (bool, error) {
	if size == 0 {
		return true, nil
	}
	a, err := open()
	if err != nil {
		return false, err
	}
	defer a.Close()
	b, err := other()
	if err != nil {
		return false, err
	}
	defer b.Close()
	bufA, bufB := make([]byte, min(size, bufferSize)), make([]byte, min(size, bufferSize))
	for {
		n, errA := io.ReadFull(a, bufA)
		m, errB := io.ReadFull(b, bufB)
		if !bytes.Equal(bufA[:n], bufB[:m]) {
			return false, nil
		}
		if ended(errA) && ended(errB) {
			return true, nil
		}
		if errA != nil || errB != nil {
			return false, fmt.Errorf("comparing content: %w", errors.Join(errA, errB))
		}
	}
}

func ended(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }
