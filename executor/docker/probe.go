package docker

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"

	"dbx/executor"
)

// probeMount is where the probe looks for its file.
const probeMount = "/.dbx/probe"

// probe finds out whether the daemon sees this machine's files under dir: it
// creates a container, which never runs, with a fresh file bound into it, and
// asks the daemon whether the file is there.
func probe(ctx context.Context, api prober, images *loader, me owner, dir string) error {
	shared, err := os.MkdirTemp(dir, "probe-")
	if err != nil {
		return fmt.Errorf("docker: probe the daemon's file system: %w", err)
	}
	defer os.RemoveAll(shared)
	name := rand.Text()
	if err := os.WriteFile(filepath.Join(shared, name), nil, 0o644); err != nil {
		return fmt.Errorf("docker: probe the daemon's file system: %w", err)
	}
	var id string
	err = images.use(ctx, newRootfs(executor.Rootfs{Arch: runtime.GOARCH}), func(image string) (err error) {
		id, err = create(ctx, api,
			&container.Config{Image: image, Cmd: []string{"/probe"}, Labels: me.labels("probe")},
			&container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{bind(shared, probeMount, true)}})
		return err
	})
	if cerrdefs.IsInvalidArgument(err) && strings.Contains(err.Error(), "bind source path") {
		return errElsewhere
	}
	if err != nil {
		return err
	}
	defer discard(ctx, api, id)
	_, err = api.ContainerStatPath(ctx, id, path.Join(probeMount, name))
	if cerrdefs.IsNotFound(err) {
		return errElsewhere
	}
	if err != nil {
		return fmt.Errorf("docker: probe the daemon's file system: %w", err)
	}
	return nil
}

// bind is a bind mount of one of our files. Unlike the older kind of bind, one
// whose source is missing is an error.
func bind(source, target string, readOnly bool) mount.Mount {
	return mount.Mount{Type: mount.TypeBind, Source: source, Target: target, ReadOnly: readOnly}
}

// errElsewhere is a daemon that does not see this machine's files.
var errElsewhere = errors.New("the Docker daemon does not see this machine's files, so it is a remote one: use --docker-mode=fast, which sends them, or a local daemon, or --executor=sandbox")
