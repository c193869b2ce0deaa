package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

const copyBuffer = 256 << 10

type kind uint8

const (
	aFile kind = iota + 1
	aDirectory
	aSymlink
)

// extractor lays entries out below root. It alone writes there, so its table
// of what it made is the truth about the disk. Symbolic links are made last:
// until then nothing on disk can lead a write astray.
type extractor struct {
	root    *os.Root
	opts    Options
	meter   *meter
	made    map[string]kind
	targets map[string]string // of the symbolic links in made
	buf     []byte
}

func newExtractor(root *os.Root, opts Options, m *meter) *extractor {
	return &extractor{
		root: root, opts: opts, meter: m,
		made:    map[string]kind{".": aDirectory},
		targets: map[string]string{},
		buf:     make([]byte, copyBuffer),
	}
}

func entryError(name string, err error) error {
	var inner *EntryError
	if err == nil || errors.As(err, &inner) {
		return err
	}
	return &EntryError{name, err}
}

// place says where an entry goes; ok is false if it is left out.
func (x *extractor) place(raw string) (name string, ok bool, err error) {
	if err := x.meter.entry(); err != nil {
		return "", false, entryError(raw, err)
	}
	name, err = CleanName(raw)
	if err != nil {
		return "", false, entryError(raw, err)
	}
	name, ok = strip(name, x.opts.StripComponents)
	return name, ok, nil
}

func (x *extractor) directory(name string) error {
	switch x.made[name] {
	case aDirectory:
		return nil
	case aFile, aSymlink:
		return fmt.Errorf("%w: a directory, but before it was none", ErrConflict)
	}
	if err := x.parents(name); err != nil {
		return err
	}
	if err := x.root.Mkdir(name, 0o700); err != nil {
		return err
	}
	x.made[name] = aDirectory
	return nil
}

// parents makes the directories above name.
func (x *extractor) parents(name string) error {
	parent := path.Dir(name)
	if x.made[parent] == aSymlink {
		return fmt.Errorf("%w: the path leads through the link %q", ErrSymlink, parent)
	}
	return x.directory(parent)
}

// clear makes room for a file or link: parents exist, the name is free.
func (x *extractor) clear(name string) error {
	if x.made[name] == aDirectory {
		return fmt.Errorf("%w: no directory, but before it was one", ErrConflict)
	}
	if err := x.parents(name); err != nil {
		return err
	}
	if x.made[name] == aFile {
		if err := x.root.Remove(name); err != nil {
			return err
		}
	}
	delete(x.made, name)
	delete(x.targets, name)
	return nil
}

func (x *extractor) file(ctx context.Context, name string, executable bool, content io.Reader) error {
	if err := x.clear(name); err != nil {
		return err
	}
	f, err := x.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	x.made[name] = aFile
	if err := x.meter.copy(ctx, f, content, x.buf); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if executable {
		mode = 0o755
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return x.root.Chtimes(name, x.opts.MTime, x.opts.MTime)
}

func (x *extractor) symlink(name, target string) error {
	if target == "" || len(target) > maxTarget {
		return fmt.Errorf("%w: its target is %d bytes long", ErrSymlink, len(target))
	}
	if path.IsAbs(target) {
		return fmt.Errorf("%w: its target %q is absolute", ErrSymlink, target)
	}
	if err := x.clear(name); err != nil {
		return err
	}
	x.made[name], x.targets[name] = aSymlink, target
	return nil
}

func (x *extractor) hardLink(ctx context.Context, name, rawTarget string) error {
	target, err := CleanName(rawTarget)
	if err != nil {
		return fmt.Errorf("%w: target %q: %w", ErrHardLink, rawTarget, err)
	}
	target, _ = strip(target, x.opts.StripComponents)
	switch x.made[target] {
	case aSymlink:
		return x.symlink(name, x.targets[target])
	case aFile:
		if target == name {
			return nil
		}
		return x.copyFile(ctx, name, target)
	}
	return fmt.Errorf("%w: the archive has no file %q before it", ErrHardLink, rawTarget)
}

func (x *extractor) copyFile(ctx context.Context, name, from string) error {
	f, err := x.root.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return x.file(ctx, name, info.Mode()&0o111 != 0, f)
}

// finish makes the links, after all of them are known to stay inside, and
// gives directories their modes and times, which writing into them changed.
func (x *extractor) finish() error {
	for _, name := range slices.Sorted(maps.Keys(x.targets)) {
		if err := x.contained(name); err != nil {
			return entryError(name, err)
		}
	}
	for name, target := range x.targets {
		if err := x.root.Symlink(target, name); err != nil {
			return entryError(name, err)
		}
		if err := x.linkTime(name); err != nil {
			return entryError(name, err)
		}
	}
	for name, k := range x.made {
		if k != aDirectory {
			continue
		}
		if err := x.root.Chmod(name, 0o755); err != nil {
			return entryError(name, err)
		}
		if err := x.root.Chtimes(name, x.opts.MTime, x.opts.MTime); err != nil {
			return entryError(name, err)
		}
	}
	return nil
}

// linkTime sets a link's own time; its parents are directories made above.
func (x *extractor) linkTime(name string) error {
	t, err := unix.TimeToTimespec(x.opts.MTime)
	if err != nil {
		return err
	}
	at := filepath.Join(x.root.Name(), filepath.FromSlash(name))
	return unix.UtimesNanoAt(unix.AT_FDCWD, at, []unix.Timespec{t, t}, unix.AT_SYMLINK_NOFOLLOW)
}
