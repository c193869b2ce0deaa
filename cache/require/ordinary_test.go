package require_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"dbx/cache/require"
)

// TestOrdinaryUser: what comes after it is never root's, and has a place to
// write to.
func TestOrdinaryUser(t *testing.T) {
	t.Run("within a test", func(t *testing.T) {
		if !require.OrdinaryUser(t) {
			return
		}
		name := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(name, nil, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := os.ReadFile(name); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("a file of mode 0 can be read: %v", err)
		}
	})
}
