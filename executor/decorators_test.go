package executor_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

func put(t *testing.T, store cas.Store, content string) digest.Digest {
	t.Helper()
	d, err := store.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// counted runs a spawn of one output and counts how often.
func counted(runs *int, result executor.Result) executor.Executor {
	return executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		*runs++
		return result, nil
	})
}

func TestCacheAnswersOnlyFromSuccess(t *testing.T) {
	for _, test := range []struct {
		name   string
		status executor.Status
		runs   int
	}{
		{"success", executor.Success, 1},
		{"failure", executor.Failed, 2},
		{"timeout", executor.TimedOut, 2},
		{"out of memory", executor.OutOfMemory, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			store := cas.NewMem()
			runs := 0
			out := executor.Output{Path: "out", Digest: put(t, store, "x")}
			x := executor.WithCache(counted(&runs, executor.Result{Status: test.status, Outputs: []executor.Output{out}}), actioncache.NewMem(), store)
			for i := range 2 {
				result, err := x.Execute(t.Context(), full())
				if err != nil || result.Status != test.status || result.Cached != (i == 1 && test.status == executor.Success) {
					t.Errorf("time %d: %+v, %v", i, result, err)
				}
			}
			if runs != test.runs {
				t.Errorf("%d executions, want %d", runs, test.runs)
			}
		})
	}
}

func TestNoCachePassesThrough(t *testing.T) {
	store := cas.NewMem()
	runs := 0
	x := executor.WithDedupe(executor.WithCache(counted(&runs, executor.Result{}), actioncache.NewMem(), store))
	s := full()
	s.Info.NoCache = true
	for range 2 {
		if _, err := x.Execute(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	s.Info.NoCache = false // nothing may have been recorded either
	if result, err := x.Execute(t.Context(), s); err != nil || result.Cached || runs != 3 {
		t.Errorf("%+v, %v after %d executions", result, err, runs)
	}
}

// TestIncompleteResultIsAMiss removes each kind of blob that a result names.
func TestIncompleteResultIsAMiss(t *testing.T) {
	for _, gone := range []string{"file", "log", "file of tree", "folder of tree"} {
		t.Run(gone, func(t *testing.T) {
			whole, rest := cas.NewMem(), cas.NewMem()
			b := merkle.NewBuilder()
			file := put(t, whole, "in tree")
			if err := b.File("sub/f", file, false); err != nil {
				t.Fatal(err)
			}
			root, err := b.Root(t.Context(), whole)
			if err != nil {
				t.Fatal(err)
			}
			nodes, err := merkle.Load(t.Context(), whole, root)
			if err != nil {
				t.Fatal(err)
			}
			result := executor.Result{
				Log: put(t, whole, "log"),
				Outputs: []executor.Output{
					{Path: "out", Kind: merkle.Dir, Digest: root},
					{Path: "single", Digest: put(t, whole, "single")},
				},
			}
			victim := map[string]digest.Digest{"file": result.Outputs[1].Digest, "log": result.Log, "file of tree": file, "folder of tree": nodes[0].Digest}[gone]
			blobs, err := merkle.Blobs(t.Context(), whole, root)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range append(blobs, result.Log, result.Outputs[1].Digest) {
				if d != victim {
					r, err := whole.Open(t.Context(), d)
					if err != nil {
						t.Fatal(err)
					}
					if _, err := rest.Put(t.Context(), r); err != nil {
						t.Fatal(err)
					}
					r.Close()
				}
			}
			results := actioncache.NewMem()
			runs := 0
			if _, err := executor.WithCache(counted(&runs, result), results, whole).Execute(t.Context(), full()); err != nil {
				t.Fatal(err)
			}
			again, err := executor.WithCache(counted(&runs, result), results, whole).Execute(t.Context(), full())
			if err != nil || !again.Cached {
				t.Fatalf("a whole result is no hit: %+v, %v", again, err)
			}
			again, err = executor.WithCache(counted(&runs, result), results, rest).Execute(t.Context(), full())
			if err != nil || again.Cached || runs != 2 {
				t.Errorf("without the %s: %+v, %v after %d executions", gone, again, err, runs)
			}
		})
	}
}

func TestDamagedEntryIsAMiss(t *testing.T) {
	store, results := cas.NewMem(), actioncache.NewMem()
	if err := results.Record(t.Context(), full().Key(), []byte("{not json")); err != nil {
		t.Fatal(err)
	}
	runs := 0
	result, err := executor.WithCache(counted(&runs, executor.Result{}), results, store).Execute(t.Context(), full())
	if err != nil || result.Cached || runs != 1 {
		t.Errorf("%+v, %v after %d executions", result, err, runs)
	}
}

func TestDedupeRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int32
		release := make(chan struct{})
		x := executor.WithDedupe(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
			runs.Add(1)
			<-release
			return executor.Result{ExitCode: 5, Status: executor.Failed}, nil
		}))
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if result, err := x.Execute(t.Context(), full()); err != nil || result.ExitCode != 5 {
					t.Errorf("%+v, %v", result, err)
				}
			})
		}
		synctest.Wait() // all eight are in, one of them running
		close(release)
		group.Wait()
		if n := runs.Load(); n != 1 {
			t.Errorf("%d executions of one spawn at a time", n)
		}
	})
}

// TestDedupeDoesNotShareFailedFetches: who waited for a fetch that failed has
// mirrors of its own, and asks them.
func TestDedupeDoesNotShareFailedFetches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := executor.WithDedupe(executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
			time.Sleep(time.Second)
			if s.Info.URLs[0] == "bad" {
				return executor.Result{Status: executor.Failed}, nil
			}
			return executor.Result{}, nil
		}))
		s := executor.Spawn{Command: executor.Command{Kind: executor.Fetch, Args: []string{"sha256:1"}}}
		got := map[string]executor.Status{}
		var mu sync.Mutex
		var group sync.WaitGroup
		for i, url := range []string{"bad", "good", "bad"} {
			group.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				mine := s
				mine.Info.URLs = []string{url}
				result, err := x.Execute(t.Context(), mine)
				mu.Lock()
				defer mu.Unlock()
				if got[url] = result.Status; err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got["good"] != executor.Success {
			t.Errorf("got %v", got)
		}
	})
}

// TestDedupeDoesNotShareErrors lets the first caller fail: the one who waited
// must run the spawn itself.
func TestDedupeDoesNotShareErrors(t *testing.T) {
	broken := errors.New("broken")
	started, fail := make(chan struct{}), make(chan struct{})
	var runs atomic.Int32
	x := executor.WithDedupe(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		if runs.Add(1) == 1 {
			close(started)
			<-fail
			return executor.Result{}, broken
		}
		return executor.Result{}, nil
	}))
	first := make(chan error, 1)
	go func() {
		_, err := x.Execute(t.Context(), full())
		first <- err
	}()
	<-started
	second := make(chan error, 1)
	go func() {
		_, err := x.Execute(t.Context(), full())
		second <- err
	}()
	close(fail)
	if err := <-first; !errors.Is(err, broken) {
		t.Errorf("the first says %v", err)
	}
	if err := <-second; err != nil {
		t.Errorf("the second says %v", err)
	}
}

func TestRouteKnowsItsKinds(t *testing.T) {
	x := executor.Route(map[executor.Kind]executor.Executor{})
	if _, err := x.Execute(t.Context(), full()); err == nil || !strings.Contains(err.Error(), "//p:t") {
		t.Errorf("got %v", err)
	}
}

// TestLostDiffIDIsAMiss loses what leads from a layer's diffID to its blob: a
// cached result without it would be one that nothing can be run on.
func TestLostDiffIDIsAMiss(t *testing.T) {
	dir := t.TempDir()
	store, err := cas.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	sum := digest.SHA256Of([]byte("layer"))
	results := actioncache.NewMem()
	layer := executor.Output{Path: "layer", Digest: put(t, store, "layer"), DiffID: sum}
	runs := 0
	x := executor.WithCache(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		runs++
		return executor.Result{Outputs: []executor.Output{layer}}, store.Alias(sum, layer.Digest)
	}), results, store)
	for _, step := range []struct {
		name   string
		before func() error
		runs   int
	}{
		{"first", func() error { return nil }, 1},
		{"whole", func() error { return nil }, 1},
		{"gone", func() error { return os.RemoveAll(filepath.Join(dir, "sha256")) }, 2},
		{"wrong", func() error { return store.Alias(sum, put(t, store, "other")) }, 3},
		{"whole again", func() error { return nil }, 3},
	} {
		if err := step.before(); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Execute(t.Context(), full()); err != nil || runs != step.runs {
			t.Errorf("%s: %d executions, want %d; %v", step.name, runs, step.runs, err)
		}
	}
}
