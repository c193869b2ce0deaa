package stage

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// inspect checks that a tree holds only what a tree can: files, directories,
// and links that stay inside. It makes every directory readable on the way.
func inspect(root string) error {
	return filepath.WalkDir(root, func(at string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, at)
		if err != nil {
			return err
		}
		switch {
		case e.IsDir():
			return openUp(at, e)
		case e.Type().IsRegular():
			return nil
		case e.Type()&fs.ModeSymlink == 0:
			return missing(fmt.Sprintf("holds %s, which is %s: only files, directories and symbolic links can be kept", rel, describeMode(e.Type())))
		}
		target, err := os.Readlink(at)
		if err != nil {
			return err
		}
		if path.IsAbs(target) || leaves(path.Join(path.Dir(filepath.ToSlash(rel)), target)) {
			return missing(fmt.Sprintf("holds %s, a symbolic link to %s: links must be relative and stay inside the output", rel, target))
		}
		return nil
	})
}

// openUp gives the owner of a directory the rights that the command took away.
func openUp(at string, e fs.DirEntry) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o700 == 0o700 {
		return nil
	}
	return os.Chmod(at, 0o755)
}

func leaves(clean string) bool { return clean == ".." || strings.HasPrefix(clean, "../") }
