package layer

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"path"
	"time"

	"dbx/cache/archive"
)

// Unpack lays the layer read from r, an uncompressed tar, out in dir, an
// existing empty directory, as an overlayfs lower directory for mounts with
// the option userxattr. It needs no privileges.
//
// Whiteouts become character devices 0:0, opaque directories get the attribute
// user.overlay.opaque. Everything belongs to the caller; modes are kept, but
// that the owner may always read files and list directories; times and hard
// links are kept; devices, sockets and extended attributes are left out.
// Directories that the layer only implies are 0755 from 1970.
//
// The layer is taken for hostile: nothing is written outside dir, nor through
// a symbolic link even inside; absolute and ".." names and hard links to what
// the layer does not hold are refused with an [archive.EntryError]. Links may
// point anywhere, since they mean something only inside a container. The
// caller checks the diffID, reads r to its end for that, and removes dir after
// an error ([RemoveAll]).
func Unpack(ctx context.Context, r io.Reader, dir string) error {
	t, err := openTarget(dir)
	if err != nil {
		return fmt.Errorf("unpacking a layer: %w", err)
	}
	defer t.close()
	u := unpacker{target: t, dirs: map[string]dirMeta{}, buf: make([]byte, bufferSize)}
	tr := tar.NewReader(r)
	if err := eachEntry(ctx, tr, func(h *tar.Header) error { return u.entry(ctx, h, tr) }); err != nil {
		return err
	}
	return u.finish()
}

// dirMeta is what a directory gets once nothing is written into it any more.
type dirMeta struct {
	mode uint32
	time time.Time
}

// unpacker knows what a layer's entries mean, and leaves to target how they
// get onto disk.
type unpacker struct {
	target    *target
	dirs      map[string]dirMeta
	opaque    []string
	whiteouts []string
	size      size
	buf       []byte
}

func (u *unpacker) entry(ctx context.Context, h *tar.Header, content io.Reader) error {
	name, err := archive.CleanName(h.Name)
	if err != nil {
		return err
	}
	says, name, err := readName(name)
	switch {
	case err != nil:
		return err
	case says == hidesPath:
		u.whiteouts = append(u.whiteouts, name)
		return nil
	case says == hidesDir:
		u.opaque = append(u.opaque, name)
		return nil
	case says == noSense:
		return nil
	}
	return u.there(ctx, name, h, content)
}

// there makes what is at a path.
func (u *unpacker) there(ctx context.Context, name string, h *tar.Header, content io.Reader) error {
	switch h.Typeflag {
	case tar.TypeDir:
		if err := u.makeDir(name); err != nil {
			return err
		}
		u.dirs[name] = dirMeta{readable(Dir, uint32(h.Mode)&modeBits), h.ModTime}
		return nil
	case tar.TypeChar, tar.TypeBlock:
		return nil
	}
	if name == "." {
		return fmt.Errorf("%w: the root is a directory", archive.ErrConflict)
	}
	if err := u.makeDir(path.Dir(name)); err != nil {
		return err
	}
	return u.leaf(ctx, name, h, content)
}

// leaf makes what is no directory.
func (u *unpacker) leaf(ctx context.Context, name string, h *tar.Header, content io.Reader) error {
	mode := readable(File, uint32(h.Mode)&modeBits)
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		if err := u.size.add(h); err != nil {
			return err
		}
		return u.target.file(ctx, name, mode, h.ModTime, content, u.buf)
	case tar.TypeSymlink:
		return u.target.symlink(name, h.Linkname, h.ModTime)
	case tar.TypeFifo:
		return u.target.fifo(name, uint32(h.Mode)&modeBits, h.ModTime)
	case tar.TypeLink:
		to, err := linkTarget(h, archive.CleanName)
		if err != nil {
			return err
		}
		return u.target.hardLink(name, to)
	}
	return fmt.Errorf("%w: its tar type is %q", archive.ErrSpecial, h.Typeflag)
}

// makeDir makes a directory and those above it that are missing.
func (u *unpacker) makeDir(name string) error {
	if _, ok := u.dirs[name]; ok {
		return nil
	}
	if name != "." {
		if err := u.makeDir(path.Dir(name)); err != nil {
			return err
		}
		if err := u.target.mkdir(name); err != nil {
			return err
		}
	}
	u.dirs[name] = dirMeta{0o755, time.Unix(0, 0)}
	return nil
}

// finish makes the marks, which speak of lower layers only and so must not
// touch what this layer brought itself, and then the directories' metadata.
func (u *unpacker) finish() error {
	for _, dir := range u.opaque {
		if err := u.makeDir(dir); err != nil {
			return &archive.EntryError{Name: path.Join(dir, opaqueName), Err: err}
		}
		if err := u.target.setOpaque(dir); err != nil {
			return fmt.Errorf("marking directory %q opaque: %w", dir, err)
		}
	}
	for _, name := range u.whiteouts {
		if err := u.whiteout(name); err != nil {
			return &archive.EntryError{Name: name, Err: fmt.Errorf("whiteout: %w", err)}
		}
	}
	if err := u.makeDir("."); err != nil {
		return err
	}
	for name, meta := range u.dirs {
		if err := u.target.setDir(name, meta); err != nil {
			return fmt.Errorf("directory %q of the layer: %w", name, err)
		}
	}
	return nil
}

func (u *unpacker) whiteout(name string) error {
	if _, brought := u.dirs[name]; brought {
		return u.target.setOpaque(name)
	}
	if err := u.makeDir(path.Dir(name)); err != nil {
		return err
	}
	return u.target.whiteout(name)
}
