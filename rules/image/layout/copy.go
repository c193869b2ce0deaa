package layout

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/google/go-containerregistry/pkg/v1/partial"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// WriteDocker writes the image, with its layers uncompressed, in the form that
// docker save had before OCI layouts, which any Docker loads.
func (i *Image) WriteDocker(ctx context.Context, w io.Writer, names []string) error {
	config, err := i.ConfigName()
	if err != nil {
		return err
	}
	text, err := i.RawConfigFile()
	if err != nil {
		return err
	}
	layers, err := i.plainLayers()
	if err != nil {
		return err
	}
	docker := dockerManifest{Config: config.Hex + ".json", RepoTags: names}
	for _, m := range layers {
		docker.Layers = append(docker.Layers, m.name)
	}
	members, err := jsonMembers(document{dockerManifestFile, []dockerManifest{docker}})
	if err != nil {
		return err
	}
	a := newArchiver(w)
	for _, m := range append(append(members, inMemory(docker.Config, text)), layers...) {
		if err := a.add(ctx, m); err != nil {
			return err
		}
	}
	return a.tar.Close()
}

// plainLayers are the uncompressed layers, named as Docker names them.
func (i *Image) plainLayers() ([]member, error) {
	layers, err := i.Layers()
	if err != nil {
		return nil, err
	}
	var members []member
	for _, l := range layers {
		diffID, err := l.DiffID()
		if err != nil {
			return nil, err
		}
		size, err := partial.UncompressedSize(l)
		if err != nil {
			return nil, wrong(missing(err))
		}
		members = append(members, member{name: diffID.Hex + "/layer.tar", size: size, open: l.Uncompressed})
	}
	return members, nil
}

// CopyTo writes the image, which has a manifest, as a layout with nothing else
// in it to an empty directory, under the given names.
func (i *Image) CopyTo(ctx context.Context, dir string, names []string) error {
	members, err := i.blobs()
	if err != nil {
		return err
	}
	index, err := i.namedIndex(names)
	if err != nil {
		return err
	}
	documents, err := jsonMembers(document{v1.ImageIndexFile, index}, document{v1.ImageLayoutFile, v1.ImageLayout{Version: v1.ImageLayoutVersion}})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, blobsDir), 0o755); err != nil {
		return err
	}
	done := map[string]bool{}
	for _, m := range append(members, documents...) {
		if done[m.name] {
			continue
		}
		done[m.name] = true
		if err := m.writeTo(ctx, filepath.Join(dir, filepath.FromSlash(m.name))); err != nil {
			return err
		}
	}
	return nil
}
