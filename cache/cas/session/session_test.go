package session_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"dbx/cache/cas/session"
)

func open(t *testing.T, parent string) *session.Session {
	t.Helper()
	s, err := session.Open(parent)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNamesAreFresh(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	seen := make(map[string]bool)
	for range 100 {
		name := s.Name()
		if _, err := os.Lstat(name); seen[name] || !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("name %s is not fresh: %v", name, err)
		}
		seen[name] = true
	}
}

func TestCloseRemovesEverything(t *testing.T) {
	parent := t.TempDir()
	s := open(t, parent)
	dir, err := s.Dir()
	if err != nil {
		t.Fatal(err)
	}
	// What a command may leave behind: a directory its owner cannot enter.
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{filepath.Join(dir, "a", "b"), filepath.Join(dir, "a")} {
		if err := os.Chmod(d, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := list(t, parent); len(left) != 1 {
		t.Errorf("left: %v, want the gate alone", left)
	}
}

// TestOrphans makes directories as a dead process leaves them: with a lock that
// nobody holds, and with none.
func TestOrphans(t *testing.T) {
	parent := t.TempDir()
	for _, name := range []string{"1-dead", "2-dead"} {
		if err := os.MkdirAll(filepath.Join(parent, name, "deep", "er"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(parent, "1-dead", "lock"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	alive := open(t, parent)
	defer alive.Close()
	if left := list(t, parent); len(left) != 2 {
		t.Errorf("left: %v, want the gate and one session", left)
	}
}

func TestManyAtOnce(t *testing.T) {
	parent := t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				s, err := session.Open(parent)
				if err != nil {
					t.Error(err)
					return
				}
				if err := os.WriteFile(s.Name(), []byte("mine"), 0o644); err != nil {
					t.Errorf("a living session was swept: %v", err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if left := list(t, parent); len(left) != 1 {
		t.Errorf("left: %v, want the gate alone", left)
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
