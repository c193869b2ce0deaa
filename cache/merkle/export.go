package merkle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/filelock"
)

// exportTemp begins the names of files that Export has not finished. What a
// killed process leaves of them is removed by the next Export of a tree there.
const exportTemp = ".dbx-export-"

// Export makes dst a directory that holds the tree, for people to read, edit
// and strip: files are private copies, 0644 or 0755, never links into the
// store. What is right already keeps its inode and its time; what differs is
// replaced by rename, one file at a time; what does not belong there is
// removed. Nothing is followed through a symbolic link.
func (f *Farm) Export(ctx context.Context, root digest.Digest, dst string) error {
	if err := os.MkdirAll(filepath.Dir(dst), dirMode); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	lock, err := f.lockOutput(ctx, dst)
	if err != nil {
		return fmt.Errorf("export to %s: %w", dst, err)
	}
	defer lock.Close()
	if err := f.exportDir(ctx, root, dst); err != nil {
		return fmt.Errorf("export to %s: %w", dst, err)
	}
	return nil
}

// ExportFile makes dst a private copy of the blob, as Export does with the
// files of a tree.
func (f *Farm) ExportFile(ctx context.Context, d digest.Digest, executable bool, dst string) error {
	if err := os.MkdirAll(filepath.Dir(dst), dirMode); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	n := Node{Name: filepath.Base(dst), Kind: File, Digest: d}
	if executable {
		n.Kind = Executable
	}
	lock, err := f.lockOutput(ctx, dst)
	if err != nil {
		return fmt.Errorf("export to %s: %w", dst, err)
	}
	defer lock.Close()
	if err := f.exportFile(ctx, n, dst); err != nil {
		return fmt.Errorf("export to %s: %w", dst, err)
	}
	return nil
}

// lockOutput keeps two processes from exporting to one place at a time.
func (f *Farm) lockOutput(ctx context.Context, dst string) (*os.File, error) {
	abs, err := filepath.Abs(dst)
	if err != nil {
		return nil, err
	}
	name := "out-" + digest.Of([]byte(abs)).Hex()[:3]
	return filelock.Acquire(ctx, filepath.Join(f.dir, "locks", name))
}

func (f *Farm) exportDir(ctx context.Context, d digest.Digest, dst string) error {
	nodes, err := Load(ctx, f.store, d)
	if err != nil {
		return err
	}
	if err := claimDir(dst); err != nil {
		return err
	}
	if err := removeOthers(dst, nodes); err != nil {
		return err
	}
	for _, n := range nodes {
		to := filepath.Join(dst, n.Name)
		switch n.Kind {
		case Dir:
			err = f.exportDir(ctx, n.Digest, to)
		case Symlink:
			err = exportLink(n, to)
		default:
			err = f.exportFile(ctx, n, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *Farm) exportFile(ctx context.Context, n Node, to string) error {
	same, err := f.sameFile(ctx, n, to)
	if same || err != nil {
		return err
	}
	temp := tempFor(to)
	if err := f.store.Copy(ctx, n.Digest, temp, writableMode(n.Kind == Executable)); err != nil {
		return err
	}
	return put(temp, to)
}

// sameFile reports whether the file at path is what n says, in bytes and mode.
func (f *Farm) sameFile(ctx context.Context, n Node, path string) (bool, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != writableMode(n.Kind == Executable) || info.Size() != n.Digest.Size() {
		return false, nil
	}
	got, err := f.Hash(ctx, path)
	if err != nil {
		return false, ctx.Err() // what cannot be read is replaced
	}
	return got == n.Digest, nil
}

func (f *Farm) hash(ctx context.Context, path string) (digest.Digest, error) {
	file, err := os.Open(path)
	if err != nil {
		return digest.Digest{}, err
	}
	defer file.Close()
	return f.store.Digest(ctx, file)
}

func exportLink(n Node, to string) error {
	if target, err := os.Readlink(to); err == nil && target == n.Target {
		return nil
	}
	temp := tempFor(to)
	if err := os.Symlink(n.Target, temp); err != nil {
		return err
	}
	return put(temp, to)
}

// put moves temp to its place, which a directory may still occupy.
func put(temp, to string) error {
	err := os.Rename(temp, to)
	if err == nil {
		return nil
	}
	if info, e := os.Lstat(to); e == nil && info.IsDir() {
		if err = session.RemoveAll(to); err == nil {
			err = os.Rename(temp, to)
		}
	}
	if err != nil {
		_ = os.Remove(temp)
	}
	return err
}

// claimDir makes dst a directory, in place of whatever else is there.
func claimDir(dst string) error {
	info, err := os.Lstat(dst)
	if err == nil && info.IsDir() {
		if info.Mode().Perm()&0o700 != 0o700 {
			return os.Chmod(dst, dirMode)
		}
		return nil
	}
	if err == nil {
		err = os.Remove(dst)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Mkdir(dst, dirMode)
}

// removeOthers removes all of dst that the tree does not have.
func removeOthers(dst string, nodes []Node) error {
	entries, err := os.ReadDir(dst)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, ok := find(nodes, e.Name()); ok {
			continue
		}
		if err := session.RemoveAll(filepath.Join(dst, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func tempFor(to string) string {
	return filepath.Join(filepath.Dir(to), exportTemp+strconv.FormatUint(rand.Uint64(), 36))
}
