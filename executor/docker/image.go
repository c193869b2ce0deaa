package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"

	"dbx/cache/digest"
)

// Loaded tells what bringing an image into a daemon took.
type Loaded struct {
	ID     string // the daemon's
	Bytes  int64  // sent; 0 if the image was there under all its names
	Layers int    // sent
}

// Daemon is a Docker daemon as a place for images. It is safe for concurrent
// use.
type Daemon struct{ api *client.Client }

// OpenDaemon connects to the daemon that the environment names. The caller
// closes it.
func OpenDaemon(ctx context.Context) (*Daemon, error) {
	api, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	return &Daemon{api: api}, nil
}

// Close disconnects from the daemon.
func (d *Daemon) Close() error { return d.api.Close() }

// Load brings an image into the daemon under names, REPOSITORY:TAG, at least
// one. It opens and sends only those layers, uncompressed, that no image of the
// daemon has. A name that another image has moves.
func (d *Daemon) Load(ctx context.Context, img v1.Image, names []string) (Loaded, error) {
	r, err := forOthers(img, names)
	if err != nil {
		return Loaded{}, err
	}
	if id, err := d.current(ctx, r); id != "" || err != nil {
		return Loaded{ID: id}, err
	}
	meter := &meteredImages{images: d.api}
	var layers atomic.Int64
	l := newLoader(meter, func(_ context.Context, diffID digest.SHA256) (io.ReadCloser, int64, error) {
		layers.Add(1)
		return openPlain(img, diffID)
	})
	id, err := l.loadMissing(ctx, r)
	if err != nil {
		return Loaded{}, fmt.Errorf("docker: image %s: %w", r.reference(), err)
	}
	return Loaded{ID: id, Bytes: meter.sent.Load(), Layers: int(layers.Load())}, nil
}

// Names returns the names under which the daemon has the image with an ID, the
// digest of its configuration; ok is false if it does not have it.
func (d *Daemon) Names(ctx context.Context, id v1.Hash) (names []string, ok bool, err error) {
	found, err := d.api.ImageInspect(ctx, id.String())
	if cerrdefs.IsNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("docker: look an image up: %w", err)
	}
	return found.RepoTags, true, nil
}

// forOthers returns an image for a daemon's other users: under the configuration
// and names of its own.
func forOthers(img v1.Image, names []string) (rootfs, error) {
	if len(names) == 0 {
		panic("BUG: an image without a name is loaded")
	}
	text, err1 := img.RawConfigFile()
	config, err2 := img.ConfigFile()
	if err := errors.Join(err1, err2); err != nil {
		return rootfs{}, fmt.Errorf("docker: configuration of the image: %w", err)
	}
	r := rootfs{config: text, arch: config.Architecture, names: names}
	for _, id := range config.RootFS.DiffIDs {
		diffID, err := digest.ParseSHA256(id.Hex)
		if err != nil {
			return rootfs{}, fmt.Errorf("docker: diffID %s of the image: %w", id, err)
		}
		r.layers = append(r.layers, diffID)
	}
	return r, nil
}

// openPlain opens a layer of an image, uncompressed.
func openPlain(img v1.Image, diffID digest.SHA256) (io.ReadCloser, int64, error) {
	l, err := img.LayerByDiffID(v1.Hash{Algorithm: "sha256", Hex: diffID.String()})
	if err != nil {
		return nil, 0, err
	}
	size, err := partial.UncompressedSize(l)
	if err != nil {
		return nil, 0, err
	}
	r, err := l.Uncompressed()
	return r, size, err
}

// current returns the daemon's ID of r if it is there under all its names.
func (d *Daemon) current(ctx context.Context, r rootfs) (string, error) {
	want := "sha256:" + r.id().String()
	found, err := d.api.ImageInspect(ctx, want)
	if cerrdefs.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("docker: look up image %s: %w", r.reference(), err)
	}
	for _, name := range r.names {
		if !slices.Contains(found.RepoTags, name) {
			return "", nil
		}
	}
	return found.ID, nil
}

// meteredImages counts what is sent to a daemon.
type meteredImages struct {
	images
	sent atomic.Int64
}

func (m *meteredImages) ImageLoad(ctx context.Context, tar io.Reader, opts ...client.ImageLoadOption) (image.LoadResponse, error) {
	return m.images.ImageLoad(ctx, io.TeeReader(tar, m), opts...)
}

func (m *meteredImages) Write(p []byte) (int, error) {
	m.sent.Add(int64(len(p)))
	return len(p), nil
}
