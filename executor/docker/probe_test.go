package docker

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

func TestProbeSeesOurFiles(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	if err := probe(t.Context(), api, newLoader(api, openLayer(store)), me, t.TempDir()); err != nil {
		t.Error(err)
	}
}

// elsewhere is a daemon that has another directory where ours is.
type elsewhere struct {
	prober
	dir string
}

func (e elsewhere) ContainerCreate(ctx context.Context, config *container.Config, host *container.HostConfig,
	net *network.NetworkingConfig, platform *ocispec.Platform, name string) (container.CreateResponse, error) {
	host.Mounts[0].Source = e.dir
	return e.prober.ContainerCreate(ctx, config, host, net, platform, name)
}

func TestProbeElsewhere(t *testing.T) {
	api, store := testDaemon(t), testStore(t)
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{
		"other directory": t.TempDir(),
		"no directory":    filepath.Join(t.TempDir(), "none"),
	} {
		err = probe(t.Context(), elsewhere{api, dir}, newLoader(api, openLayer(store)), me, t.TempDir())
		if !errors.Is(err, errElsewhere) {
			t.Errorf("%s: got %v, want %v", name, err, errElsewhere)
		}
	}
}
