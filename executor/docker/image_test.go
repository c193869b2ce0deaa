package docker

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"runtime"
	"testing"

	"github.com/docker/docker/api/types/image"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/oci/stored"
)

// imageOf returns an image with a configuration of its own over layers of a
// store.
func imageOf(t *testing.T, store *cas.Disk, arch string, layers ...digest.SHA256) v1.Image {
	t.Helper()
	config := &v1.ConfigFile{
		Architecture: arch, OS: "linux", Config: v1.Config{Labels: map[string]string{"test": rand.Text()}},
		RootFS: v1.RootFS{Type: "layers"},
	}
	manifest := &v1.Manifest{SchemaVersion: 2, MediaType: types.OCIManifestSchema1}
	for _, l := range layers {
		sum := v1.Hash{Algorithm: "sha256", Hex: l.String()}
		config.RootFS.DiffIDs = append(config.RootFS.DiffIDs, sum)
		manifest.Layers = append(manifest.Layers, v1.Descriptor{MediaType: types.OCIUncompressedLayer, Digest: sum})
	}
	text, err1 := json.Marshal(config)
	manifest.Config.Digest.Algorithm, manifest.Config.Digest.Hex = "sha256", digest.SHA256Of(text).String()
	listed, err2 := json.Marshal(manifest)
	img, err3 := stored.New(listed, text, stored.InStore(t.Context(), store))
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	return img
}

func idOf(t *testing.T, img v1.Image) v1.Hash {
	t.Helper()
	id, err := img.ConfigName()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestDaemonLoad counts the bytes that images send: all at first, nothing the
// second time, only a new layer after a change, and no layer for another
// configuration or another name.
func TestDaemonLoad(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	d := &Daemon{api: api}
	tag := func(s string) string { return "dbx/test-load:" + s + "-" + rand.Text() }
	const big, small = 3 << 20, 1 << 10
	base, extra := randomLayer(t, store, big), randomLayer(t, store, small)
	first, second, third := tag("first"), tag("second"), tag("third")
	one, two := imageOf(t, store, runtime.GOARCH, base), imageOf(t, store, runtime.GOARCH, base, extra)
	t.Cleanup(func() {
		for _, n := range []string{first, second, third} {
			_, _ = api.ImageRemove(context.Background(), n, image.RemoveOptions{Force: true})
		}
	})
	load := func(img v1.Image, names ...string) Loaded {
		t.Helper()
		loaded, err := d.Load(t.Context(), img, names)
		if err != nil {
			t.Fatal(err)
		}
		return loaded
	}
	if got := load(one, first); got.Bytes < big || got.Layers != 1 || got.ID != idOf(t, one).String() {
		t.Errorf("first load: %+v", got)
	}
	if got := load(one, first); got.Bytes != 0 || got.Layers != 0 || got.ID == "" {
		t.Errorf("the same again: %+v", got)
	}
	if got := load(two, second, third); got.Bytes < small || got.Bytes > small+10<<10 || got.Layers != 1 {
		t.Errorf("another layer: %+v", got)
	}
	names, ok, err := d.Names(t.Context(), idOf(t, two))
	if err != nil || !ok || len(names) != 2 {
		t.Errorf("names %q, %v, %v", names, ok, err)
	}
	other := imageOf(t, store, "arm64", base, extra)
	if got := load(other, first); got.Bytes == 0 || got.Bytes > 10<<10 || got.Layers != 0 {
		t.Errorf("another configuration: %+v", got)
	}
	if found, err := api.ImageInspect(t.Context(), first); err != nil || found.Architecture != "arm64" {
		t.Errorf("the name did not move: %v, %v", found.Architecture, err)
	}
	if _, ok, err := d.Names(t.Context(), idOf(t, imageOf(t, store, "riscv64"))); ok || err != nil {
		t.Errorf("the daemon has what nobody loaded: %v", err)
	}
}
