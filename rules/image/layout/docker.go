package layout

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"

	gcr "github.com/google/go-containerregistry/pkg/v1"
	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/archive"
	"dbx/cache/oci/stored"
	"dbx/rules/failure"
)

// openDocker reads an archive of docker save, unpacked, with one image in it.
func openDocker(tree fs.FS) (*Image, error) {
	var images []dockerManifest
	if err := readJSON(tree, dockerManifestFile, &images); err != nil {
		return nil, err
	}
	if len(images) != 1 {
		return nil, failure.Errorf("the archive has %d images; want one", len(images))
	}
	config, err := readDocument(tree, path.Clean(images[0].Config))
	if err != nil {
		return nil, err
	}
	blobs, files, err := dockerLayers(tree, config, images[0].Layers)
	if err != nil {
		return nil, err
	}
	manifest, err := json.Marshal(v1.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageManifest, Layers: blobs,
		Config: v1.Descriptor{MediaType: v1.MediaTypeImageConfig, Digest: digest.FromBytes(config), Size: int64(len(config))},
	})
	if err != nil {
		return nil, err
	}
	img, err := stored.New(manifest, config, func(sum gcr.Hash) (io.ReadCloser, error) {
		name, ok := files[sum.String()]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return tree.Open(name)
	})
	if err != nil {
		return nil, failure.Of(err)
	}
	return &Image{Image: img}, nil
}

// dockerLayers describes the layers of a Docker archive and says in which files
// they are, by digest.
func dockerLayers(tree fs.FS, config []byte, names []string) ([]v1.Descriptor, map[string]string, error) {
	var c v1.Image
	if err := json.Unmarshal(config, &c); err != nil {
		return nil, nil, failure.Errorf("the configuration cannot be read: %v", err)
	}
	if n, m := len(names), len(c.RootFS.DiffIDs); n != m {
		return nil, nil, failure.Errorf("the image has %d layers, its configuration names %d", n, m)
	}
	blobs, files := []v1.Descriptor{}, map[string]string{}
	for i, name := range names {
		d, err := dockerLayer(tree, path.Clean(name), c.RootFS.DiffIDs[i])
		if err != nil {
			return nil, nil, err
		}
		blobs, files[d.Digest.String()] = append(blobs, d), path.Clean(name)
	}
	return blobs, files, nil
}

// dockerLayer describes one layer. Docker does not compress them and need not
// say more than the diffID; of those that others compressed, which do without a
// digest there, it is found out.
func dockerLayer(tree fs.FS, name string, diffID digest.Digest) (v1.Descriptor, error) {
	fail := func(err error) (v1.Descriptor, error) { return v1.Descriptor{}, err }
	f, err := tree.Open(name)
	if err != nil {
		return fail(missing(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	d := v1.Descriptor{MediaType: v1.MediaTypeImageLayer, Digest: diffID, Size: info.Size()}
	sum := digest.SHA256.Digester()
	blob := io.TeeReader(f, sum.Hash())
	plain, form, err := archive.Decompress(blob)
	switch {
	case err != nil && errors.Is(err, archive.ErrCorrupt):
		return fail(failure.Of(err))
	case err != nil:
		return fail(err)
	case form == archive.Plain:
		return d, plain.Close()
	case form == archive.Gzip:
		d.MediaType = v1.MediaTypeImageLayerGzip
	case form == archive.Zstd:
		d.MediaType = v1.MediaTypeImageLayerZstd
	default:
		return fail(failure.Errorf("layer %s is compressed with %v, which images do not know", name, form))
	}
	if _, err := io.Copy(io.Discard, blob); err != nil {
		return fail(err)
	}
	d.Digest = sum.Digest()
	return d, plain.Close()
}
