package registrytest

import (
	"archive/tar"
	"bytes"
	"io"
	"time"

	"github.com/google/go-containerregistry/pkg/compression"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Entry is an entry of a layer.
type Entry struct {
	tar.Header
	Content string
}

// Tar writes the entries as they are.
func Tar(entries ...Entry) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := e.Header
		h.Size = int64(len(e.Content))
		if err := w.WriteHeader(&h); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, e.Content); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// Layer makes a layer of an uncompressed tar, kept with a compression.
func Layer(content []byte, how compression.Compression) (v1.Layer, error) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	switch how {
	case compression.None:
		return static.NewLayer(content, types.OCIUncompressedLayer), nil
	case compression.ZStd:
		return tarball.LayerFromOpener(open, tarball.WithCompression(how), tarball.WithMediaType(types.OCILayerZStd))
	}
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer))
}

// Spec says what an image is like.
type Spec struct {
	Platform v1.Platform
	Config   v1.Config
	Created  time.Time
	Layers   []v1.Layer
	Docker   bool // Docker's media types, not those of the OCI
}

// Image makes an image.
func Image(s Spec) (v1.Image, error) {
	base := mutate.MediaType(mutate.ConfigMediaType(empty.Image, types.OCIConfigJSON), types.OCIManifestSchema1)
	if s.Docker {
		base = empty.Image
	}
	img, err := mutate.ConfigFile(base, &v1.ConfigFile{
		OS: s.Platform.OS, Architecture: s.Platform.Architecture, Variant: s.Platform.Variant,
		Created: v1.Time{Time: s.Created}, Config: s.Config, RootFS: v1.RootFS{Type: "layers"},
	})
	if err != nil {
		return nil, err
	}
	return mutate.AppendLayers(img, s.Layers...)
}

// Index makes an index of images, each for what its configuration says.
func Index(images ...v1.Image) (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, img := range images {
		config, err := img.ConfigFile()
		if err != nil {
			return nil, err
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: config.Platform()}})
	}
	return index, nil
}
