package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dbx/cache/archive"
	"dbx/cache/cas/session"
	"dbx/rules/image/layout"
)

// imageSource is an image that can be read: one of the workspace, or files.
type imageSource struct {
	name    string // the label or the path
	image   *layout.Image
	foreign bool     // its layers have not been checked
	root    *os.Root // of files, to be closed
}

// isLabel tells a target from a file, as the arguments of image commands do.
func isLabel(arg string) bool { return strings.HasPrefix(arg, "//") || strings.HasPrefix(arg, ":") }

// withSources opens images, builds those that are targets, and calls use with
// all, in the order of the arguments. A pattern may stand for several.
func (a *app) withSources(ctx context.Context, args []string, flags buildFlags, use func([]imageSource) error) error {
	tmp, err := os.MkdirTemp("", "dbx-image-")
	if err != nil {
		return machine(err)
	}
	defer session.RemoveAll(tmp)
	files := map[int]imageSource{}
	var labels []string
	for i, arg := range args {
		if isLabel(arg) {
			labels = append(labels, arg)
			continue
		}
		files[i], err = a.openImageFile(ctx, arg, filepath.Join(tmp, fmt.Sprint(i)))
		if err != nil {
			return err
		}
		defer files[i].root.Close()
	}
	if len(labels) == 0 {
		return use(inOrder(args, files, nil))
	}
	return a.withImages(ctx, labels, flags, func(_ *assembly, images []builtImage) error {
		return use(inOrder(args, files, images))
	})
}

// inOrder returns what each argument means, in their order.
func inOrder(args []string, files map[int]imageSource, images []builtImage) []imageSource {
	var all []imageSource
	labels := 0
	for i, arg := range args {
		if !isLabel(arg) {
			all = append(all, files[i])
			continue
		}
		for _, b := range images {
			if slices.Contains(b.asked, labels) {
				all = append(all, imageSource{name: b.label.String(), image: b.image})
			}
		}
		labels++
	}
	return all
}

// openImageFile opens an image layout, or an archive with one or of docker
// save, which it unpacks to dir.
func (a *app) openImageFile(ctx context.Context, name, dir string) (imageSource, error) {
	at := name
	if !filepath.IsAbs(at) {
		at = filepath.Join(a.dir, at)
	}
	info, err := os.Stat(at)
	if errors.Is(err, fs.ErrNotExist) {
		return imageSource{}, usage("%s: neither a label, as //images:x is, nor a file", name)
	}
	if err != nil {
		return imageSource{}, machine(err)
	}
	if !info.IsDir() {
		if err := unpackImage(ctx, at, dir); err != nil {
			return imageSource{}, err
		}
		at = dir
	}
	// Not os.DirFS: what links to elsewhere is nothing to read.
	root, err := os.OpenRoot(at)
	if err != nil {
		return imageSource{}, machine(err)
	}
	img, err := layout.Open(root.FS())
	if err != nil {
		root.Close()
		return imageSource{}, usage("%s: %w", name, err)
	}
	return imageSource{name: name, image: img, foreign: true, root: root}, nil
}

func unpackImage(ctx context.Context, name, dir string) error {
	f, err := os.Open(name)
	if err != nil {
		return machine(err)
	}
	defer f.Close()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return machine(err)
	}
	err = archive.Unpack(ctx, f, dir, archive.Options{})
	var wrong *archive.EntryError
	switch {
	case errors.As(err, &wrong), errors.Is(err, archive.ErrFormat), errors.Is(err, archive.ErrCorrupt):
		return usage("%s: %w", name, err)
	}
	return machine(err)
}
