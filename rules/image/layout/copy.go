package layout

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// WriteDocker writes the image, with its layers uncompressed, in the form that
// docker save had before OCI layouts, which any Docker loads.
func (i *Image) WriteDocker(ctx context.Context, w io.Writer, layers *Layers, names []string) error {
	docker := dockerManifest{Config: i.Manifest.Config.Digest.Encoded() + ".json", RepoTags: names}
	for _, d := range i.Config.RootFS.DiffIDs {
		docker.Layers = append(docker.Layers, d.Encoded()+"/layer.tar")
	}
	manifest, err := json.Marshal([]dockerManifest{docker})
	if err != nil {
		return err
	}
	a := &archiver{tar: tar.NewWriter(w), tree: i.tree, has: map[string]bool{}}
	if err := a.write(ctx, dockerManifestFile, bytes.NewReader(manifest), int64(len(manifest))); err != nil {
		return err
	}
	if err := a.write(ctx, docker.Config, bytes.NewReader(i.RawConfig), int64(len(i.RawConfig))); err != nil {
		return err
	}
	for n, l := range layers.Tars {
		size, err := l.Seek(0, io.SeekEnd)
		if err != nil {
			return err
		}
		if err := a.write(ctx, docker.Layers[n], io.NewSectionReader(l, 0, size), size); err != nil {
			return fmt.Errorf("layer %d: %w", n, err)
		}
	}
	return a.tar.Close()
}

// CopyTo writes the layout, with nothing but what belongs to the image, to an
// empty directory, under the given names.
func (i *Image) CopyTo(ctx context.Context, dir string, names []string) error {
	files := append([]string{v1.ImageLayoutFile, Blob(i.Descriptor.Digest), Blob(i.Manifest.Config.Digest)}, i.files...)
	if err := os.MkdirAll(filepath.Join(dir, blobs), 0o755); err != nil {
		return err
	}
	done := map[string]bool{}
	for _, name := range files {
		if done[name] {
			continue
		}
		done[name] = true
		if err := i.copyFile(ctx, path.Clean(name), filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	index, err := namedIndex(i.tree, names)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, v1.ImageIndexFile), index, 0o644)
}

func (i *Image) copyFile(ctx context.Context, name, to string) error {
	src, err := i.tree.Open(name)
	if err != nil {
		return missing(err)
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{dst}, cancellable(ctx, src), make([]byte, 1<<20))
	return errors.Join(err, dst.Close())
}
