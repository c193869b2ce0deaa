package docker

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"

	"dbx/cache/digest"
	"dbx/executor"
)

// repository is where dbx's root file systems live in a daemon. The tag is
// derived from the image's configuration, so that it never moves.
const repository = "dbx/rootfs"

// rootfs is a root file system as an image: a configuration of dbx's own,
// which holds nothing but the platform and the layers.
type rootfs struct {
	layers []digest.SHA256
	config []byte
	arch   string
	names  []string // REPOSITORY:TAG; under the first one it is looked for
}

// newRootfs gives r the configuration under which it is loaded. A root file
// system without layers gets one that is empty: not all daemons accept an
// image without any.
func newRootfs(r executor.Rootfs) rootfs {
	layers := r.Layers
	if len(layers) == 0 {
		layers = []digest.SHA256{digest.SHA256Of(emptyLayer())}
	}
	diffIDs := make([]string, len(layers))
	for i, diffID := range layers {
		diffIDs[i] = "sha256:" + diffID.String()
	}
	var config struct {
		Architecture string `json:"architecture"`
		Variant      string `json:"variant,omitempty"`
		OS           string `json:"os"`
		Created      string `json:"created"`
		Config       struct {
		} `json:"config"`
		RootFS struct {
			Type    string   `json:"type"`
			DiffIDs []string `json:"diff_ids"`
		} `json:"rootfs"`
	}
	config.Architecture, config.OS, config.Created = r.Arch, "linux", "1970-01-01T00:00:00Z"
	config.RootFS.Type, config.RootFS.DiffIDs = "layers", diffIDs
	text, err := json.Marshal(config)
	if err != nil {
		panic("BUG: an image configuration that cannot be written: " + err.Error())
	}
	made := rootfs{layers: layers, config: text, arch: r.Arch}
	made.names = []string{repository + ":" + made.id().String()[:32]}
	return made
}

// id is the image's ID: the SHA-256 of its configuration (OCI image-spec,
// "ImageID").
func (r rootfs) id() digest.SHA256 { return digest.SHA256Of(r.config) }

// reference is the name under which the image is found again.
func (r rootfs) reference() string { return r.names[0] }

// emptyLayer is a tar archive with nothing in it.
func emptyLayer() []byte { return make([]byte, 1024) }

// layerFile is the path of a layer inside the archive.
func layerFile(diffID digest.SHA256) string { return diffID.String() + "/layer.tar" }

// writeArchive writes the image in the format that `docker save` gives and
// `docker load` takes, with the contents of all layers but the first skip:
// a daemon that has those does not look for them.
func (r rootfs) writeArchive(w io.Writer, skip int, open func(digest.SHA256) (io.ReadCloser, int64, error)) error {
	type entry struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	manifest := entry{Config: r.id().String() + ".json", RepoTags: r.names}
	for _, diffID := range r.layers {
		manifest.Layers = append(manifest.Layers, layerFile(diffID))
	}
	text, err := json.Marshal([]entry{manifest})
	if err != nil {
		panic("BUG: an image manifest that cannot be written: " + err.Error())
	}
	archive := tar.NewWriter(w)
	if err := writeFile(archive, "manifest.json", bytes.NewReader(text), int64(len(text))); err != nil {
		return err
	}
	if err := writeFile(archive, manifest.Config, bytes.NewReader(r.config), int64(len(r.config))); err != nil {
		return err
	}
	written := map[digest.SHA256]bool{}
	for _, diffID := range r.layers[skip:] {
		if written[diffID] {
			continue
		}
		written[diffID] = true
		if err := copyLayer(archive, diffID, open); err != nil {
			return err
		}
	}
	return archive.Close()
}

func copyLayer(archive *tar.Writer, diffID digest.SHA256, open func(digest.SHA256) (io.ReadCloser, int64, error)) error {
	if diffID == digest.SHA256Of(emptyLayer()) {
		return writeFile(archive, layerFile(diffID), bytes.NewReader(emptyLayer()), int64(len(emptyLayer())))
	}
	content, size, err := open(diffID)
	if err != nil {
		return err
	}
	defer content.Close()
	return writeFile(archive, layerFile(diffID), content, size)
}

func writeFile(archive *tar.Writer, name string, content io.Reader, size int64) error {
	if err := archive.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o444}); err != nil {
		return err
	}
	_, err := io.Copy(archive, content)
	return err
}
