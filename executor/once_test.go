package executor_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"dbx/executor"
)

// TestOnceIsMadeOnce: a failure is tried again, a success is not.
func TestOnceIsMadeOnce(t *testing.T) {
	refused, calls := errors.New("not now"), 0
	o := executor.NewOnce(func(context.Context) (int, error) {
		if calls++; calls < 3 {
			return 0, refused
		}
		return calls, nil
	})
	for _, want := range []error{refused, refused, nil, nil} {
		if _, err := o.Get(t.Context()); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, err := o.Get(t.Context()); got != 3 || err != nil {
				t.Errorf("%d, %v; want 3", got, err)
			}
		})
	}
	wg.Wait()
}

// TestOnceWaitsNoLongerThanAsked: who is cancelled does not wait for another's
// daemon, which here never answers.
func TestOnceWaitsNoLongerThanAsked(t *testing.T) {
	begun, never := make(chan bool), make(chan bool)
	e := executor.Lazily(func(context.Context) (executor.Executor, error) {
		begun <- true
		<-never
		return nil, errors.New("no daemon")
	})
	ended := make(chan error)
	go func() {
		_, err := e.Execute(context.Background(), executor.Spawn{})
		ended <- err
	}()
	<-begun
	stopped := errors.New("stopped")
	ctx, stop := context.WithCancelCause(t.Context())
	stop(stopped)
	if _, err := e.Execute(ctx, executor.Spawn{}); !errors.Is(err, stopped) {
		t.Errorf("got %v, want %v", err, stopped)
	}
	close(never)
	if err := <-ended; err == nil {
		t.Error("no daemon is no error")
	}
}
