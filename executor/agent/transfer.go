package agent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// input is content that a spawn needs: the same bytes may be a file and the
// root of a tree.
type input struct {
	digest digest.Digest
	tree   bool
}

func inputOf(in executor.Input) input { return input{in.Digest, in.Kind == merkle.Dir} }

// forget makes the next spawn ask again what the other side has.
func (c *Client) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.there, c.layers = map[input]bool{}, map[digest.SHA256]bool{}
}

// send brings what the spawn needs and the other side lacks there. One spawn
// after the other does, so that nothing is sent twice.
func (c *Client) send(ctx context.Context, s executor.Spawn) error {
	select {
	case c.sending <- struct{}{}:
		defer func() { <-c.sending }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	layers, err := c.lackingLayers(ctx, s.Rootfs.Layers)
	if err != nil {
		return err
	}
	needed := s.Inputs
	if !s.Rootfs.Emulator.IsZero() {
		needed = append(slices.Clone(needed), executor.Input{Kind: merkle.Executable, Digest: s.Rootfs.Emulator})
	}
	inputs, err := c.lackingInputs(ctx, needed)
	if err != nil {
		return err
	}
	if blobs := append(layers, plain(inputs)...); len(blobs) > 0 {
		if err := c.push(ctx, blobs); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, in := range needed {
		c.there[inputOf(in)] = true
	}
	for _, sum := range s.Rootfs.Layers {
		c.layers[sum] = true
	}
	return nil
}

// lackingLayers returns the blobs of those layers that the other side lacks.
func (c *Client) lackingLayers(ctx context.Context, layers []digest.SHA256) ([]blob, error) {
	var ask []byte
	c.mu.Lock()
	for _, sum := range layers {
		if !c.layers[sum] {
			ask = append(ask, sum[:]...)
		}
	}
	c.mu.Unlock()
	if len(ask) == 0 {
		return nil, nil
	}
	reply, err := c.call(ctx, layerPath, bytes.NewReader(ask))
	if err != nil {
		return nil, err
	}
	defer reply.Close()
	var blobs []blob
	for {
		var sum digest.SHA256
		if _, err := io.ReadFull(reply, sum[:]); errors.Is(err, io.EOF) {
			return blobs, nil
		} else if err != nil {
			return nil, err
		}
		d, err := c.store.BySHA256(sum)
		if err != nil {
			return nil, fmt.Errorf("layer sha256:%s: %w", sum, err)
		}
		blobs = append(blobs, blob{d, true})
	}
}

// lackingInputs returns the blobs of inputs that the other side lacks.
func (c *Client) lackingInputs(ctx context.Context, inputs []executor.Input) ([]digest.Digest, error) {
	var ask []digest.Digest
	for _, in := range inputs {
		c.mu.Lock()
		known := c.there[inputOf(in)]
		c.mu.Unlock()
		if known {
			continue
		}
		if in.Kind != merkle.Dir {
			ask = append(ask, in.Digest)
			continue
		}
		blobs, err := merkle.Blobs(ctx, c.store, in.Digest)
		if err != nil {
			return nil, fmt.Errorf("input %s: %w", in.Path, err)
		}
		ask = append(ask, blobs...)
	}
	if len(ask) == 0 {
		return nil, nil
	}
	reply, err := c.call(ctx, missingPath, bytes.NewReader(appendHeaders(nil, plain(ask))))
	if err != nil {
		return nil, err
	}
	defer reply.Close()
	missing, err := readHeaders(reply)
	return digests(missing), err
}

// push sends blobs, each once.
func (c *Client) push(ctx context.Context, blobs []blob) error {
	seen := map[blob]bool{}
	blobs = slices.DeleteFunc(blobs, func(b blob) bool {
		again := seen[b]
		seen[b] = true
		return again
	})
	body, w := io.Pipe()
	ours := make(chan error, 1)
	go func() {
		err := writeBlobs(ctx, w, c.store, blobs)
		w.CloseWithError(err)
		ours <- err
	}()
	reply, err := c.call(ctx, storePath, body)
	if err == nil {
		err = reply.Close()
	}
	body.CloseWithError(io.ErrClosedPipe)
	if sent := <-ours; sent != nil && !errors.Is(sent, io.ErrClosedPipe) {
		return sent // why the request broke
	}
	return err
}

// take brings what the result names and the store lacks here, also after a
// cancellation: the log is worth it.
func (c *Client) take(ctx context.Context, r executor.Result) error {
	if ctx.Err() != nil {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), leave)
		defer stop()
	}
	var blobs []blob
	var trees []digest.Digest
	if !r.Log.IsZero() {
		blobs = append(blobs, blob{digest: r.Log})
	}
	for _, out := range r.Outputs {
		switch {
		case out.Kind == merkle.Dir:
			trees = append(trees, out.Digest)
		case out.DiffID.IsZero():
			blobs = append(blobs, blob{digest: out.Digest})
		default:
			blobs = append(blobs, blob{out.Digest, true})
		}
	}
	for len(trees) > 0 {
		if err := c.fetch(ctx, plain(trees)); err != nil {
			return err
		}
		files, below, err := c.content(ctx, trees)
		if err != nil {
			return err
		}
		blobs, trees = append(blobs, plain(files)...), below
	}
	if err := c.fetch(ctx, blobs); err != nil {
		return err
	}
	return c.checkLayers(r)
}

// content returns what is directly in directories that are here already.
func (c *Client) content(ctx context.Context, dirs []digest.Digest) (files, below []digest.Digest, err error) {
	seen := map[digest.Digest]bool{}
	for _, d := range dirs {
		if seen[d] {
			continue
		}
		seen[d] = true
		nodes, err := merkle.Load(ctx, c.store, d)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range nodes {
			switch n.Kind {
			case merkle.Dir:
				below = append(below, n.Digest)
			case merkle.File, merkle.Executable:
				files = append(files, n.Digest)
			}
		}
	}
	return files, below, nil
}

// checkLayers finds out whether layers are what the result says.
func (c *Client) checkLayers(r executor.Result) error {
	for _, out := range r.Outputs {
		if out.DiffID.IsZero() {
			continue
		}
		if d, err := c.store.BySHA256(out.DiffID); err != nil || d != out.Digest {
			return fmt.Errorf("layer %s is not the one with sha256 %s", out.Path, out.DiffID)
		}
	}
	return nil
}

// fetch gets those blobs that the store lacks, and layers always: only their
// bytes tell their SHA-256.
func (c *Client) fetch(ctx context.Context, blobs []blob) error {
	missing, err := c.store.Missing(ctx, digests(blobs))
	if err != nil {
		return err
	}
	lacking := map[digest.Digest]bool{}
	for _, d := range missing {
		lacking[d] = true
	}
	var want []blob
	seen := map[blob]bool{}
	for _, b := range blobs {
		if (lacking[b.digest] || b.indexed) && !seen[b] {
			want = append(want, b)
			seen[b] = true
		}
	}
	if len(want) == 0 {
		return nil
	}
	reply, err := c.call(ctx, fetchPath, bytes.NewReader(appendHeaders(nil, want)))
	if err != nil {
		if errors.Is(err, cas.ErrNotFound) {
			return fmt.Errorf("a result vanished from the agent's store: %s", err)
		}
		return err
	}
	defer reply.Close()
	return readBlobs(ctx, reply, c.store)
}
