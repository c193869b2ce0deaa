// Package layout has the pure function that assembles an image from its layers
// and configuration: the builtin oci@1.
//
// It knows the OCI image-spec: layouts, manifests and configurations. It does
// not know registries or daemons, or how layers come to be. Layers stay
// uncompressed, so that a layer's digest is its diffID and nothing is packed
// twice; who pushes an image may compress them then.
package layout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// failure is an error that the input or an argument causes.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// UserFailure marks the error as one of the input, not of the machine.
func (failure) UserFailure() {}

func failf(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}

// Assemble is oci@1: it makes the image layout (OCI image-spec, "Image
// Layout") of an image whose layers are the inputs "layers/*.tar",
// uncompressed, bottom first by name. An output whose path ends in "digest" is
// a text file with the manifest's digest, which is the image's; the other
// output is the layout. Everything is dated at the Unix epoch. Arguments, those
// with * as often as wanted and in order:
//
//	arch=A  variant=V  os=O        what it runs on; arch is required, as GOARCH
//	env=NAME=VALUE *               variables; a later one of a name wins
//	user=U  workdir=DIR            identity and place of its commands
//	entrypoint=ARG *  cmd=ARG *    the command
//	label=NAME=VALUE *             labels of the configuration
//	annotation=NAME=VALUE *        annotations of the manifest
func Assemble(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	img, annotations, err := parse(args)
	if err != nil {
		return err
	}
	tree, digestFile, err := places(outputs)
	if err != nil {
		return err
	}
	w := &writer{out: out, tree: tree}
	if err := out.MkdirAll(path.Join(tree, blobs), 0o755); err != nil {
		return err
	}
	layers, err := w.layers(ctx, in)
	if err != nil {
		return err
	}
	img.RootFS = v1.RootFS{Type: "layers", DiffIDs: []digest.Digest{}}
	for _, l := range layers {
		img.RootFS.DiffIDs = append(img.RootFS.DiffIDs, l.Digest)
	}
	epoch := time.Unix(0, 0).UTC()
	img.Created = &epoch
	manifest, err := w.manifest(img, layers, annotations)
	if err != nil {
		return err
	}
	if digestFile == "" {
		return nil
	}
	return out.WriteFile(digestFile, []byte(manifest.Digest.String()+"\n"), 0o644)
}

// places tells the two outputs apart.
func places(outputs []string) (tree, digestFile string, err error) {
	for _, name := range outputs {
		switch {
		case path.Base(name) == "digest" && digestFile == "":
			digestFile = name
		case path.Base(name) != "digest" && tree == "":
			tree = name
		default:
			return "", "", failf("want one tree and at most one file named digest as outputs, have %q", outputs)
		}
	}
	if tree == "" {
		return "", "", failf("no output for the image layout, have %q", outputs)
	}
	return tree, digestFile, nil
}

const blobs = v1.ImageBlobsDir + "/sha256"

// writer puts files into the layout.
type writer struct {
	out  *os.Root
	tree string
}

// layers copies all layers and describes them, bottom first.
func (w *writer) layers(ctx context.Context, in fs.FS) ([]v1.Descriptor, error) {
	entries, err := fs.ReadDir(in, "layers")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, failf("an image without layers; it needs inputs layers/*.tar")
	}
	described := make([]v1.Descriptor, 0, len(entries))
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := w.layer(in, path.Join("layers", e.Name()))
		if err != nil {
			return nil, err
		}
		described = append(described, d)
	}
	return described, nil
}

// layer copies a layer to a blob, whose name is known only at its end.
func (w *writer) layer(in fs.FS, name string) (v1.Descriptor, error) {
	src, err := in.Open(name)
	if err != nil {
		return v1.Descriptor{}, err
	}
	defer src.Close()
	part := path.Join(w.tree, blobs, "part")
	dst, err := w.out.Create(part)
	if err != nil {
		return v1.Descriptor{}, err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(dst, sum), src)
	if err := errors.Join(err, dst.Close()); err != nil {
		return v1.Descriptor{}, err
	}
	d := v1.Descriptor{MediaType: v1.MediaTypeImageLayer, Digest: digest.NewDigest(digest.SHA256, sum), Size: n}
	return d, w.out.Rename(part, path.Join(w.tree, blobs, d.Digest.Encoded()))
}

// manifest writes the configuration, the manifest and the index.
func (w *writer) manifest(img v1.Image, layers []v1.Descriptor, annotations map[string]string) (v1.Descriptor, error) {
	config, err := w.blob(v1.MediaTypeImageConfig, img)
	if err != nil {
		return v1.Descriptor{}, err
	}
	manifest, err := w.blob(v1.MediaTypeImageManifest, v1.Manifest{
		Versioned:   specs.Versioned{SchemaVersion: 2},
		MediaType:   v1.MediaTypeImageManifest,
		Config:      config,
		Layers:      layers,
		Annotations: annotations,
	})
	if err != nil {
		return v1.Descriptor{}, err
	}
	platform := img.Platform
	manifest.Platform = &platform
	err = w.json(v1.ImageIndexFile, v1.Index{
		Versioned: specs.Versioned{SchemaVersion: 2},
		MediaType: v1.MediaTypeImageIndex,
		Manifests: []v1.Descriptor{manifest},
	})
	if err != nil {
		return v1.Descriptor{}, err
	}
	return manifest, w.json(v1.ImageLayoutFile, v1.ImageLayout{Version: v1.ImageLayoutVersion})
}

// blob writes v, as JSON, under its digest.
func (w *writer) blob(mediaType string, v any) (v1.Descriptor, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return v1.Descriptor{}, err
	}
	sum := sha256.Sum256(b)
	d := v1.Descriptor{MediaType: mediaType, Digest: digest.NewDigestFromBytes(digest.SHA256, sum[:]), Size: int64(len(b))}
	return d, w.out.WriteFile(path.Join(w.tree, blobs, hex.EncodeToString(sum[:])), b, 0o644)
}

func (w *writer) json(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.out.WriteFile(path.Join(w.tree, name), b, 0o644)
}
