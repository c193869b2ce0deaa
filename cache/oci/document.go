package oci

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/digest"
)

// Bounds of documents, far beyond any honest one. Registries refuse manifests
// beyond 4 MiB (OCI distribution-spec, "Pushing Manifests").
const (
	maxDocument  = 8 << 20
	maxManifests = 1024
	maxLayers    = 1024
)

// document is an index or a manifest.
type document struct {
	MediaType string          `json:"mediaType"`
	Version   int             `json:"schemaVersion"`
	Manifests []v1.Descriptor `json:"manifests"` // of an index
	Config    *v1.Descriptor  `json:"config"`    // of a manifest
	Layers    []v1.Descriptor `json:"layers"`
}

// isIndex tells which of the two it is.
func (d *document) isIndex() bool { return d.Config == nil }

func parseDocument(text []byte) (*document, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("is no manifest: %w", err)
	}
	index, manifest := d.Manifests != nil, d.Config != nil || d.Layers != nil
	switch {
	case index && manifest:
		// One client would take it for an index, the next for a manifest.
		return nil, errors.New("is both an index and a manifest")
	case d.Version == 1:
		return nil, errors.New("is a manifest of schema 1, which is no longer used: push the image anew with a newer tool")
	case d.Version != 2:
		return nil, fmt.Errorf("is a manifest of schema %d, want 2", d.Version)
	case manifest && d.Config == nil:
		return nil, errors.New("is a manifest without a configuration")
	case !manifest && !index:
		return nil, errors.New("is neither an index nor the manifest of an image")
	case len(d.Manifests) > maxManifests, len(d.Layers) > maxLayers:
		return nil, fmt.Errorf("lists more than %d manifests or layers", maxLayers)
	}
	return &d, nil
}

// sum returns a descriptor's digest; only sha256 is in use.
func sum(d v1.Descriptor) (digest.SHA256, error) {
	text := string(d.Digest)
	if !strings.HasPrefix(text, "sha256:") {
		return digest.SHA256{}, fmt.Errorf("digest %q is no sha256", text)
	}
	return digest.ParseSHA256(text)
}

// parseConfig reads an image's configuration; all of Image but Manifest, ID
// and what manifests say about layers is in it.
func parseConfig(text []byte) (v1.Image, Image, error) {
	var c v1.Image
	if err := json.Unmarshal(text, &c); err != nil {
		return c, Image{}, fmt.Errorf("is no configuration of an image: %w", err)
	}
	if c.RootFS.Type != "layers" || c.Architecture == "" || len(c.RootFS.DiffIDs) > maxLayers {
		return c, Image{}, errors.New("is no configuration of an image: it says nothing of layers or of what they run on")
	}
	img := Image{Config: Config{
		User: c.Config.User, Entrypoint: c.Config.Entrypoint, Cmd: c.Config.Cmd, Labels: c.Config.Labels,
		Ports: slices.Sorted(maps.Keys(c.Config.ExposedPorts)), Volumes: slices.Sorted(maps.Keys(c.Config.Volumes)), StopSignal: c.Config.StopSignal,
	}}
	if dir := c.Config.WorkingDir; dir != "" {
		img.Config.Dir = path.Join("/", dir)
	}
	if c.Created != nil {
		img.Created = c.Created.UTC()
	}
	env, err := environment(c.Config.Env)
	if err != nil {
		return c, Image{}, err
	}
	img.Config.Env = env
	for _, id := range c.RootFS.DiffIDs {
		diffID, err := sum(v1.Descriptor{Digest: id})
		if err != nil {
			return c, Image{}, fmt.Errorf("layer of the configuration: %w", err)
		}
		img.Layers = append(img.Layers, Layer{DiffID: diffID})
	}
	return c, img, nil
}

// environment drops what a later variable of the same name replaces.
func environment(vars []string) ([]string, error) {
	var env []string
	for i, v := range vars {
		name, _, ok := strings.Cut(v, "=")
		if !ok || name == "" || strings.Contains(v, "\x00") {
			return nil, fmt.Errorf("variable %q of the configuration is not NAME=VALUE", v)
		}
		if !slices.ContainsFunc(vars[i+1:], func(later string) bool { return strings.HasPrefix(later, name+"=") }) {
			env = append(env, v)
		}
	}
	return env, nil
}

// describeLayers adds what a manifest says of an image's layers.
func describeLayers(img *Image, layers []v1.Descriptor) error {
	if len(layers) != len(img.Layers) {
		return fmt.Errorf("the manifest has %d layers, the configuration %d", len(layers), len(img.Layers))
	}
	for i, d := range layers {
		if err := acceptLayer(d); err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
		blob, err := sum(d)
		if err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
		l := &img.Layers[i]
		l.Blob, l.Size, l.MediaType = blob, d.Size, d.MediaType
	}
	return nil
}

// acceptLayer refuses what is no tar, or is not where its image is. Which
// compression it is shows in the blob itself.
func acceptLayer(d v1.Descriptor) error {
	kind := d.MediaType
	switch {
	case strings.Contains(kind, "foreign"), strings.Contains(kind, "nondistributable"), len(d.URLs) > 0:
		return fmt.Errorf("%s is not kept in the registry but elsewhere; dbx takes no such layers", kind)
	case strings.Contains(kind, "+encrypted"):
		return errors.New("is encrypted")
	case !strings.Contains(kind, ".tar"):
		return fmt.Errorf("%q is not the type of a layer of files; is this an image?", kind)
	case d.Size < 0:
		return fmt.Errorf("has %d bytes", d.Size)
	}
	return nil
}
