package layout

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"
	"time"

	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// Archive is image-archive@1: it writes to outputs[0] the image layout that is
// the input "layout" as [Image.WriteArchive] does. Arguments, as often as wanted:
//
//	name=REPOSITORY:TAG *  what the image is called
func Archive(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	var names []string
	for _, arg := range args {
		name, ok := strings.CutPrefix(arg, "name=")
		if !ok || name == "" {
			return failure.Errorf("argument %q is not known; want name=REPOSITORY:TAG", arg)
		}
		names = append(names, name)
	}
	if len(outputs) != 1 {
		return failure.Errorf("want one output, have %q", outputs)
	}
	tree, err := fs.Sub(in, "layout")
	if err != nil {
		return err
	}
	img, err := Open(tree)
	if err != nil {
		return err
	}
	dst, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	return errors.Join(img.WriteArchive(ctx, dst, names), dst.Close())
}

// dockerManifestFile is where dockerManifests are.
const dockerManifestFile = "manifest.json"

// dockerManifest is what `docker load` looks for in an archive.
type dockerManifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// WriteArchive writes the image, which has a manifest, as a tar with an image
// layout (OCI image-spec, "Image Layout") that docker load reads too, under the
// given names. The bytes depend on the image, what the index says of it, and the
// names.
func (i *Image) WriteArchive(ctx context.Context, w io.Writer, names []string) error {
	blobs, err := i.blobs()
	if err != nil {
		return err
	}
	documents, err := i.documents(names)
	if err != nil {
		return err
	}
	a := newArchiver(w)
	if err := a.folders(v1.ImageBlobsDir, blobsDir); err != nil {
		return err
	}
	for _, m := range append(blobs, documents...) {
		if err := a.add(ctx, m); err != nil {
			return err
		}
	}
	return a.tar.Close()
}

// documents are what makes blobs a layout, and what docker load looks for.
func (i *Image) documents(names []string) ([]member, error) {
	index, err := i.namedIndex(names)
	if err != nil {
		return nil, err
	}
	manifest, err := i.Manifest()
	if err != nil {
		return nil, err
	}
	docker := dockerManifest{Config: blobPath(manifest.Config.Digest), RepoTags: names}
	for _, l := range manifest.Layers {
		docker.Layers = append(docker.Layers, blobPath(l.Digest))
	}
	return jsonMembers(
		document{v1.ImageIndexFile, index},
		document{dockerManifestFile, []dockerManifest{docker}},
		document{v1.ImageLayoutFile, v1.ImageLayout{Version: v1.ImageLayoutVersion}},
	)
}

// namedIndex is an index of the image alone, with the names that tools look for.
func (i *Image) namedIndex(names []string) (v1.Index, error) {
	if i.Descriptor.Digest == "" {
		return v1.Index{}, failure.Errorf("an archive of Docker has no manifest, and so no digest to be found by")
	}
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex}
	if len(names) == 0 {
		index.Manifests = []v1.Descriptor{i.Descriptor}
	}
	for _, name := range names {
		d := i.Descriptor
		_, tag, _ := strings.Cut(path.Base(name), ":")
		d.Annotations = with(with(maps.Clone(d.Annotations), v1.AnnotationRefName, tag), "io.containerd.image.name", name)
		index.Manifests = append(index.Manifests, d)
	}
	return index, nil
}

// archiver writes files into a tar, each once.
type archiver struct {
	tar *tar.Writer
	has map[string]bool
}

func newArchiver(w io.Writer) *archiver {
	return &archiver{tar: tar.NewWriter(w), has: map[string]bool{}}
}

func (a *archiver) folders(names ...string) error {
	for _, name := range names {
		if err := a.tar.WriteHeader(header(name+"/", tar.TypeDir, 0o755, 0)); err != nil {
			return err
		}
	}
	return nil
}

func (a *archiver) add(ctx context.Context, m member) error {
	if a.has[m.name] {
		return nil
	}
	a.has[m.name] = true
	if err := a.tar.WriteHeader(header(m.name, tar.TypeReg, 0o644, m.size)); err != nil {
		return err
	}
	return m.copyTo(ctx, a.tar)
}

func header(name string, kind byte, mode, size int64) *tar.Header {
	return &tar.Header{Name: name, Typeflag: kind, Mode: mode, Size: size, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
}
