package sandbox

import (
	"context"
	"fmt"
	"io"
	"time"

	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/executor/inner"
	"dbx/executor/stage"
)

// captureLayer stores what a dead command changed in its root file system, as
// a canonical layer with times up to epoch, in Unix seconds.
func (s *Sandbox) captureLayer(ctx context.Context, root *inner.Root, epoch int64) (digest.Digest, digest.SHA256, error) {
	store := s.stager.Store()
	pr, pw := io.Pipe()
	var info layer.Info
	go func() {
		var err error
		info, err = layer.DiffUpper(ctx, pw, layer.NewStack(root.Layers...), root.Upper, layer.DiffOptions{
			Epoch:   time.Unix(epoch, 0),
			Exclude: stage.Excluded,
		})
		pw.CloseWithError(err)
	}()
	d, err := store.Put(ctx, pr)
	pr.CloseWithError(err)
	if err != nil {
		return digest.Digest{}, digest.SHA256{}, err
	}
	if d != info.Digest {
		return digest.Digest{}, digest.SHA256{}, fmt.Errorf("layer sha256:%s was damaged on its way to the store", info.DiffID)
	}
	return d, info.DiffID, store.Alias(info.DiffID, d)
}
