package stage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/filelock"
	"dbx/cache/lastuse"
	"dbx/cache/layer"
)

// UnpackedLayer is a layer that lies unpacked among those of a [Stager].
type UnpackedLayer struct {
	DiffID digest.SHA256
	Used   time.Time // when a process first used it, the last such time
}

// AllLayers yields the layers that are unpacked, in no particular order; one
// that comes or goes meanwhile may be among them or not.
func (s *Stager) AllLayers(ctx context.Context) iter.Seq2[UnpackedLayer, error] {
	return func(yield func(UnpackedLayer, error) bool) {
		entries, err := os.ReadDir(s.layers)
		if err != nil {
			yield(UnpackedLayer{}, fmt.Errorf("list unpacked layers: %w", err))
			return
		}
		for _, e := range entries {
			diffID, err := digest.ParseSHA256(e.Name())
			if err != nil {
				continue // not ours
			}
			used, err := lastuse.Of(s.layerDir(diffID))
			if err == nil {
				err = ctx.Err()
			}
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if !yield(UnpackedLayer{diffID, used}, err) || err != nil {
				return
			}
		}
	}
}

// LayerBytes returns what an unpacked layer takes on disk.
func (s *Stager) LayerBytes(ctx context.Context, l UnpackedLayer) (int64, error) {
	var bytes int64
	seen := map[uint64]bool{}
	err := filepath.WalkDir(s.layerDir(l.DiffID), func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if st, ok := info.Sys().(*syscall.Stat_t); ok && !seen[st.Ino] {
			seen[st.Ino] = st.Nlink > 1
			bytes += st.Blocks * 512
		}
		return ctx.Err()
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // someone is taking it away
	}
	return bytes, err
}

// RemoveLayer takes an unpacked layer away, if no process came to use it since
// it was listed, and reports whether it did.
func (s *Stager) RemoveLayer(ctx context.Context, l UnpackedLayer) (bool, error) {
	lock, err := s.lockLayer(ctx, l.DiffID)
	if err != nil {
		return false, err
	}
	defer lock.Close()
	used, err := lastuse.Of(s.layerDir(l.DiffID))
	if errors.Is(err, fs.ErrNotExist) || err == nil && used.After(l.Used) {
		return false, nil
	}
	if err == nil {
		err = s.discard(l.DiffID)
	}
	if err != nil {
		return false, fmt.Errorf("remove unpacked layer %s: %w", l.DiffID, err)
	}
	return true, nil
}

// VerifyLayer compares an unpacked layer with its blob and takes a wrong one
// away, which it reports with the reason as a non-empty text.
func (s *Stager) VerifyLayer(ctx context.Context, l UnpackedLayer) (string, error) {
	lock, err := s.lockLayer(ctx, l.DiffID)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if _, err := os.Lstat(s.layerDir(l.DiffID)); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	wrong := s.checkLayer(ctx, l.DiffID)
	if wrong == nil || ctx.Err() != nil {
		return "", wrong
	}
	return wrong.Error(), s.discard(l.DiffID)
}

func (s *Stager) checkLayer(ctx context.Context, diffID digest.SHA256) error {
	d, err := s.store.BySHA256(diffID)
	if err != nil {
		return err
	}
	content, err := s.store.Open(ctx, d)
	if err != nil {
		return err
	}
	defer content.Close()
	return layer.Check(ctx, content, s.layerDir(diffID))
}

// discard takes an unpacked layer away. It is moved first, so that it vanishes
// at once; who has it mounted keeps its name but not its files.
func (s *Stager) discard(diffID digest.SHA256) error {
	scratch, err := s.store.Temp()
	if err != nil {
		return err
	}
	if err := os.Rename(s.layerDir(diffID), filepath.Join(scratch, "layer")); err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.unpacked, s.layerDir(diffID))
	s.mu.Unlock()
	return session.RemoveAll(scratch)
}

func (s *Stager) layerDir(diffID digest.SHA256) string {
	return filepath.Join(s.layers, diffID.String())
}

func (s *Stager) lockLayer(ctx context.Context, diffID digest.SHA256) (*os.File, error) {
	if err := os.MkdirAll(filepath.Join(s.layers, "locks"), 0o755); err != nil { // someone may have cleaned up
		return nil, err
	}
	return filelock.Acquire(ctx, filepath.Join(s.layers, "locks", diffID.String()))
}
