package stored

import (
	"bytes"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Image is an image of which two documents are known and whose layers lie here.
// It implements [v1.Image]. Its documents stay the very bytes that they were.
type Image struct {
	manifest, config []byte
	mediaType        types.MediaType
	layers           []*Layer
}

var _ v1.Image = (*Image)(nil)

// New returns the image with these documents, whose layers are in the sources.
// The configuration must be the one that the manifest names, with a diffID for
// each layer.
func New(manifest, config []byte, sources ...Source) (*Image, error) {
	m, err := v1.ParseManifest(bytes.NewReader(manifest))
	if err != nil {
		return nil, fmt.Errorf("the manifest cannot be read: %w", err)
	}
	c, err := v1.ParseConfigFile(bytes.NewReader(config))
	if err != nil {
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	if got, _, err := v1.SHA256(bytes.NewReader(config)); err != nil || got != m.Config.Digest {
		return nil, fmt.Errorf("the manifest names the configuration %s, but it is %s", m.Config.Digest, got)
	}
	if n, ids := len(m.Layers), len(c.RootFS.DiffIDs); n != ids {
		return nil, fmt.Errorf("the image has %d layers, its configuration names %d", n, ids)
	}
	i := &Image{manifest: manifest, config: config, mediaType: m.MediaType}
	if i.mediaType == "" {
		i.mediaType = types.OCIManifestSchema1
	}
	for n, blob := range m.Layers {
		i.layers = append(i.layers, NewLayer(c.RootFS.DiffIDs[n], blob, sources...))
	}
	return i, nil
}

// Layers implements [v1.Image], bottom first. Each is a [Layer].
func (i *Image) Layers() ([]v1.Layer, error) {
	all := make([]v1.Layer, len(i.layers))
	for n, l := range i.layers {
		all[n] = l
	}
	return all, nil
}

// LayerByDigest implements [v1.Image]; the configuration counts as a layer.
func (i *Image) LayerByDigest(want v1.Hash) (v1.Layer, error) {
	for _, l := range i.layers {
		if l.blob.Digest == want {
			return l, nil
		}
	}
	if name, err := i.ConfigName(); err != nil || name == want {
		return partial.ConfigLayer(i)
	}
	return nil, fmt.Errorf("the image has no blob %s", want)
}

// LayerByDiffID implements [v1.Image].
func (i *Image) LayerByDiffID(want v1.Hash) (v1.Layer, error) {
	for _, l := range i.layers {
		if l.diffID == want {
			return l, nil
		}
	}
	return nil, fmt.Errorf("the image has no layer with the diffID %s", want)
}

// RawManifest implements [v1.Image].
func (i *Image) RawManifest() ([]byte, error) { return i.manifest, nil }

// RawConfigFile implements [v1.Image].
func (i *Image) RawConfigFile() ([]byte, error) { return i.config, nil }

// MediaType implements [v1.Image].
func (i *Image) MediaType() (types.MediaType, error) { return i.mediaType, nil }

// Manifest implements [v1.Image].
func (i *Image) Manifest() (*v1.Manifest, error) { return partial.Manifest(i) }

// ConfigFile implements [v1.Image].
func (i *Image) ConfigFile() (*v1.ConfigFile, error) { return partial.ConfigFile(i) }

// Digest implements [v1.Image].
func (i *Image) Digest() (v1.Hash, error) { return partial.Digest(i) }

// ConfigName implements [v1.Image].
func (i *Image) ConfigName() (v1.Hash, error) { return partial.ConfigName(i) }

// Size implements [v1.Image]: the size of the manifest.
func (i *Image) Size() (int64, error) { return partial.Size(i) }
