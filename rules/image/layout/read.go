package layout

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/oci/stored"
	"dbx/rules/failure"
)

// Image is one image of a layout, or of what docker save writes.
type Image struct {
	*stored.Image
	// Descriptor is that of the manifest, as the layout's index has it. It is
	// zero in a Docker archive, which has no manifest; the image's is made up.
	Descriptor v1.Descriptor
}

// Open reads the documents of an image layout (OCI image-spec, "Image Layout")
// with one image in it, or else of what docker save writes. It checks that they
// have the digests by which they are named, and that there are as many layers
// as diffIDs, but reads no layer, unless it is a compressed one of a Docker
// archive, which does not say what it is called. Blobs are looked for in plain
// first, so that a layer that lies there uncompressed is not unpacked again.
func Open(tree fs.FS, plain ...stored.Source) (*Image, error) {
	if _, err := fs.Stat(tree, v1.ImageIndexFile); errors.Is(err, fs.ErrNotExist) {
		return openDocker(tree)
	}
	var index v1.Index
	if err := readJSON(tree, v1.ImageIndexFile, &index); err != nil {
		return nil, err
	}
	named, err := single(index)
	if err != nil {
		return nil, err
	}
	manifest, err := readBlob(tree, named)
	if err != nil {
		return nil, err
	}
	var m v1.Manifest
	if err := json.Unmarshal(manifest, &m); err != nil {
		return nil, failure.Errorf("document %s: %v", named.Digest, err)
	}
	config, err := readBlob(tree, m.Config)
	if err != nil {
		return nil, err
	}
	img, err := stored.New(manifest, config, append(slices.Clone(plain), stored.InLayout(tree))...)
	if err != nil {
		return nil, failure.Of(err)
	}
	return &Image{Image: img, Descriptor: named}, nil
}

// single returns the one manifest of an index, which may have many names.
func single(index v1.Index) (v1.Descriptor, error) {
	found := map[digest.Digest]v1.Descriptor{}
	for _, d := range index.Manifests {
		found[d.Digest] = d
	}
	if len(found) != 1 {
		return v1.Descriptor{}, failure.Errorf("the image layout has %d images; want one", len(found))
	}
	d := index.Manifests[0]
	if d.MediaType == v1.MediaTypeImageIndex || d.MediaType == "application/vnd.docker.distribution.manifest.list.v2+json" {
		return d, failure.Errorf("the image layout has an index of images for several platforms; want one image")
	}
	return d, nil
}

// Blob returns the path in a layout of the blob with a digest.
func Blob(d digest.Digest) string {
	return path.Join(v1.ImageBlobsDir, d.Algorithm().String(), d.Encoded())
}

// maxDocument bounds what is read of a JSON document; registries allow 4 MB.
const maxDocument = 16 << 20

func readBlob(tree fs.FS, d v1.Descriptor) ([]byte, error) {
	if err := d.Digest.Validate(); err != nil {
		return nil, failure.Errorf("digest %q: %v", d.Digest, err)
	}
	if d.Size < 0 || d.Size > maxDocument {
		return nil, failure.Errorf("document %s has %d bytes, more than any has", d.Digest, d.Size)
	}
	text, err := readDocument(tree, Blob(d.Digest))
	if err != nil {
		return nil, err
	}
	if got := d.Digest.Algorithm().FromBytes(text); got != d.Digest {
		return nil, failure.Errorf("document %s has the digest %s", d.Digest, got)
	}
	return text, nil
}

// readDocument reads a file that is no larger than a document may be.
func readDocument(tree fs.FS, name string) ([]byte, error) {
	f, err := tree.Open(name)
	if err != nil {
		return nil, missing(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	if err == nil && len(text) > maxDocument {
		err = failure.Errorf("%s has more than %d bytes, more than any document has", name, maxDocument)
	}
	return text, err
}

func readJSON(tree fs.FS, name string, v any) error {
	text, err := readDocument(tree, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return failure.Errorf("%s: %v", name, err)
	}
	return nil
}

// missing blames the input for a file that is not there.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return failure.Errorf("not an image layout: %w", err)
	}
	return err
}
