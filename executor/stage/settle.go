package stage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
)

// A layer that was unpacked is on the disk only some time later. Until then it
// has a mark with the boot of the machine in which that was: if the mark is
// still there in another boot, power may have failed in between, and files may
// be short or empty. To wait for the disk instead would cost the first command
// seconds.

// freshName is the folder of these marks among the layers.
const freshName = "fresh"

func (s *Stager) freshMark(diffID digest.SHA256) string {
	return filepath.Join(s.layers, freshName, diffID.String())
}

// markFresh makes the mark, and waits for it to be on the disk: it must come
// there before the layer's name does.
func (s *Stager) markFresh(diffID digest.SHA256) error {
	if err := os.MkdirAll(filepath.Join(s.layers, freshName), 0o755); err != nil { // someone may have cleaned up
		return err
	}
	f, err := os.Create(s.freshMark(diffID))
	if err != nil {
		return err
	}
	_, err = f.WriteString(bootID())
	return errors.Join(err, f.Sync(), f.Close())
}

// settleLater has the mark taken away once the layer is on the disk, with
// those of all layers that are unpacked at about this time. If this process
// ends before, the mark stays, and the layer is unpacked again after the next
// boot.
func (s *Stager) settleLater(diffID digest.SHA256) {
	const soon = 2 * time.Second
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsettled = append(s.unsettled, diffID)
	if len(s.unsettled) == 1 {
		time.AfterFunc(soon, s.settle)
	}
}

func (s *Stager) settle() {
	s.mu.Lock()
	layers := s.unsettled
	s.unsettled = nil
	s.mu.Unlock()
	dir, err := os.Open(s.layers)
	if err != nil {
		return
	}
	defer dir.Close()
	if unix.Syncfs(int(dir.Fd())) != nil {
		return
	}
	for _, diffID := range layers {
		_ = os.Remove(s.freshMark(diffID))
	}
}

// settled reports whether what is unpacked can be believed.
func (s *Stager) settled(diffID digest.SHA256) bool {
	mark, err := os.ReadFile(s.freshMark(diffID))
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	return err == nil && len(mark) > 0 && string(mark) == bootID()
}

// bootID names the time since the machine was started (random(4)).
func bootID() string {
	b, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(b))
}
