// Package place has the pure function that puts files into an image as a
// layer: the builtin copy@1.
//
// It knows where a path really is in the layers below, so that a file for
// /bin/x lands in /usr/bin where /bin is a link. It does not know what an image
// is made of otherwise, or how layers are written: that is dbx/cache/layer.
package place

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"dbx/cache/layer"
	"dbx/rules/failure"
)

// Copy is copy@1: it writes a layer, outputs[0], that places the input "from",
// a file or a folder with all that is in it. The inputs "base/*.tar" are the
// uncompressed layers below, bottom first by name; without them the image below
// is taken to be empty where the paths lead through. Arguments:
//
//	to=PATH        where the file, or the content of the folder, goes; absolute
//	mode=OCTAL     permissions of the files, default 0755 or 0644
//	owner=UID:GID  owner of all that is new, default 0:0; UID alone is UID:UID
//	epoch=SECONDS  time of all entries, default 0
//
// A folder that the base has keeps its permissions and owner. A new one that is
// only on the way to what is placed belongs to 0:0.
func Copy(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts, err := parse(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failure.Errorf("want one output, have %q", outputs)
	}
	base, err := readBase(ctx, in)
	if err != nil {
		return err
	}
	p := &placement{in: in, opts: opts, base: base, entries: map[string]layer.Entry{}}
	if err := p.add(ctx); err != nil {
		return err
	}
	return p.write(out, outputs[0])
}

// placement gathers the entries of a layer, by path.
type placement struct {
	in      fs.FS
	opts    options
	base    *base
	entries map[string]layer.Entry
}

const inputName = "from"

// add walks the input.
func (p *placement) add(ctx context.Context) error {
	info, err := fs.Lstat(p.in, inputName)
	if errors.Is(err, fs.ErrNotExist) {
		return failure.Errorf("there is no input %s", inputName)
	}
	if err != nil {
		return err
	}
	if !info.IsDir() && p.opts.to == "." {
		return failure.Errorf("to=/ is a folder; give the file a name there")
	}
	return fs.WalkDir(p.in, inputName, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		to := path.Join(p.opts.to, strings.TrimPrefix(name, inputName))
		if d.IsDir() {
			return p.dir(to)
		}
		return p.leaf(name, to, d)
	})
}

// dir adds a folder of the input, unless the base has one there.
func (p *placement) dir(to string) error {
	at, err := p.base.resolve(to)
	if err != nil || at == "." {
		return err
	}
	switch p.base.nodes[at].kind {
	case layer.Dir:
		return p.parents(path.Join(at, "x"))
	case layer.File:
		return failure.Errorf("/%s is a file in the image below, so no folder can take its place", at)
	}
	if err := p.parents(at); err != nil {
		return err
	}
	return p.put(layer.Entry{Path: at, Kind: layer.Dir, Mode: 0o755, UID: p.opts.uid, GID: p.opts.gid})
}

// leaf adds a file or a symbolic link of the input.
func (p *placement) leaf(name, to string, d fs.DirEntry) error {
	folder, err := p.base.resolve(path.Dir(to))
	if err != nil {
		return err
	}
	at := path.Join(folder, path.Base(to))
	if p.base.nodes[at].kind == layer.Dir {
		return failure.Errorf("/%s is a folder in the image below, so no file can take its place", at)
	}
	if err := p.parents(at); err != nil {
		return err
	}
	info, err := d.Info()
	if err != nil {
		return err
	}
	e := layer.Entry{Path: at, UID: p.opts.uid, GID: p.opts.gid}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		e.Kind, e.Mode = layer.Symlink, 0o777
		if e.Link, err = fs.ReadLink(p.in, name); err != nil {
			return err
		}
	case info.Mode().IsRegular():
		e.Kind, e.Mode, e.Size = layer.File, p.mode(info), info.Size()
		e.Open = func() (io.ReadCloser, error) { return p.in.Open(name) }
	default:
		return failure.Errorf("%s is neither a file nor a symbolic link", name)
	}
	return p.put(e)
}

func (p *placement) mode(info fs.FileInfo) uint32 {
	switch {
	case p.opts.mode != nil:
		return *p.opts.mode
	case info.Mode()&0o111 != 0:
		return 0o755
	}
	return 0o644
}

// parents adds the folders that lead to at, as the base has them: a layer
// without them would leave their permissions to whoever unpacks it.
func (p *placement) parents(at string) error {
	for dir := path.Dir(at); dir != "."; dir = path.Dir(dir) {
		if e, ok := p.entries[dir]; ok {
			if e.Kind != layer.Dir {
				return failure.Errorf("/%s is both a file and a folder", dir)
			}
			return nil
		}
		e := layer.Entry{Path: dir, Kind: layer.Dir, Mode: 0o755}
		if n, ok := p.base.nodes[dir]; ok {
			if n.kind != layer.Dir {
				return failure.Errorf("/%s is not a folder in the image below, so nothing can be placed in it", dir)
			}
			e.Mode, e.UID, e.GID = n.mode, n.uid, n.gid
		}
		p.entries[dir] = e
	}
	return nil
}

func (p *placement) put(e layer.Entry) error {
	if old, ok := p.entries[e.Path]; ok && (old.Kind != layer.Dir || e.Kind != layer.Dir) {
		return failure.Errorf("two entries of the folder go to /%s, by way of links in the image below", e.Path)
	}
	p.entries[e.Path] = e
	return nil
}

func (p *placement) write(out *os.Root, name string) error {
	entries := make([]layer.Entry, 0, len(p.entries))
	for _, e := range p.entries {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b layer.Entry) int { return strings.Compare(a.Path, b.Path) })
	f, err := out.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	_, err = layer.FromTree(w, entries, time.Unix(p.opts.epoch, 0), false, nil)
	return errors.Join(err, w.Flush(), f.Close())
}
