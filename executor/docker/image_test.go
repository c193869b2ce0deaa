package docker

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"runtime"
	"testing"

	"github.com/docker/docker/api/types/image"

	"dbx/cache/digest"
)

// configOf returns a configuration of its own for layers.
func configOf(t *testing.T, arch string, layers ...digest.SHA256) []byte {
	t.Helper()
	var diffIDs []string
	for _, l := range layers {
		diffIDs = append(diffIDs, "sha256:"+l.String())
	}
	config, err := json.Marshal(map[string]any{
		"architecture": arch, "os": "linux", "created": "2023-11-14T22:13:20Z",
		"config": map[string]any{"Labels": map[string]string{"test": rand.Text()}},
		"rootfs": map[string]any{"type": "layers", "diff_ids": diffIDs},
	})
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// TestDaemonLoad counts the bytes that images send: all at first, nothing the
// second time, only a new layer after a change, and no layer for another
// configuration or another name.
func TestDaemonLoad(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	d := &Daemon{api: api, store: store}
	tag := func(s string) string { return "dbx/test-load:" + s + "-" + rand.Text() }
	const big, small = 3 << 20, 1 << 10
	base, extra := randomLayer(t, store, big), randomLayer(t, store, small)
	first, second, third := tag("first"), tag("second"), tag("third")
	one := Image{Config: configOf(t, runtime.GOARCH, base), Layers: []digest.SHA256{base}, Names: []string{first}}
	two := Image{Config: configOf(t, runtime.GOARCH, base, extra), Layers: []digest.SHA256{base, extra}, Names: []string{second, third}}
	t.Cleanup(func() {
		for _, n := range []string{first, second, third} {
			_, _ = api.ImageRemove(context.Background(), n, image.RemoveOptions{Force: true})
		}
	})
	load := func(img Image) Loaded {
		t.Helper()
		loaded, err := d.Load(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		return loaded
	}
	if got := load(one); got.Bytes < big || got.Layers != 1 || got.ID != "sha256:"+digest.SHA256Of(one.Config).String() {
		t.Errorf("first load: %+v", got)
	}
	if got := load(one); got.Bytes != 0 || got.Layers != 0 || got.ID == "" {
		t.Errorf("the same again: %+v", got)
	}
	if got := load(two); got.Bytes < small || got.Bytes > small+10<<10 || got.Layers != 1 {
		t.Errorf("another layer: %+v", got)
	}
	names, ok, err := d.Names(t.Context(), two.Config)
	if err != nil || !ok || len(names) != 2 {
		t.Errorf("names %q, %v, %v", names, ok, err)
	}
	other := Image{Config: configOf(t, "arm64", base, extra), Layers: two.Layers, Names: []string{first}}
	if got := load(other); got.Bytes == 0 || got.Bytes > 10<<10 || got.Layers != 0 {
		t.Errorf("another configuration: %+v", got)
	}
	if found, err := api.ImageInspect(t.Context(), first); err != nil || found.Architecture != "arm64" {
		t.Errorf("the name did not move: %v, %v", found.Architecture, err)
	}
	if _, ok, err := d.Names(t.Context(), []byte("{}")); ok || err != nil {
		t.Errorf("the daemon has what nobody loaded: %v", err)
	}
}
