package layer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveAll removes a tree that the caller owns, such as an unpacked layer or
// an overlay's upper directory, also where directories forbid it to their
// owner. What is not there is no error.
func RemoveAll(dir string) error {
	err := os.RemoveAll(dir)
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	// The error of the walk does not matter: what it could not change, the
	// second removal complains about.
	filepath.WalkDir(dir, func(at string, d fs.DirEntry, _ error) error {
		if d != nil && d.IsDir() {
			os.Chmod(at, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}
