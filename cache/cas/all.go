package cas

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dbx/cache/digest"
)

// Blob is one file of a [Disk].
type Blob struct {
	Digest     digest.Digest
	Executable bool      // the inode for programs; the other one need not be there
	Bytes      int64     // on disk
	Changed    time.Time // when it was stored, or linked to, the last time
}

// All yields the files of the store in no particular order; what is stored or
// removed meanwhile may be among them or not. Files that are no blobs are left
// out. The first error ends it.
func (s *Disk) All(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		err := eachFile(ctx, s.blobs(), func(name string, info fs.FileInfo, st *syscall.Stat_t) bool {
			text, executable := strings.CutSuffix(name, ".x")
			d, err := digest.Parse(text)
			if err != nil || !info.Mode().IsRegular() {
				return true
			}
			return yield(Blob{d, executable, st.Blocks * 512, time.Unix(st.Ctim.Unix())}, nil)
		})
		if err != nil {
			yield(Blob{}, s.Fault("list blobs", err))
		}
	}
}

// Remove takes a file out of the store, if it was not stored or linked to since
// it was listed, and reports whether it did.
func (s *Disk) Remove(b Blob) (bool, error) {
	path := s.path(b.Digest, modeOf(b.Executable))
	info, err := os.Lstat(path)
	if err == nil {
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok || time.Unix(st.Ctim.Unix()).After(b.Changed) {
			return false, nil
		}
		err = os.Remove(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, s.Fault("remove blob "+b.Digest.Short(), err)
	}
	return true, nil
}

// Verify hashes a file of the store whatever its size and time say. A wrong one
// is moved aside, which gives [ErrNotFound], wrapped, with the reason.
func (s *Disk) Verify(ctx context.Context, b Blob) error {
	mode := modeOf(b.Executable)
	path := s.path(b.Digest, mode)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // someone took it out since it was listed
	}
	if err != nil {
		return s.Fault("look at blob "+b.Digest.Short(), err)
	}
	reason, err := s.examine(ctx, path, info, b.Digest)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil || reason == "" {
		return err
	}
	return s.moveAside(ctx, info, b.Digest, mode, reason)
}

// Aliases yields the SHA-256 hashes that lead to blobs, and the error of each
// that does not: [ErrNotFound], wrapped.
func (s *Disk) Aliases(ctx context.Context) iter.Seq2[digest.SHA256, error] {
	return func(yield func(digest.SHA256, error) bool) {
		err := eachFile(ctx, s.foreign(), func(name string, _ fs.FileInfo, _ *syscall.Stat_t) bool {
			sum, err := digest.ParseSHA256(name)
			if err != nil {
				return true
			}
			_, err = s.BySHA256(sum)
			return yield(sum, err)
		})
		if err != nil {
			yield(digest.SHA256{}, s.Fault("list hashes", err))
		}
	}
}

// Forget removes what leads from a SHA-256 hash to a blob.
func (s *Disk) Forget(sum digest.SHA256) error {
	if err := os.Remove(s.foreignPath(sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.Fault("forget sha256 "+sum.String(), err)
	}
	return nil
}

// Corrupt returns how many damaged files lie aside, and their bytes on disk.
func (s *Disk) Corrupt(ctx context.Context) (files int, bytes int64, err error) {
	return s.eachCorrupt(ctx, func(string, time.Time) (bool, error) { return true, nil })
}

// RemoveCorrupt removes the damaged files that were moved aside before the
// given time, and returns how many those were and their bytes on disk.
func (s *Disk) RemoveCorrupt(ctx context.Context, before time.Time) (files int, bytes int64, err error) {
	return s.eachCorrupt(ctx, func(path string, moved time.Time) (bool, error) {
		if !moved.Before(before) {
			return false, nil
		}
		return true, os.RemoveAll(path)
	})
}

// eachCorrupt counts the damaged files that visit takes.
func (s *Disk) eachCorrupt(ctx context.Context, visit func(path string, moved time.Time) (bool, error)) (files int, bytes int64, err error) {
	entries, err := os.ReadDir(s.corrupt())
	for _, e := range entries {
		if err != nil || ctx.Err() != nil {
			break
		}
		info, e2 := e.Info()
		if e2 != nil {
			continue // another process has removed it
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			continue
		}
		var taken bool
		if taken, err = visit(filepath.Join(s.corrupt(), e.Name()), time.Unix(st.Ctim.Unix())); taken {
			files++
			bytes += st.Blocks * 512
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		err = s.Fault("look at damaged files", err)
	}
	return files, bytes, err
}

// eachFile visits the files of a directory of shards until visit returns false.
func eachFile(ctx context.Context, dir string, visit func(name string, info fs.FileInfo, st *syscall.Stat_t) bool) error {
	shards, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, shard := range shards {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, err := os.ReadDir(filepath.Join(dir, shard.Name()))
		if err != nil {
			return err
		}
		for _, e := range entries {
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			st, ok := info.Sys().(*syscall.Stat_t)
			if !ok {
				return fmt.Errorf("%s: no file status", e.Name())
			}
			if !visit(e.Name(), info, st) {
				return nil
			}
		}
	}
	return nil
}
