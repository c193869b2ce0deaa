package session

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dbx/cache/filelock"
)

// TestGateThatStaysShut: a process that was stopped at the gate is told of, not
// waited for without end.
func TestGateThatStaysShut(t *testing.T) {
	parent := t.TempDir()
	gate := filepath.Join(parent, gateName)
	lock, err := filelock.Acquire(t.Context(), gate)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := open(parent, 20*time.Millisecond); err == nil || !strings.Contains(err.Error(), "fuser "+gate) {
		t.Errorf("got %v", err)
	}
	lock.Close()
	s, err := open(parent, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
