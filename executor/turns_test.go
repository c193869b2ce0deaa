package executor_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/executor"
)

// inTurns joins what one of several processes has: the cache and the file are
// the same for all of them, the executor is its own.
func inTurns(next executor.Executor, file string, results actioncache.Cache, tell executor.Waiting) executor.Executor {
	store := cas.NewMem()
	return executor.WithAnswers(executor.WithTurns(executor.WithAnswers(executor.WithRecords(next, results), results, store), file, tell), results, store)
}

func TestTurnsRunOnce(t *testing.T) {
	file, results := filepath.Join(t.TempDir(), "turns"), actioncache.NewMem()
	var runs, waiting atomic.Int32
	all := make(chan struct{})
	tell := func(info executor.Info, waits bool) {
		switch {
		case info.Label != full().Info.Label:
			t.Errorf("told of %+v", info)
		case waits && waiting.Add(1) == 4:
			close(all)
		case !waits:
			waiting.Add(-1)
		}
	}
	x := executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		runs.Add(1)
		<-all // the four others wait
		return executor.Result{}, nil
	})
	var group sync.WaitGroup
	var cached atomic.Int32
	for range 5 {
		group.Go(func() {
			result, err := inTurns(x, file, results, tell).Execute(t.Context(), full())
			if err != nil {
				t.Error(err)
			}
			if result.Cached {
				cached.Add(1)
			}
		})
	}
	group.Wait()
	if runs.Load() != 1 || cached.Load() != 4 || waiting.Load() != 0 {
		t.Errorf("%d runs, %d answered from the cache, %d still waiting", runs.Load(), cached.Load(), waiting.Load())
	}
}

// TestTurnsGoOnAfterAFailure lets the first fail, each in its way: the one who
// waited runs the spawn itself.
func TestTurnsGoOnAfterAFailure(t *testing.T) {
	for name, first := range map[string]struct {
		result executor.Result
		err    error
	}{
		"command": {result: executor.Result{Status: executor.Failed}},
		"machine": {err: errors.New("broken")},
	} {
		t.Run(name, func(t *testing.T) {
			file, results := filepath.Join(t.TempDir(), "turns"), actioncache.NewMem()
			began, waits := make(chan struct{}), make(chan struct{})
			done := make(chan struct{})
			go func() {
				defer close(done)
				x := inTurns(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
					close(began)
					<-waits
					return first.result, first.err
				}), file, results, nil)
				if result, err := x.Execute(t.Context(), full()); result.Status != first.result.Status || err != first.err {
					t.Errorf("the first: %+v, %v", result, err)
				}
			}()
			<-began
			runs := 0
			tell := func(_ executor.Info, begins bool) {
				if begins {
					close(waits)
				}
			}
			result, err := inTurns(counted(&runs, executor.Result{}), file, results, tell).Execute(t.Context(), full())
			if err != nil || result.Cached || runs != 1 {
				t.Errorf("the second: %+v, %v, %d runs", result, err, runs)
			}
			<-done
		})
	}
}

// TestTurnsWaitEndsWithItsContext also shows that a spawn that is not to be
// remembered waits for nobody.
func TestTurnsWaitEndsWithItsContext(t *testing.T) {
	file, results := filepath.Join(t.TempDir(), "turns"), actioncache.NewMem()
	why := errors.New("interrupted")
	holder := inTurns(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		ctx, cancel := context.WithCancelCause(t.Context())
		tell := func(executor.Info, bool) { cancel(why) }
		runs := 0
		x := inTurns(counted(&runs, executor.Result{}), file, results, tell)
		if _, err := x.Execute(ctx, full()); !errors.Is(err, why) || runs != 0 {
			t.Errorf("the wait ended with %v after %d runs", err, runs)
		}
		fresh := full()
		fresh.Info.NoCache = true
		if result, err := x.Execute(t.Context(), fresh); err != nil || result.Cached || runs != 1 {
			t.Errorf("not to be remembered: %+v, %v, %d runs", result, err, runs)
		}
		return executor.Result{}, nil
	}), file, results, nil)
	if _, err := holder.Execute(t.Context(), full()); err != nil {
		t.Error(err)
	}
}
