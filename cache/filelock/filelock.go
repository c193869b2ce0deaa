// Package filelock holds locks that the kernel drops when their owner ends,
// however it ends.
//
// It knows flock(2), and open file description locks of fcntl(2): advisory locks
// between goroutines and processes that open the same file. It does not know
// what the files guard.
package filelock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// ErrHeld is returned, wrapped, by [Try] for a lock that someone else has.
var ErrHeld = errors.New("locked by another")

// Acquire waits for the exclusive lock of the file at path, which it creates if
// it is missing. Closing the file gives the lock up. It asks again and again
// rather than block in the kernel, where a context cannot reach; once ctx is
// done it returns ctx.Err().
func Acquire(ctx context.Context, path string) (*os.File, error) {
	return acquire(ctx, path, flock, func() {})
}

// AcquireKey is [Acquire] for one of many keys that share the file at path,
// which stays empty however many they are: what is locked is the byte of the
// key's number. It calls wait once if someone else has the key.
func AcquireKey(ctx context.Context, path string, key uint64, wait func()) (*os.File, error) {
	return acquire(ctx, path, func(f *os.File) error { return lockByte(f, int64(key>>1)) }, wait)
}

func acquire(ctx context.Context, path string, lock func(*os.File) error, wait func()) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	const shortest, longest = time.Millisecond, 50 * time.Millisecond
	for pause := shortest; ; pause = min(2*pause, longest) {
		err := lock(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, ErrHeld) {
			f.Close()
			return nil, err
		}
		if pause == shortest {
			wait()
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// Try takes the exclusive lock of the file at path, which must exist, or
// returns [ErrHeld], wrapped.
func Try(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := flock(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func flock(f *os.File) error {
	return ask(f, func() error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) })
}

// lockByte locks a byte that need not exist; no two bytes are in each other's way.
func lockByte(f *os.File, at int64) error {
	return ask(f, func() error {
		return unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_WRLCK, Start: at, Len: 1})
	})
}

func ask(f *os.File, lock func() error) error {
	for {
		err := lock()
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EWOULDBLOCK) || errors.Is(err, unix.EACCES): // either, says POSIX
			return fmt.Errorf("lock %s: %w", f.Name(), ErrHeld)
		case !errors.Is(err, unix.EINTR):
			return fmt.Errorf("lock %s: %w", f.Name(), err)
		}
	}
}
