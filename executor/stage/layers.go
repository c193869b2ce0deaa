package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
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
		dirs[i] = filepath.Join(s.layers, diffID.String())
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
				s.mu.Lock()
				delete(s.unpacked, dir)
				s.mu.Unlock()
			}
			close(u.done)
			return u.err
		}
		select {
		case <-u.done:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if u.err == nil {
			return nil
		}
		// Whoever tried may just have been cancelled: try for ourselves.
	}
}

// unpackOnce keeps other processes out while it unpacks. A directory that has
// its final name is whole.
func (s *Stager) unpackOnce(ctx context.Context, diffID digest.SHA256, dir string) error {
	lock, err := lockFile(ctx, filepath.Join(s.layers, "locks", diffID.String()))
	if err != nil {
		return err
	}
	defer lock.Close()
	if _, err := os.Lstat(dir); err == nil {
		return nil
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
	return os.Rename(temp, dir)
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

// lockFile waits for the exclusive lock of a file, which it creates if it is
// missing, and looks up now and then whether ctx still wants it.
func lockFile(ctx context.Context, path string) (*os.File, error) {
	const pause = 20 * time.Millisecond
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			f.Close()
			return nil, context.Cause(ctx)
		}
	}
}
