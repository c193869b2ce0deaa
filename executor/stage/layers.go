package stage

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/lastuse"
	"dbx/cache/layer"
	"dbx/executor"
)

// unpacking is a layer that this process has unpacked, or is unpacking.
type unpacking struct {
	done chan struct{}
	err  error // set before done is closed
}

// Layers returns a directory for each layer of r, in its order, in the form
// that overlayfs takes as a lower directory under the option userxattr. They
// are shared with other goroutines and processes and must never be changed. A
// layer whose blob is not in the store gives an error that wraps
// [cas.ErrNotFound].
func (s *Stager) Layers(ctx context.Context, r executor.Rootfs) ([]string, error) {
	dirs := make([]string, len(r.Layers))
	for i, diffID := range r.Layers {
		dirs[i] = s.layerDir(diffID)
		if err := s.layer(ctx, diffID, dirs[i]); err != nil {
			return nil, fmt.Errorf("layer sha256:%s: %w", diffID, err)
		}
	}
	return dirs, nil
}

// layer unpacks a layer unless it is there, together with all others who want
// it now.
func (s *Stager) layer(ctx context.Context, diffID digest.SHA256, dir string) error {
	for {
		s.mu.Lock()
		u, known := s.unpacked[dir]
		if !known {
			u = &unpacking{done: make(chan struct{})}
			s.unpacked[dir] = u
		}
		s.mu.Unlock()
		if !known {
			u.err = s.unpackOnce(ctx, diffID, dir)
			if u.err != nil {
				s.forget(dir, u)
			}
			close(u.done)
			return u.err
		}
		select {
		case <-u.done:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if u.err == nil && stands(dir) {
			return nil
		}
		s.forget(dir, u)
		// Whoever tried may just have been cancelled: try for ourselves.
	}
}

func (s *Stager) forget(dir string, u *unpacking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unpacked[dir] == u {
		delete(s.unpacked, dir)
	}
}

func stands(dir string) bool {
	_, err := os.Lstat(dir)
	return err == nil
}

// unpackOnce keeps other processes out while it unpacks. A directory that has
// its final name is whole.
func (s *Stager) unpackOnce(ctx context.Context, diffID digest.SHA256, dir string) error {
	lock, err := s.lockLayer(ctx, diffID)
	if err != nil {
		return err
	}
	defer lock.Close()
	if stands(dir) && s.settled(diffID) {
		return lastuse.Note(dir)
	}
	if stands(dir) {
		if err := s.discard(diffID); err != nil {
			return err
		}
	}
	scratch, err := s.store.Temp()
	if err != nil {
		return err
	}
	defer session.RemoveAll(scratch)
	temp := filepath.Join(scratch, "layer")
	if err := makeDir(temp); err != nil {
		return err
	}
	if err := s.unpack(ctx, diffID, temp); err != nil {
		return err
	}
	if err := s.markFresh(diffID); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		return err
	}
	s.settleLater(diffID)
	return nil
}

func (s *Stager) unpack(ctx context.Context, diffID digest.SHA256, dir string) error {
	d, err := s.store.BySHA256(diffID)
	if err != nil {
		return err
	}
	content, err := s.store.Open(ctx, d)
	if err != nil {
		return err
	}
	defer content.Close()
	if err := layer.Unpack(ctx, content, dir); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, content)
	return err
}
