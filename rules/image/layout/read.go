package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Image is one image, as its documents have it.
type Image struct {
	Descriptor v1.Descriptor // of the manifest; its digest is the image's. Zero in a Docker archive, which has none
	Manifest   v1.Manifest   // in a Docker archive, the layers' digests are those of the files there
	Config     v1.Image
	RawConfig  []byte // the configuration's own bytes; their SHA-256 is the image's ID
	tree       fs.FS
	files      []string // of the layers, in tree
}

// Open reads the documents of an image layout (OCI image-spec, "Image Layout")
// with one image in it, or else of what docker save writes. It checks that they
// have the digests by which they are named, and that there are as many layers
// as diffIDs, but reads no layer.
func Open(tree fs.FS) (*Image, error) {
	if _, err := fs.Stat(tree, v1.ImageIndexFile); errors.Is(err, fs.ErrNotExist) {
		return openDocker(tree)
	}
	var index v1.Index
	if err := readJSON(tree, v1.ImageIndexFile, &index); err != nil {
		return nil, err
	}
	manifest, err := single(index)
	if err != nil {
		return nil, err
	}
	img := &Image{Descriptor: manifest, tree: tree}
	if _, err := readBlob(tree, img.Descriptor, &img.Manifest); err != nil {
		return nil, err
	}
	if img.RawConfig, err = readBlob(tree, img.Manifest.Config, &img.Config); err != nil {
		return nil, err
	}
	for _, l := range img.Manifest.Layers {
		if err := l.Digest.Validate(); err != nil {
			return nil, failf("digest %q of a layer: %v", l.Digest, err)
		}
		img.files = append(img.files, Blob(l.Digest))
	}
	return img, img.check()
}

// single returns the one manifest of an index, which may have many names.
func single(index v1.Index) (v1.Descriptor, error) {
	found := map[digest.Digest]v1.Descriptor{}
	for _, d := range index.Manifests {
		found[d.Digest] = d
	}
	if len(found) != 1 {
		return v1.Descriptor{}, failf("the image layout has %d images; want one", len(found))
	}
	d := index.Manifests[0]
	if d.MediaType == v1.MediaTypeImageIndex || d.MediaType == "application/vnd.docker.distribution.manifest.list.v2+json" {
		return d, failf("the image layout has an index of images for several platforms; want one image")
	}
	return d, nil
}

func (i *Image) check() error {
	if n, m := len(i.files), len(i.Config.RootFS.DiffIDs); n != m {
		return failf("the image has %d layers, its configuration names %d", n, m)
	}
	for _, d := range i.Config.RootFS.DiffIDs {
		if err := d.Validate(); err != nil || d.Algorithm() != digest.SHA256 {
			return failf("diffID %q is not a SHA-256", d)
		}
	}
	return nil
}

// openDocker reads an archive of docker save, unpacked, with one image in it.
func openDocker(tree fs.FS) (*Image, error) {
	var manifests []dockerManifest
	if err := readJSON(tree, dockerManifestFile, &manifests); err != nil {
		return nil, err
	}
	if len(manifests) != 1 {
		return nil, failf("the archive has %d images; want one", len(manifests))
	}
	img := &Image{tree: tree, files: manifests[0].Layers}
	info, err := fs.Stat(tree, path.Clean(manifests[0].Config))
	if err != nil {
		return nil, missing(err)
	}
	if info.Size() > maxDocument {
		return nil, failf("the configuration has %d bytes, more than any has", info.Size())
	}
	if img.RawConfig, err = fs.ReadFile(tree, path.Clean(manifests[0].Config)); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(img.RawConfig, &img.Config); err != nil {
		return nil, failf("%s: %v", manifests[0].Config, err)
	}
	img.Manifest.Config = v1.Descriptor{MediaType: v1.MediaTypeImageConfig, Digest: digest.FromBytes(img.RawConfig), Size: int64(len(img.RawConfig))}
	if err := img.check(); err != nil {
		return nil, err
	}
	for n, name := range img.files {
		info, err := fs.Stat(tree, path.Clean(name))
		if err != nil {
			return nil, missing(err)
		}
		img.Manifest.Layers = append(img.Manifest.Layers, v1.Descriptor{MediaType: v1.MediaTypeImageLayer, Digest: img.Config.RootFS.DiffIDs[n], Size: info.Size()})
	}
	return img, nil
}

// Blob returns the path in a layout of the blob with a digest.
func Blob(d digest.Digest) string {
	return path.Join(v1.ImageBlobsDir, d.Algorithm().String(), d.Encoded())
}

// maxDocument bounds what is read of a JSON document; registries allow 4 MB.
const maxDocument = 16 << 20

func readBlob(tree fs.FS, d v1.Descriptor, v any) ([]byte, error) {
	if err := d.Digest.Validate(); err != nil {
		return nil, failf("digest %q: %v", d.Digest, err)
	}
	if d.Size < 0 || d.Size > maxDocument {
		return nil, failf("document %s has %d bytes, more than any has", d.Digest, d.Size)
	}
	text, err := fs.ReadFile(tree, Blob(d.Digest))
	if err != nil {
		return nil, missing(err)
	}
	if got := d.Digest.Algorithm().FromBytes(text); got != d.Digest {
		return nil, failf("document %s has the digest %s", d.Digest, got)
	}
	if err := json.Unmarshal(text, v); err != nil {
		return nil, failf("document %s: %v", d.Digest, err)
	}
	return text, nil
}

func readJSON(tree fs.FS, name string, v any) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return missing(err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		return failf("%s: %v", name, err)
	}
	return nil
}

// missing blames the input for a file that is not there.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return failure{fmt.Errorf("not an image layout: %w", err)}
	}
	return err
}
