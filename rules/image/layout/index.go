package layout

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	gcr "github.com/google/go-containerregistry/pkg/v1"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// AssembleIndex is oci-index@1: it makes the image layout of an image index
// (OCI image-spec, "Image Index") over the images whose layouts are the inputs
// "images/*", in the order of their names, each for another platform. Outputs
// are those of [Assemble]; the digest is that of the index. Arguments:
//
//	annotation=NAME=VALUE *  annotations of the index
func AssembleIndex(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts := &options{}
	for _, arg := range args {
		value, ok := strings.CutPrefix(arg, "annotation=")
		if !ok {
			return failure.Errorf("argument %q is not known; want annotation=NAME=VALUE", arg)
		}
		if err := opts.pair("annotation", value); err != nil {
			return err
		}
	}
	tree, digestFile, err := places(outputs)
	if err != nil {
		return err
	}
	w := &writer{in: in, out: out, tree: tree, has: map[string]bool{}}
	if err := out.MkdirAll(path.Join(tree, blobsDir), 0o755); err != nil {
		return err
	}
	manifests, err := w.images(ctx)
	if err != nil {
		return err
	}
	index, err := w.blob(v1.MediaTypeImageIndex, v1.Index{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex,
		Manifests: manifests, Annotations: opts.annotations,
	})
	if err != nil {
		return err
	}
	if err := w.layout(index); err != nil || digestFile == "" {
		return err
	}
	return out.WriteFile(digestFile, []byte(index.Digest.String()+"\n"), 0o644)
}

// images places the blobs of all images and describes their manifests.
func (w *writer) images(ctx context.Context) ([]v1.Descriptor, error) {
	entries, err := fs.ReadDir(w.in, "images")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, failure.Errorf("an index without images; it needs inputs images/*")
	}
	var manifests []v1.Descriptor
	seen := map[string]bool{}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := w.image(path.Join("images", e.Name()))
		if err != nil {
			return nil, err
		}
		platform := path.Join(d.Platform.OS, d.Platform.Architecture, d.Platform.Variant)
		if seen[platform] {
			return nil, failure.Errorf("two images for %s", platform)
		}
		seen[platform] = true
		manifests = append(manifests, d)
	}
	return manifests, nil
}

// image places the blobs of the layout at a path of the input.
func (w *writer) image(from string) (v1.Descriptor, error) {
	tree, err := fs.Sub(w.in, from)
	if err != nil {
		return v1.Descriptor{}, err
	}
	img, err := Open(tree)
	if err != nil {
		return v1.Descriptor{}, err
	}
	if img.Descriptor.Digest == "" {
		return v1.Descriptor{}, failure.Errorf("%s is an archive of Docker, not an image layout", from)
	}
	blobs, err := img.blobs()
	if err != nil {
		return v1.Descriptor{}, err
	}
	for _, m := range blobs {
		if w.has[m.name] {
			continue
		}
		w.has[m.name] = true
		if err := w.place(path.Join(from, m.name), path.Join(w.tree, m.name)); err != nil {
			return v1.Descriptor{}, missing(err)
		}
	}
	config, err := img.ConfigFile()
	if err != nil {
		return v1.Descriptor{}, err
	}
	return v1.Descriptor{
		MediaType: img.Descriptor.MediaType, Digest: img.Descriptor.Digest, Size: img.Descriptor.Size, Platform: platformOf(config),
	}, nil
}

func platformOf(config *gcr.ConfigFile) *v1.Platform {
	return &v1.Platform{
		Architecture: config.Architecture, OS: config.OS, OSVersion: config.OSVersion, OSFeatures: config.OSFeatures, Variant: config.Variant,
	}
}
