// Package layout knows the OCI image-spec: it assembles an image from layers
// and a configuration (the builtin oci@2), compresses layers (gzip-layer@1,
// zstd-layer@1), puts a layout into an archive (image-archive@1), and reads a
// layout back.
//
// It does not know registries or daemons, or how layers come to be. Layers stay
// uncompressed unless asked otherwise, so that a layer's digest is its diffID;
// none is read again to learn its name, and none is copied if the input tree
// can place it.
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

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// Assemble is oci@2: it makes the image layout (OCI image-spec, "Image
// Layout") of an image whose layers are the inputs "layers/NNNN-DIFFID.tar",
// uncompressed, bottom first by name, DIFFID being the SHA-256 in hexadecimal.
// If there are inputs "packed/NNNN/layer" and "packed/NNNN/descriptor.json",
// as [Gzip] and [Zstd] make them, these stand for the layers. An output whose
// path ends in "digest" is a text file with the manifest's digest, which is the
// image's; the other output is the layout. Arguments, those with * as often as
// wanted and in order:
//
//	arch=A  variant=V  os=O        what it runs on; arch is required, as GOARCH
//	created=SECONDS                when, since 1970
//	author=TEXT                    by whom
//	env=NAME=VALUE *               variables; a later one of a name wins
//	user=U  workdir=DIR            identity and place of its commands
//	entrypoint=ARG *  cmd=ARG *    the command
//	port=NUMBER[/PROTOCOL] *       ports that it listens on
//	volume=DIR *                   places for data of its own
//	stop-signal=NAME               what ends it
//	label=NAME=VALUE *             labels of the configuration
//	annotation=NAME=VALUE *        annotations of the manifest
//	history=TEXT *                 what made each layer, bottom first
func Assemble(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts, err := parse(args)
	if err != nil {
		return err
	}
	tree, digestFile, err := places(outputs)
	if err != nil {
		return err
	}
	w := &writer{in: in, out: out, tree: tree, has: map[string]bool{}}
	if err := out.MkdirAll(path.Join(tree, blobsDir), 0o755); err != nil {
		return err
	}
	layers, diffIDs, err := w.layers(ctx)
	if err != nil {
		return err
	}
	opts.image.RootFS = v1.RootFS{Type: "layers", DiffIDs: diffIDs}
	if opts.image.History, err = opts.past(len(layers)); err != nil {
		return err
	}
	manifest, err := w.manifest(opts.image, layers, opts.annotations)
	if err != nil || digestFile == "" {
		return err
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
			return "", "", failure.Errorf("want one tree and at most one file named digest as outputs, have %q", outputs)
		}
	}
	if tree == "" {
		return "", "", failure.Errorf("no output for the image layout, have %q", outputs)
	}
	return tree, digestFile, nil
}

const blobsDir = v1.ImageBlobsDir + "/sha256"

// writer puts files into the layout.
type writer struct {
	in   fs.FS
	out  *os.Root
	tree string
	has  map[string]bool // blobs that are there
}

// layers puts all layers into the layout and describes them, bottom first.
func (w *writer) layers(ctx context.Context) ([]v1.Descriptor, []digest.Digest, error) {
	entries, err := fs.ReadDir(w.in, "layers")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	if len(entries) == 0 {
		return nil, nil, failure.Errorf("an image without layers; add a copy, run or debian block")
	}
	described, diffIDs := make([]v1.Descriptor, 0, len(entries)), make([]digest.Digest, 0, len(entries))
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		diffID, err := diffIDOf(e.Name(), i)
		if err != nil {
			return nil, nil, err
		}
		d, err := w.layer(e.Name(), i, diffID)
		if err != nil {
			return nil, nil, err
		}
		described, diffIDs = append(described, d), append(diffIDs, diffID)
	}
	return described, diffIDs, nil
}

// diffIDOf reads the name of a layer's file.
func diffIDOf(name string, i int) (digest.Digest, error) {
	var number int
	var text string
	if n, err := fmt.Sscanf(name, "%04d-%64s", &number, &text); n != 2 || err != nil || number != i || name != fmt.Sprintf("%04d-%s.tar", i, text) {
		return "", failure.Errorf("layer %s: want %04d-DIFFID.tar", name, i)
	}
	d := digest.NewDigestFromEncoded(digest.SHA256, text)
	if err := d.Validate(); err != nil {
		return "", failure.Errorf("layer %s: %v", name, err)
	}
	return d, nil
}

// layer places the blob of one layer.
func (w *writer) layer(name string, i int, diffID digest.Digest) (v1.Descriptor, error) {
	from := path.Join("layers", name)
	d := v1.Descriptor{MediaType: v1.MediaTypeImageLayer, Digest: diffID}
	text, err := fs.ReadFile(w.in, packedFile(i, "descriptor.json"))
	switch {
	case err == nil:
		from = packedFile(i, "layer")
		if err := json.Unmarshal(text, &d); err != nil || d.Digest.Validate() != nil {
			return d, failure.Errorf("descriptor of layer %d cannot be read: %v", i, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return d, err
	}
	info, err := fs.Stat(w.in, from)
	if err != nil {
		return d, err
	}
	if d.Size != 0 && d.Size != info.Size() {
		return d, failure.Errorf("layer %d has %d bytes, its descriptor says %d", i, info.Size(), d.Size)
	}
	d.Size = info.Size()
	if w.has[Blob(d.Digest)] {
		return d, nil
	}
	w.has[Blob(d.Digest)] = true
	return d, w.place(from, path.Join(w.tree, Blob(d.Digest)))
}

func packedFile(i int, name string) string { return fmt.Sprintf("packed/%04d/%s", i, name) }

// place brings an input into the layout: without a copy if the input tree can
// do that (builtin.Placer).
func (w *writer) place(from, to string) error {
	if p, ok := w.in.(interface{ Place(from, to string) error }); ok {
		return p.Place(from, to)
	}
	src, err := w.in.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := w.out.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
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
	return manifest, w.layout(manifest)
}

// layout writes what makes a folder a layout, of one thing.
func (w *writer) layout(root v1.Descriptor) error {
	err := w.json(v1.ImageIndexFile, v1.Index{
		Versioned: specs.Versioned{SchemaVersion: 2},
		MediaType: v1.MediaTypeImageIndex,
		Manifests: []v1.Descriptor{root},
	})
	if err != nil {
		return err
	}
	return w.json(v1.ImageLayoutFile, v1.ImageLayout{Version: v1.ImageLayoutVersion})
}

// blob writes v, as JSON, under its digest.
func (w *writer) blob(mediaType string, v any) (v1.Descriptor, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return v1.Descriptor{}, err
	}
	sum := sha256.Sum256(b)
	d := v1.Descriptor{MediaType: mediaType, Digest: digest.NewDigestFromBytes(digest.SHA256, sum[:]), Size: int64(len(b))}
	return d, w.out.WriteFile(path.Join(w.tree, blobsDir, hex.EncodeToString(sum[:])), b, 0o644)
}

func (w *writer) json(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.out.WriteFile(path.Join(w.tree, name), b, 0o644)
}
