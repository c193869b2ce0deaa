package layer

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"dbx/cache/archive"
	"dbx/cache/digest"
)

// Check compares dir, where [Unpack] has laid out the layer read from r, with
// that layer: names, kinds and content of all that is there. It returns what
// differs first.
func Check(ctx context.Context, r io.Reader, dir string) error {
	c := checker{want: map[string]shape{".": {kind: fs.ModeDir}}}
	tr := tar.NewReader(r)
	if err := eachEntry(ctx, tr, func(h *tar.Header) error { return c.expect(h, tr) }); err != nil {
		return err
	}
	c.finish()
	return c.compare(ctx, dir)
}

// shape is what an unpacked entry looks like.
type shape struct {
	kind    fs.FileMode // type bits
	content digest.Digest
	target  string // of a symbolic link
}

type checker struct {
	want      map[string]shape
	whiteouts []string
}

func (c *checker) expect(h *tar.Header, content io.Reader) error {
	name, err := archive.CleanName(h.Name)
	if err != nil {
		return err
	}
	says, name, err := readName(name)
	switch {
	case err != nil || says == noSense:
	case says == hidesPath:
		c.whiteouts = append(c.whiteouts, name)
	case says == hidesDir || h.Typeflag == tar.TypeDir:
		c.folders(name)
	case h.Typeflag == tar.TypeChar, h.Typeflag == tar.TypeBlock:
	default:
		c.folders(path.Dir(name))
		c.want[name], err = c.leaf(h, content)
	}
	return err
}

func (c *checker) leaf(h *tar.Header, content io.Reader) (shape, error) {
	switch h.Typeflag {
	case tar.TypeSymlink:
		return shape{kind: fs.ModeSymlink, target: h.Linkname}, nil
	case tar.TypeFifo:
		return shape{kind: fs.ModeNamedPipe}, nil
	case tar.TypeLink:
		to, err := linkTarget(h, archive.CleanName)
		return c.want[to], err
	}
	d, err := digest.FromReader(content)
	return shape{content: d}, err
}

// folders notes a directory and those above it.
func (c *checker) folders(name string) {
	for ; name != "."; name = path.Dir(name) {
		c.want[name] = shape{kind: fs.ModeDir}
	}
}

// finish notes whiteouts last: they speak of lower layers only.
func (c *checker) finish() {
	for _, name := range c.whiteouts {
		if _, brought := c.want[name]; !brought {
			c.folders(path.Dir(name))
			c.want[name] = shape{kind: fs.ModeDevice | fs.ModeCharDevice}
		}
	}
}

func (c *checker) compare(ctx context.Context, dir string) error {
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		want, ok := c.want[name]
		if !ok {
			return fmt.Errorf("%s does not belong there", name)
		}
		delete(c.want, name)
		got, err := look(p, e)
		if err == nil && got != want {
			err = fmt.Errorf("%s was changed", name)
		}
		return err
	})
	if err != nil {
		return err
	}
	for name := range c.want {
		return fmt.Errorf("%s is missing", name)
	}
	return nil
}

func look(p string, e fs.DirEntry) (shape, error) {
	s := shape{kind: e.Type()}
	var err error
	switch e.Type() {
	case fs.ModeSymlink:
		s.target, err = os.Readlink(p)
	case 0:
		s.content, err = hashFile(p)
	}
	return s, err
}

func hashFile(p string) (digest.Digest, error) {
	f, err := os.OpenFile(p, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if errors.Is(err, fs.ErrPermission) {
		return digest.Digest{}, fmt.Errorf("%s cannot be read", p)
	}
	if err != nil {
		return digest.Digest{}, err
	}
	defer f.Close()
	return digest.FromReader(f)
}
