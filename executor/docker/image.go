package docker

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Image is an image for a daemon's other users: under a configuration and
// names of its own.
type Image struct {
	Config []byte          // OCI image-spec, "Image Configuration"; its SHA-256 is the image's ID
	Layers []digest.SHA256 // diffIDs, bottom first; their tars are in the store
	Names  []string        // REPOSITORY:TAG, at least one
}

// Loaded tells what bringing an image into a daemon took.
type Loaded struct {
	ID     string // the daemon's
	Bytes  int64  // sent; 0 if the image was there under all its names
	Layers int    // sent
}

// Daemon is a Docker daemon as a place for images. It is safe for concurrent
// use.
type Daemon struct {
	api   *client.Client
	store *cas.Disk
}

// OpenDaemon connects to the daemon that the environment names. Layers come
// from store. The caller closes it.
func OpenDaemon(ctx context.Context, store *cas.Disk) (*Daemon, error) {
	api, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	return &Daemon{api: api, store: store}, nil
}

// Close disconnects from the daemon.
func (d *Daemon) Close() error { return d.api.Close() }

// Load brings an image into the daemon under its names, sending only those
// layers that no image of the daemon has. A name that another image has moves.
func (d *Daemon) Load(ctx context.Context, img Image) (Loaded, error) {
	r, err := img.rootfs()
	if err != nil {
		return Loaded{}, err
	}
	if id, err := d.current(ctx, r); id != "" || err != nil {
		return Loaded{ID: id}, err
	}
	meter := &meteredImages{images: d.api}
	var layers atomic.Int64
	open := openLayer(d.store)
	l := newLoader(meter, func(ctx context.Context, diffID digest.SHA256) (io.ReadCloser, int64, error) {
		layers.Add(1)
		return open(ctx, diffID)
	})
	id, err := l.loadMissing(ctx, r)
	if err != nil {
		return Loaded{}, fmt.Errorf("docker: image %s: %w", r.reference(), err)
	}
	return Loaded{ID: id, Bytes: meter.sent.Load(), Layers: int(layers.Load())}, nil
}

// Names returns the names under which the daemon has the image with a
// configuration; ok is false if it does not have it.
func (d *Daemon) Names(ctx context.Context, config []byte) (names []string, ok bool, err error) {
	found, err := d.api.ImageInspect(ctx, "sha256:"+digest.SHA256Of(config).String())
	if cerrdefs.IsNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("docker: look an image up: %w", err)
	}
	return found.RepoTags, true, nil
}

func (i Image) rootfs() (rootfs, error) {
	var config struct {
		Architecture string `json:"architecture"`
	}
	if err := json.Unmarshal(i.Config, &config); err != nil {
		return rootfs{}, fmt.Errorf("docker: configuration of the image: %w", err)
	}
	if len(i.Names) == 0 {
		panic("BUG: an image without a name is loaded")
	}
	return rootfs{layers: i.Layers, config: i.Config, arch: config.Architecture, names: i.Names}, nil
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
