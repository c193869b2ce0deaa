package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"runtime"
	"testing"

	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/require"
	"dbx/executor"
)

// testDaemon returns the machine's daemon.
func testDaemon(t testing.TB) *client.Client {
	t.Helper()
	require.Docker(t)
	api, err := dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { api.Close() })
	return api
}

func testStore(t testing.TB) *cas.Disk {
	t.Helper()
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// dropImage removes an image of a test from the daemon at its end.
func dropImage(t testing.TB, api *client.Client, r rootfs) {
	t.Cleanup(func() {
		api.ImageRemove(context.Background(), r.reference(), image.RemoveOptions{Force: true, PruneChildren: true})
	})
}

// dropImages removes what a loader has brought to the daemon, but for the empty
// image, which all who use the daemon have in common.
func dropImages(api *client.Client, l *loader) {
	empty := newRootfs(executor.Rootfs{Arch: runtime.GOARCH}).id()
	for id, turn := range l.turns {
		if id != empty {
			api.ImageRemove(context.Background(), turn.image, image.RemoveOptions{Force: true, PruneChildren: true})
		}
	}
}

// randomLayer stores a layer that no daemon has, with one file of the given
// size.
func randomLayer(t testing.TB, store *cas.Disk, size int) digest.SHA256 {
	t.Helper()
	content := make([]byte, size)
	rand.Read(content)
	return putLayer(t, store, map[string][]byte{rand.Text(): content})
}

func putLayer(t testing.TB, store *cas.Disk, files map[string][]byte) digest.SHA256 {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for name, content := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o755}); err != nil {
			t.Fatal(err)
		}
		w.Write(content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := store.PutBytes(t.Context(), buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	sum := digest.SHA256Of(buf.Bytes())
	if err := store.Alias(sum, d); err != nil {
		t.Fatal(err)
	}
	return sum
}

// metered is a daemon that counts the bytes of the images sent to it.
type metered struct {
	images
	sent  int64
	loads int
}

func (m *metered) ImageLoad(ctx context.Context, r io.Reader, opts ...client.ImageLoadOption) (image.LoadResponse, error) {
	m.loads++
	return m.images.ImageLoad(ctx, io.TeeReader(r, m), opts...)
}

func (m *metered) Write(p []byte) (int, error) {
	m.sent += int64(len(p))
	return len(p), nil
}
