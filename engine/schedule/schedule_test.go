package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/schedule"
	"dbx/executor"
)

// chainAndFan is: a → b → c, and d, e, f beside them.
func chainAndFan(t *testing.T) *graph.Graph {
	b := graph.NewBuilder()
	declare := func(name string, needs ...graph.ArtifactID) graph.ArtifactID {
		a := graph.Action{
			Owner: mustLabel(t, "//p:"+name),
			Command: executor.Command{
				Args:    []string{name, "0"},
				Outputs: []executor.OutputSpec{{Path: "out"}},
			},
		}
		for i, id := range needs {
			a.Inputs = append(a.Inputs, graph.Input{Path: fmt.Sprintf("in/%d", i), Artifact: id})
		}
		out, err := b.Declare(a)
		if err != nil {
			t.Fatal(err)
		}
		return out[0]
	}
	for _, name := range []string{"d", "e", "f"} {
		declare(name)
	}
	a := declare("a")
	declare("c", declare("b", a))
	return b.Freeze()
}

func options(x executor.Executor, sink event.Sink) schedule.Options {
	if sink == nil {
		sink = event.Func(func(event.Event) {})
	}
	return schedule.Options{Jobs: 2, Executor: x, Sink: sink, Now: time.Now}
}

func success(s executor.Spawn) executor.Result {
	return executor.Result{Outputs: []executor.Output{{Path: "out", Digest: digest.Of([]byte(s.Args[0]))}}}
}

// TestCriticalPathFirst checks the schedule's length on two slots, in virtual
// time: the chain of three must start at once, so that all six actions of one
// second take three.
func TestCriticalPathFirst(t *testing.T) {
	g := chainAndFan(t)
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
			time.Sleep(time.Second)
			return success(s), nil
		})
		report, err := schedule.Run(t.Context(), g, everything(g), options(x, nil))
		if err != nil || len(report.Failures) > 0 {
			t.Fatal(err, report.Failures)
		}
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("six actions on two slots took %v, want 3s", took)
		}
	})
}

func TestOnlyWantedRuns(t *testing.T) {
	g := chainAndFan(t)
	var ran []string
	x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
		ran = append(ran, s.Args[0])
		return success(s), nil
	})
	opts := options(x, nil)
	opts.Jobs = 1
	report, err := schedule.Run(t.Context(), g, []graph.ActionID{4}, opts)
	if err != nil || strings.Join(ran, " ") != "a b" || report.Wanted != 2 || report.Executed != 2 {
		t.Errorf("ran %v (wanted %d, executed %d), %v; want a b", ran, report.Wanted, report.Executed, err)
	}
}

func TestFailure(t *testing.T) {
	for _, test := range []struct {
		name      string
		keepGoing bool
		ran       string
		skipped   int
	}{
		{"stop", false, "a", 2},
		{"keep going", true, "a d e f", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := chainAndFan(t)
			var ran []string
			x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
				ran = append(ran, s.Args[0])
				if s.Args[0] == "a" {
					return executor.Result{Status: executor.Failed, ExitCode: 7}, nil
				}
				return success(s), nil
			})
			opts := options(x, nil)
			opts.Jobs, opts.KeepGoing = 1, test.keepGoing
			report, err := schedule.Run(t.Context(), g, everything(g), opts)
			slices.Sort(ran)
			if err != nil || strings.Join(ran, " ") != test.ran || report.Skipped != test.skipped {
				t.Errorf("ran %v, skipped %d, %v; want %s, %d", ran, report.Skipped, err, test.ran, test.skipped)
			}
			if len(report.Failures) != 1 || report.Failures[0].Result.ExitCode != 7 {
				t.Errorf("failures: %+v", report.Failures)
			}
		})
	}
}

// TestFailureStopsTheRunning checks that the first failure reaches what runs
// beside it, and that this is not reported as a failure of its own.
func TestFailureStopsTheRunning(t *testing.T) {
	g := chainAndFan(t)
	x := executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		if s.Args[0] == "a" {
			return executor.Result{Status: executor.Failed}, nil
		}
		<-ctx.Done()
		return executor.Result{}, context.Cause(ctx)
	})
	report, err := schedule.Run(t.Context(), g, everything(g), options(x, nil))
	if err != nil || len(report.Failures) != 1 {
		t.Errorf("failures %+v, %v; want that of a alone", report.Failures, err)
	}
}

func TestCancel(t *testing.T) {
	g := chainAndFan(t)
	stop := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	x := executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		cancel(stop)
		<-ctx.Done()
		return executor.Result{}, context.Cause(ctx)
	})
	report, err := schedule.Run(ctx, g, everything(g), options(x, nil))
	if !errors.Is(err, stop) || len(report.Failures) > 0 {
		t.Errorf("got %v, failures %v", err, report.Failures)
	}
}

// TestMachineFailure checks that an error of the machine is not mistaken for a
// failing command.
func TestMachineFailure(t *testing.T) {
	g := chainAndFan(t)
	broken := errors.New("disk on fire")
	x := executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		return executor.Result{}, broken
	})
	report, err := schedule.Run(t.Context(), g, everything(g), options(x, nil))
	if err != nil || len(report.Failures) == 0 || !errors.Is(report.Failures[0].Err, broken) {
		t.Errorf("got %v, failures %v", err, report.Failures)
	}
}

// forgetful is a store that can lose everything.
type forgetful struct {
	cas.Store
}

func (f *forgetful) forget() { f.Store = cas.NewMem() }

// TestVanishedBlobs loses all blobs after the first execution of the last
// action's producer; the same build must run the producers again and succeed.
func TestVanishedBlobs(t *testing.T) {
	store := &forgetful{cas.NewMem()}
	runs := map[string]int{}
	x := executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		for _, in := range s.Inputs {
			r, err := store.Open(ctx, in.Digest)
			if err != nil {
				return executor.Result{}, fmt.Errorf("input %s: %w", in.Path, err)
			}
			io.Copy(io.Discard, r)
			r.Close()
		}
		runs[s.Args[0]]++
		result := success(s)
		if _, err := store.Put(ctx, strings.NewReader(s.Args[0])); err != nil {
			return executor.Result{}, err
		}
		if s.Args[0] == "b" && runs["b"] == 1 {
			store.forget()
		}
		return result, nil
	})
	g := chainAndFan(t)
	opts := options(executor.WithCache(x, actioncache.NewMem(), store), nil)
	opts.Jobs = 1
	report, err := schedule.Run(t.Context(), g, []graph.ActionID{5}, opts)
	if err != nil || len(report.Failures) > 0 {
		t.Fatalf("got %v, failures %+v", err, report.Failures)
	}
	if runs["b"] != 2 || runs["a"] != 2 {
		t.Errorf("runs %v; want a and b twice", runs)
	}
	if report.Executed+report.Cached != report.Wanted {
		t.Errorf("%d executed and %d cached of %d", report.Executed, report.Cached, report.Wanted)
	}
}

func TestVanishingForever(t *testing.T) {
	g := chainAndFan(t)
	x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
		if s.Args[0] == "c" {
			return executor.Result{}, fmt.Errorf("input: %w", cas.ErrNotFound)
		}
		return success(s), nil
	})
	report, err := schedule.Run(t.Context(), g, []graph.ActionID{5}, options(x, nil))
	if err != nil || len(report.Failures) != 1 || !errors.Is(report.Failures[0].Err, cas.ErrNotFound) {
		t.Errorf("got %v, failures %+v; want one, after some tries", err, report.Failures)
	}
}

// BenchmarkNull measures the scheduler alone: 100 000 actions that cost
// nothing, four inputs each.
func BenchmarkNull(b *testing.B) {
	const actions = 100_000
	g := wide(b, actions)
	x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
		return executor.Result{Outputs: []executor.Output{{Path: s.Outputs[0].Path}}}, nil
	})
	want := everything(g)
	for b.Loop() {
		if report, err := schedule.Run(b.Context(), g, want, options(x, nil)); err != nil || len(report.Failures) > 0 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/actions, "ns/action")
}

// TestBrokenExecutorIsTold has an executor return no outputs: what was wrong
// must be told, since the build fails of it.
func TestBrokenExecutorIsTold(t *testing.T) {
	g := chainAndFan(t)
	var told error
	sink := event.Func(func(e event.Event) {
		if f, ok := e.(event.Finished); ok && f.Err != nil {
			told = f.Err
		}
	})
	x := executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) { return executor.Result{}, nil })
	report, err := schedule.Run(t.Context(), g, []graph.ActionID{0}, options(x, sink))
	if err != nil || len(report.Failures) != 1 || told == nil {
		t.Errorf("%+v, %v; told %v", report.Failures, err, told)
	}
}
