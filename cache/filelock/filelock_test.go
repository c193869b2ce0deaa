package filelock_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"dbx/cache/filelock"
)

func TestOneHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var wg sync.WaitGroup
	var holders atomic.Int32
	for range 8 {
		wg.Go(func() {
			for range 20 {
				f, err := filelock.Acquire(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d holders at once", n)
				}
				runtime.Gosched() // whoever else thinks so may come
				holders.Add(-1)
				f.Close()
			}
		})
	}
	wg.Wait()
}

func TestTry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	if _, err := filelock.Try(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	held, err := filelock.Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := filelock.Try(path); !errors.Is(err, filelock.ErrHeld) {
		t.Errorf("while held: %v", err)
	}
	held.Close()
	f, err := filelock.Try(path)
	if err != nil {
		t.Fatalf("after it was given up: %v", err)
	}
	f.Close()
}

func TestWaitEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	held, err := filelock.Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := filelock.Acquire(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("wait: %v, want context.Canceled", err)
	}
}

func TestKeysOfOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	held, err := filelock.AcquireKey(t.Context(), path, 1<<63, func() { t.Error("it is told to wait for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	other, err := filelock.AcquireKey(t.Context(), path, 1<<63+2, func() { t.Error("another key is in the way") })
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	waits := make(chan struct{})
	got := make(chan error)
	go func() {
		f, err := filelock.AcquireKey(t.Context(), path, 1<<63, func() { close(waits) })
		if err == nil {
			f.Close()
		}
		got <- err
	}()
	<-waits
	select {
	case err := <-got:
		t.Fatalf("a second holder: %v", err)
	default:
	}
	held.Close()
	if err := <-got; err != nil {
		t.Error(err)
	}
}

func TestWaitForAKeyEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	held, err := filelock.AcquireKey(t.Context(), path, 7, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := filelock.AcquireKey(ctx, path, 7, cancel); !errors.Is(err, context.Canceled) {
		t.Errorf("wait: %v, want context.Canceled", err)
	}
}
