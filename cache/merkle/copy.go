package merkle

import (
	"context"
	"io/fs"
	"os"
	"runtime"
	"time"

	"dbx/cache/digest"
)

// Copy writes a private copy of the tree to dst, which must be missing or
// empty: files 0644 or 0755, all entries with the modification time epoch. Its
// owner may do with it what he likes.
func (f *Farm) Copy(ctx context.Context, root digest.Digest, dst string, epoch time.Time) error {
	l := layout{store: f.store, time: epoch, workers: runtime.GOMAXPROCS(0), reversed: f.Reversed}
	l.file = func(ctx context.Context, d digest.Digest, executable bool, dst string) error {
		return f.CopyFile(ctx, d, executable, dst, epoch)
	}
	return l.run(ctx, root, dst)
}

// CopyFile writes a private copy of one file to dst, which must not exist, as
// Copy does for all of a tree.
func (f *Farm) CopyFile(ctx context.Context, d digest.Digest, executable bool, dst string, epoch time.Time) error {
	if err := f.store.Copy(ctx, d, dst, writableMode(executable)); err != nil {
		return err
	}
	return os.Chtimes(dst, epoch, epoch)
}

func writableMode(executable bool) fs.FileMode {
	if executable {
		return 0o755
	}
	return 0o644
}
