package docker

import (
	"context"
	"fmt"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// abandoned is the age at which a stopped container whose owner cannot be
// looked up (another boot, another pid namespace) counts as left behind.
const abandoned = time.Hour

// sweep force-removes the containers that dead dbx processes left on the
// daemon. Images stay: they are a cache. Those of an owner that cannot be
// judged from here are left alone while they run; what cannot be removed now is
// left to the next sweep.
func sweep(ctx context.Context, api sweeper, me owner) error {
	found, err := api.ContainerList(ctx, container.ListOptions{
		All:     true,
		Filters: filters.NewArgs(filters.Arg("label", labelMark+"=1")),
	})
	if err != nil {
		return fmt.Errorf("docker: list containers left behind: %w", err)
	}
	for _, c := range found {
		if !leftBehind(c, me) {
			continue
		}
		if c.State == container.StateRunning {
			// A command that ends by itself hands over what it wrote.
			_ = stop(ctx, api, c.ID)
		}
		_ = remove(ctx, api, c.ID)
	}
	return nil
}

func leftBehind(c container.Summary, me owner) bool {
	if c.Labels[labelAgent] != "" && c.State == container.StateRunning {
		return false // others may use it by now; it ends by itself
	}
	switch fateOf(ownerOf(c.Labels), me) {
	case dead:
		return true
	case foreign:
		return c.State != container.StateRunning && time.Since(time.Unix(c.Created, 0)) > abandoned
	default:
		return false
	}
}

// remove kills and removes a container; one that is gone already, or that
// someone else is removing, is as good.
func remove(ctx context.Context, api ender, id string) error {
	err := api.ContainerRemove(ctx, id, container.RemoveOptions{Force: true, RemoveVolumes: true})
	if err == nil || cerrdefs.IsNotFound(err) || cerrdefs.IsConflict(err) {
		return nil
	}
	return fmt.Errorf("docker: remove container %.12s: %w", id, err)
}
