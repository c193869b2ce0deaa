package content

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"dbx/cache/layer"
	"dbx/rules/failure"
)

// Files is image-files@1: it takes a folder or a file out of the image that
// the inputs "layers/*.tar", bottom first by name, make together. The output is
// the folder as a tree, or the file. One argument says which:
//
//	path=PATH  a folder, below the image's root
//	file=PATH  a file
//
// Symbolic links on the way there are followed. In a folder, links that stay in
// it are kept, as relative ones; one that leads out becomes what it leads to if
// that is a file, and is an error otherwise. Of permissions, whether a file may
// be executed is kept; pipes are left out.
func Files(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	kind, at, err := parseFiles(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failure.Errorf("want one output, have %q", outputs)
	}
	v, layers, err := openView(ctx, in)
	if err != nil {
		return err
	}
	defer layers.Close()
	real, err := v.follow(at)
	if err != nil {
		return failure.Errorf("/%s: %w", at, err)
	}
	e, ok := v.entries[real]
	switch {
	case !ok:
		return failure.Errorf("the image has no /%s", at)
	case kind == "file" && e.Kind != layer.File:
		return failure.Errorf("/%s is no file in the image but a %v; path takes a folder", at, e.Kind)
	case kind == "path" && e.Kind != layer.Dir:
		return failure.Errorf("/%s is no folder in the image but a %v; file takes a file", at, e.Kind)
	case kind == "file":
		return write(out, outputs[0], e)
	}
	x := extraction{view: v, out: out, from: real, to: outputs[0]}
	return x.tree(ctx)
}

func parseFiles(args []string) (kind, at string, err error) {
	if len(args) != 1 {
		return "", "", failure.Errorf("want the argument path=PATH or file=PATH, have %q", args)
	}
	kind, at, _ = strings.Cut(args[0], "=")
	if (kind != "path" && kind != "file") || !fs.ValidPath(at) {
		return "", "", failure.Errorf("argument %q: want path= or file= and a clean path below the root", args[0])
	}
	return kind, at, nil
}

// view is the tree that layers make together.
type view struct {
	entries map[string]layer.Entry // hard links are files
	names   []string               // sorted
}

// openView reads the layers' headers. The layers have to stay open for as long
// as files are read.
func openView(ctx context.Context, in fs.FS) (*view, io.Closer, error) {
	layers, err := layer.OpenTars(in, "layers")
	if err != nil {
		return nil, nil, err
	}
	merged, err := layer.Merge(ctx, layers.All, layer.MergeOptions{})
	if err != nil {
		return nil, nil, errors.Join(blame(err), layers.Close())
	}
	v := &view{entries: map[string]layer.Entry{".": {Path: ".", Kind: layer.Dir}}}
	for _, m := range merged {
		e := m.Entry
		if e.Kind == layer.HardLink {
			path := e.Path
			e = v.entries[e.Link]
			e.Path = path
		}
		v.entries[e.Path] = e
		v.names = append(v.names, e.Path)
	}
	slices.Sort(v.names)
	return v, layers, nil
}

// follow returns where a path leads, all symbolic links followed inside the
// image.
func (v *view) follow(name string) (string, error) {
	return layer.Follow(name, func(at string) (string, bool, error) {
		e := v.entries[at]
		return e.Link, e.Kind == layer.Symlink, nil
	})
}

// extraction writes a folder of a view as a tree.
type extraction struct {
	*view
	out      *os.Root
	from, to string
}

func (x *extraction) tree(ctx context.Context) error {
	if err := x.out.Mkdir(x.to, 0o755); err != nil {
		return err
	}
	for _, name := range x.names {
		rel, below := x.below(name)
		if !below || rel == "." {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.entry(x.entries[name], path.Join(x.to, rel)); err != nil {
			return err
		}
	}
	return nil
}

// below returns a path of the image as one of the folder.
func (x *extraction) below(name string) (rel string, ok bool) {
	switch x.from {
	case ".":
		return name, true
	case name:
		return ".", true
	}
	return strings.CutPrefix(name, x.from+"/")
}

func (x *extraction) entry(e layer.Entry, to string) error {
	switch e.Kind {
	case layer.Dir:
		// Parents of entries may have been made already.
		return x.out.MkdirAll(to, 0o755)
	case layer.File:
		return write(x.out, to, e)
	case layer.Symlink:
		return x.link(e, to)
	}
	return nil // a pipe
}

// link writes a symbolic link, or what it leads to.
func (x *extraction) link(e layer.Entry, to string) error {
	next, err := x.next(e)
	if err != nil {
		return failure.Errorf("/%s: %w", e.Path, err)
	}
	if rel, inside := x.below(next); inside {
		from, _ := x.below(e.Path)
		return x.out.Symlink(relative(path.Dir(from), rel), to)
	}
	real, err := x.follow(next)
	if err != nil {
		return failure.Errorf("/%s: %w", e.Path, err)
	}
	outside, ok := x.entries[real]
	if !ok || outside.Kind != layer.File {
		return failure.Errorf("/%s is a link to %s, which is neither in /%s nor a file of the image", e.Path, e.Link, x.from)
	}
	return write(x.out, to, outside)
}

// next returns where a link leads, if that is a link too not further.
func (x *extraction) next(e layer.Entry) (string, error) {
	target := e.Link
	if !path.IsAbs(target) {
		target = path.Dir(e.Path) + "/" + target
	}
	dir, last := path.Split(strings.TrimRight(target, "/"))
	if last == "." || last == ".." || last == "" {
		return x.follow(target)
	}
	dir, err := x.follow(dir)
	return path.Join(dir, last), err
}

// relative returns the way from a folder to a path, both of one tree.
func relative(from, to string) string {
	up := strings.Split(from, "/")
	down := strings.Split(to, "/")
	if from == "." {
		up = nil
	}
	for len(up) > 0 && len(down) > 1 && up[0] == down[0] {
		up, down = up[1:], down[1:]
	}
	return path.Join(strings.Repeat("../", len(up)), strings.Join(down, "/"))
}

func write(out *os.Root, to string, e layer.Entry) error {
	mode := fs.FileMode(0o644)
	if e.Mode&0o111 != 0 {
		mode = 0o755
	}
	f, err := out.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil || e.Open == nil {
		return errors.Join(err, closeFile(f))
	}
	r, err := e.Open()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	defer r.Close()
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func closeFile(f *os.File) error {
	if f == nil {
		return nil
	}
	return f.Close()
}
