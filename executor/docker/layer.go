package docker

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/executor"
	"dbx/executor/stage"
)

// newSkeleton makes the directory dir with what the engine puts into a root
// file system that lacks it, beyond what no layer holds anyway. As the lowest
// layer of a comparison it keeps that out of the difference, and lets a root
// file system that has it win.
func newSkeleton(dir string) (string, error) {
	etc := filepath.Join(dir, "etc")
	if err := os.MkdirAll(etc, 0o755); err != nil {
		return "", fmt.Errorf("docker: %w", err)
	}
	if err := os.Chmod(etc, 0o755); err != nil {
		return "", fmt.Errorf("docker: %w", err)
	}
	mtab := filepath.Join(etc, "mtab")
	if err := os.Symlink("/proc/mounts", mtab); err != nil && !os.IsExist(err) {
		return "", fmt.Errorf("docker: %w", err)
	}
	return dir, nil
}

// layer captures what an ended container changed in its root file system.
func (e *fresh) layer(ctx context.Context, s executor.Spawn, area *stage.Area, id string) (digest.Digest, digest.SHA256, error) {
	fail := func(err error) (digest.Digest, digest.SHA256, error) {
		return digest.Digest{}, digest.SHA256{}, err
	}
	kit, err := e.kit.Get(ctx)
	if err != nil {
		return fail(err)
	}
	dirs, err := e.stage.Layers(ctx, s.Rootfs)
	if err != nil {
		return fail(err)
	}
	tmp, err := area.Dir("difference")
	if err != nil {
		return fail(err)
	}
	tree, err := e.api.ContainerExport(ctx, id)
	if err != nil {
		return fail(broken("export", id, err))
	}
	defer tree.Close()
	reader, writer := io.Pipe()
	var info layer.Info
	go func() {
		var err error
		info, err = layer.DiffTar(ctx, writer, layer.NewStack(append([]string{kit.skeleton}, dirs...)...), tree, tmp,
			layer.DiffOptions{Epoch: time.Unix(s.Epoch, 0), Exclude: stage.Excluded})
		writer.CloseWithError(err)
	}()
	d, err := e.store.Put(ctx, reader)
	reader.CloseWithError(err)
	if err != nil {
		return fail(err)
	}
	if d != info.Digest {
		return fail(fmt.Errorf("layer sha256:%s was damaged on its way to the store", info.DiffID))
	}
	return d, info.DiffID, e.store.Alias(info.DiffID, d)
}
