package docker

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"
	"golang.org/x/sync/errgroup"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
)

func rootfsOf(layers ...digest.SHA256) rootfs {
	return newRootfs(executor.Rootfs{Arch: runtime.GOARCH, Layers: layers})
}

func TestLoadSendsOnlyWhatIsLacking(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	const big, small = 3 << 20, 1 << 10
	base := randomLayer(t, store, big)
	lower, upper := rootfsOf(base), rootfsOf(base, randomLayer(t, store, small))
	dropImage(t, api, upper)
	dropImage(t, api, lower)

	m := &metered{images: api}
	l := newLoader(m, openLayer(store))
	ensure := func(r rootfs) int64 {
		t.Helper()
		before := m.sent
		id, err := l.ensure(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := api.ImageInspect(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if n := commonLayers(got.RootFS.Layers, r); n != len(r.layers) || got.Architecture != r.arch || got.Os != "linux" {
			t.Errorf("daemon has %v of %s/%s", got.RootFS.Layers, got.Os, got.Architecture)
		}
		if got.Config != nil && (len(got.Config.Env) != 0 || len(got.Config.Entrypoint) != 0 || len(got.Config.Cmd) != 0) {
			t.Errorf("image has a configuration of its own: %+v", got.Config)
		}
		return m.sent - before
	}
	if sent := ensure(lower); sent < big {
		t.Errorf("first load sent %d bytes, less than the layer", sent)
	}
	if sent := ensure(upper); sent < small || sent > big/2 {
		t.Errorf("second load sent %d bytes; want the small layer only", sent)
	}
	if sent := ensure(upper); sent != 0 {
		t.Errorf("third load sent %d bytes", sent)
	}
	l = newLoader(m, openLayer(store))
	if sent := ensure(upper); sent != 0 {
		t.Errorf("another process sent %d bytes", sent)
	}
}

func TestLoadAfterImageVanished(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	r := rootfsOf(randomLayer(t, store, 100), randomLayer(t, store, 100))
	dropImage(t, api, r)
	m := &metered{images: api}
	l := newLoader(m, openLayer(store))
	for range 2 {
		id, err := l.ensure(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := api.ImageRemove(t.Context(), id, image.RemoveOptions{Force: true, PruneChildren: true}); err != nil {
			t.Fatal(err)
		}
		l.forget(r)
	}
	if m.loads != 2 {
		t.Errorf("%d loads, want 2", m.loads)
	}
}

// TestImageVanishesAgain: an image that someone removes before it is used is
// loaded anew, but not for ever.
func TestImageVanishesAgain(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	for losses, want := range map[int]bool{0: true, 1: true, 2: true, 3: false} {
		r := rootfsOf(randomLayer(t, store, 100))
		dropImage(t, api, r)
		uses := 0
		err := newLoader(api, openLayer(store)).use(t.Context(), r, func(id string) error {
			if uses++; uses <= losses {
				if _, err := api.ImageRemove(t.Context(), id, image.RemoveOptions{Force: true, PruneChildren: true}); err != nil {
					t.Error(err)
				}
			}
			_, err := api.ImageInspect(t.Context(), id)
			return err
		})
		if (err == nil) != want || uses != min(losses+1, 3) {
			t.Errorf("%d losses: %v after %d uses", losses, err, uses)
		}
	}
}

func TestLoadOnce(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	r := rootfsOf(randomLayer(t, store, 1<<20))
	dropImage(t, api, r)
	m := &metered{images: api}
	l := newLoader(m, openLayer(store))
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			_, err := l.ensure(t.Context(), r)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if m.loads != 1 {
		t.Errorf("%d loads for 8 callers", m.loads)
	}
}

// A daemon that does not take an archive with layers left out gets them all.
func TestLoadEverythingOnRefusal(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	r := rootfsOf(randomLayer(t, store, 100), randomLayer(t, store, 100))
	dropImage(t, api, r)
	l := newLoader(api, openLayer(store))
	// That the daemon has the first layer is a lie, which it finds out.
	l.layerOf = map[string][]string{}
	list := forgetful{api, "sha256:" + r.layers[0].String()}
	l.api = list
	if _, err := l.ensure(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}

// forgetful is a daemon that lost a layer which it says it has.
type forgetful struct {
	images
	layer string
}

func (f forgetful) ImageList(context.Context, image.ListOptions) ([]image.Summary, error) {
	return []image.Summary{{ID: "lost"}}, nil
}

func (f forgetful) ImageInspect(ctx context.Context, name string, opts ...client.ImageInspectOption) (image.InspectResponse, error) {
	if name == "lost" {
		return image.InspectResponse{RootFS: image.RootFS{Layers: []string{f.layer}}}, nil
	}
	return f.images.ImageInspect(ctx, name, opts...)
}

func TestLoadMissingLayerIsNotFound(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	r := rootfsOf(digest.SHA256Of([]byte("no such layer")))
	_, err := newLoader(api, openLayer(store)).ensure(t.Context(), r)
	if !errors.Is(err, cas.ErrNotFound) {
		t.Fatalf("got %v, want %v", err, cas.ErrNotFound)
	}
}

func TestLoadDamagedLayer(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	other := randomLayer(t, store, 10)
	d, err := store.BySHA256(other)
	if err != nil {
		t.Fatal(err)
	}
	wrong := digest.SHA256Of([]byte("something else"))
	if err := store.Alias(wrong, d); err != nil {
		t.Fatal(err)
	}
	_, err = newLoader(api, openLayer(store)).ensure(t.Context(), rootfsOf(wrong))
	if err == nil || !strings.Contains(err.Error(), "does not accept") {
		t.Fatalf("got %v, want a refusal", err)
	}
}

func TestLoadCancelled(t *testing.T) {
	api := testDaemon(t)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	l := newLoader(api, func(context.Context, digest.SHA256) (io.ReadCloser, int64, error) {
		cancel(cause)
		return io.NopCloser(endless{}), 1 << 40, nil
	})
	if _, err := l.ensure(ctx, rootfsOf(digest.SHA256Of([]byte("endless")))); !errors.Is(err, cause) {
		t.Fatalf("got %v, want %v", err, cause)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestLoadAnswer(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"empty", "", ""},
		{"loaded", `{"stream":"Loaded image: a\n"}` + "\n", ""},
		{"error", `{"stream":"x"}{"errorDetail":{"message":"no space"},"error":"no space "}`, "no space"},
		{"cut", `{"stream":"x`, "unexpected EOF"},
		{"text", `Loaded image`, "invalid character"},
	} {
		err := loadAnswer(io.NopCloser(strings.NewReader(c.body)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestRootfsWithoutLayers(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	r := rootfsOf()
	if _, err := newLoader(api, openLayer(store)).ensure(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.layers, []digest.SHA256{digest.SHA256Of(emptyLayer())}) {
		t.Errorf("layers %v", r.layers)
	}
}
