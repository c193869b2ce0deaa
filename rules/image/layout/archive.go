package layout

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"
	"time"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Archive is image-archive@1: it writes to outputs[0] the image layout that is
// the input "layout" as [WriteArchive] does. Arguments, as often as wanted:
//
//	name=REPOSITORY:TAG *  what the image is called
func Archive(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	var names []string
	for _, arg := range args {
		name, ok := strings.CutPrefix(arg, "name=")
		if !ok || name == "" {
			return failf("argument %q is not known; want name=REPOSITORY:TAG", arg)
		}
		names = append(names, name)
	}
	if len(outputs) != 1 {
		return failf("want one output, have %q", outputs)
	}
	tree, err := fs.Sub(in, "layout")
	if err != nil {
		return err
	}
	dst, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	if err := WriteArchive(ctx, dst, tree, names); err != nil {
		dst.Close()
		return err
	}
	return dst.Close()
}

// dockerManifestFile is where dockerManifests are.
const dockerManifestFile = "manifest.json"

// dockerManifest is what `docker load` looks for in an archive.
type dockerManifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// WriteArchive writes the image layout in tree, of one image, as a tar (OCI
// image-spec, "Image Layout") that docker load reads too, under the given
// names. The bytes depend on the layout and the names alone.
func WriteArchive(ctx context.Context, w io.Writer, tree fs.FS, names []string) error {
	img, err := Open(tree)
	if err != nil {
		return err
	}
	blob := func(d v1.Descriptor) string { return path.Join(blobs, d.Digest.Encoded()) }
	docker := dockerManifest{Config: blob(img.Manifest.Config), RepoTags: names}
	order := []string{blob(img.Manifest.Config), blob(img.Descriptor)}
	for _, l := range img.Manifest.Layers {
		docker.Layers = append(docker.Layers, blob(l))
		order = append(order, blob(l))
	}
	manifest, err := json.Marshal([]dockerManifest{docker})
	if err != nil {
		return err
	}
	index, err := namedIndex(tree, names)
	if err != nil {
		return err
	}
	a := &archiver{tar: tar.NewWriter(w), tree: tree, has: map[string]bool{}}
	if err := a.folders(v1.ImageBlobsDir, blobs); err != nil {
		return err
	}
	for _, name := range order {
		if err := a.copy(ctx, name); err != nil {
			return err
		}
	}
	if err := a.write(ctx, v1.ImageIndexFile, bytes.NewReader(index), int64(len(index))); err != nil {
		return err
	}
	if err := a.write(ctx, dockerManifestFile, bytes.NewReader(manifest), int64(len(manifest))); err != nil {
		return err
	}
	if err := a.copy(ctx, v1.ImageLayoutFile); err != nil {
		return err
	}
	return a.tar.Close()
}

// namedIndex returns the layout's index with the names that tools look for.
func namedIndex(tree fs.FS, names []string) ([]byte, error) {
	var index v1.Index
	if err := readJSON(tree, v1.ImageIndexFile, &index); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return json.Marshal(index)
	}
	plain := index.Manifests
	index.Manifests = nil
	for _, name := range names {
		for _, d := range plain {
			_, tag, _ := strings.Cut(path.Base(name), ":")
			d.Annotations = with(with(maps.Clone(d.Annotations), v1.AnnotationRefName, tag), "io.containerd.image.name", name)
			index.Manifests = append(index.Manifests, d)
		}
	}
	return json.Marshal(index)
}

// archiver writes files into a tar, each once.
type archiver struct {
	tar  *tar.Writer
	tree fs.FS
	has  map[string]bool
}

func (a *archiver) folders(names ...string) error {
	for _, name := range names {
		if err := a.tar.WriteHeader(header(name+"/", tar.TypeDir, 0o755, 0)); err != nil {
			return err
		}
	}
	return nil
}

func (a *archiver) copy(ctx context.Context, name string) error {
	f, err := a.tree.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return a.write(ctx, name, f, info.Size())
}

func (a *archiver) write(ctx context.Context, name string, content io.Reader, size int64) error {
	if a.has[name] {
		return nil
	}
	a.has[name] = true
	if err := a.tar.WriteHeader(header(name, tar.TypeReg, 0o644, size)); err != nil {
		return err
	}
	_, err := io.CopyBuffer(struct{ io.Writer }{a.tar}, cancellable(ctx, content), make([]byte, 1<<20))
	return err
}

func header(name string, kind byte, mode, size int64) *tar.Header {
	return &tar.Header{Name: name, Typeflag: kind, Mode: mode, Size: size, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
}
