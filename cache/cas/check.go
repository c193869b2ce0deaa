package cas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
	"dbx/cache/filelock"
)

// Open implements [Store]. The reader is an [*os.File], open for reading.
func (s *Disk) Open(ctx context.Context, d digest.Digest) (io.ReadCloser, error) {
	return s.open(ctx, d, plainMode)
}

// Read returns the bytes of a small blob, such as a directory's, verified as
// Open does.
func (s *Disk) Read(ctx context.Context, d digest.Digest) ([]byte, error) {
	b, err := s.files.Checked(s.path(d, plainMode), unix.O_NOFOLLOW|unix.O_NONBLOCK, func(st *unix.Stat_t) bool {
		return st.Mode == unix.S_IFREG|plainMode && st.Size == d.Size() &&
			st.Mtim.Sec == modTimeSeconds && st.Mtim.Nsec == 0
	})
	if err == nil && b != nil {
		return b, nil
	}
	f, err := s.open(ctx, d, plainMode)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// open returns the inode with the given mode, verified.
func (s *Disk) open(ctx context.Context, d digest.Digest, mode fs.FileMode) (*os.File, error) {
	path := s.path(d, mode)
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(d)
	}
	if err != nil {
		return s.reopen(ctx, d, mode)
	}
	info, err := f.Stat()
	if err == nil && intact(info, d, mode) {
		return f, nil
	}
	f.Close()
	return s.reopen(ctx, d, mode)
}

// reopen is open for a file that is not as the store left it.
func (s *Disk) reopen(ctx context.Context, d digest.Digest, mode fs.FileMode) (*os.File, error) {
	if err := s.check(ctx, d, mode); err != nil {
		return nil, err
	}
	f, err := os.Open(s.path(d, mode))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(d)
	}
	if err != nil {
		return nil, s.Fault("open blob "+d.Short(), err)
	}
	return f, nil
}

// has reports whether the blob is there and right.
func (s *Disk) has(ctx context.Context, d digest.Digest) (bool, error) {
	err := s.check(ctx, d, plainMode)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// keeps is has for whoever stores the blob again. It counts as storing it: a
// collector beside a build must not take away what the build has just made
// only because someone made the same long ago.
func (s *Disk) keeps(ctx context.Context, d digest.Digest) (bool, error) {
	ok, err := s.has(ctx, d)
	if ok && errors.Is(os.Chmod(s.path(d, plainMode), plainMode), fs.ErrNotExist) {
		ok = false // taken away just now
	}
	return ok, err // in a cache of someone else it only ages
}

// Reuse reports whether the blob is there, as Missing does, for someone who is
// about to use it: a collector beside a build leaves it alone. How exactly the
// use is known is a matter of minutes, since a finer grain would write to the
// disk in every build.
func (s *Disk) Reuse(ctx context.Context, d digest.Digest) (bool, error) {
	info, err := os.Lstat(s.path(d, plainMode))
	if err == nil {
		if st, ok := info.Sys().(*syscall.Stat_t); ok && time.Since(time.Unix(st.Ctim.Unix())) > s.grain {
			return s.keeps(ctx, d)
		}
		if intact(info, d, plainMode) {
			return true, nil
		}
	}
	return s.has(ctx, d)
}

// check returns nil if the file is there and right; it hashes the file only if
// its size, time or mode is not what the store gives its files.
func (s *Disk) check(ctx context.Context, d digest.Digest, mode fs.FileMode) error {
	path := s.path(d, mode)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(d)
	}
	if err != nil {
		return s.Fault("look at blob "+d.Short(), err)
	}
	if intact(info, d, mode) {
		return nil
	}
	reason, err := s.examine(ctx, path, info, d)
	if err != nil {
		return err
	}
	if reason != "" {
		return s.moveAside(ctx, info, d, mode, reason)
	}
	err = s.settle(path, mode)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(d)
	}
	return err
}

// examine hashes a suspicious file and says what is wrong with it, or nothing.
func (s *Disk) examine(ctx context.Context, path string, info fs.FileInfo, d digest.Digest) (string, error) {
	if !info.Mode().IsRegular() {
		return "it is no longer a regular file", nil
	}
	if info.Size() != d.Size() {
		return fmt.Sprintf("it has %d bytes instead of %d", info.Size(), d.Size()), nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return "it is no longer readable", nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "", notFound(d) // someone else has moved it aside meanwhile
	}
	if err != nil {
		return "", s.Fault("check blob "+d.Short(), err)
	}
	defer f.Close()
	got, err := s.hash(ctx, f)
	if err != nil {
		return "", s.Fault("check blob "+d.Short(), err)
	}
	if got != d {
		return "its bytes changed", nil
	}
	return "", nil
}

// moveAside takes a wrong file out of the store and returns the miss. If it is
// not there any more, it returns what holds of its successor. The lock keeps
// two that found the same damage from taking away what was stored in between.
func (s *Disk) moveAside(ctx context.Context, seen fs.FileInfo, d digest.Digest, mode fs.FileMode, reason string) error {
	lock, err := filelock.Acquire(ctx, s.corrupt()+".lock")
	if err != nil {
		return s.Fault("move damaged blob "+d.Short()+" aside", err)
	}
	path := s.path(d, mode)
	now, err := os.Lstat(path)
	if err != nil || !os.SameFile(seen, now) {
		lock.Close()
		return s.check(ctx, d, mode)
	}
	defer lock.Close()
	aside := filepath.Join(s.corrupt(), filepath.Base(path)+"."+strconv.FormatInt(time.Now().UnixNano(), 36))
	if err := os.Rename(path, aside); err != nil {
		return s.Fault("move damaged blob "+d.Short()+" aside", err)
	}
	s.onCorrupt(d, reason)
	return fmt.Errorf("blob %s: stored file was damaged (%s) and moved to %s: %w",
		d.Short(), reason, s.corrupt(), ErrNotFound)
}

// settle gives a file the mode and the time that all files in the store have.
func (s *Disk) settle(path string, mode fs.FileMode) error {
	if err := os.Chmod(path, mode); err != nil {
		return s.Fault("set mode", err)
	}
	if err := os.Chtimes(path, ModTime(), ModTime()); err != nil {
		return s.Fault("set time", err)
	}
	return nil
}

func intact(info fs.FileInfo, d digest.Digest, mode fs.FileMode) bool {
	t := info.ModTime()
	return info.Mode() == mode && info.Size() == d.Size() &&
		t.Unix() == modTimeSeconds && t.Nanosecond() == 0
}

func notFound(d digest.Digest) error {
	return fmt.Errorf("blob %s: %w", d.Short(), ErrNotFound)
}
