package executor_test

import (
	"errors"
	"strings"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
)

// TestPins: what is not as declared is a failure that names both hashes, and
// is never recorded.
func TestPins(t *testing.T) {
	store := cas.NewMem()
	spawn := full()
	spawn.Outputs = []executor.OutputSpec{{Path: "free"}, {Path: "pinned", SHA256: digest.SHA256Of([]byte("right"))}}
	run := func(content string) (executor.Result, int) {
		runs := 0
		outputs := []executor.Output{{Path: "free", Digest: put(t, store, "any")}, {Path: "pinned", Digest: put(t, store, content)}}
		x := executor.WithCache(executor.WithPins(counted(&runs, executor.Result{Outputs: outputs}), store), actioncache.NewMem(), store)
		var last executor.Result
		for range 2 {
			var err error
			if last, err = x.Execute(t.Context(), spawn); err != nil {
				t.Fatal(err)
			}
		}
		return last, runs
	}
	if r, runs := run("right"); r.Status != executor.Success || runs != 1 || len(r.Outputs) != 2 {
		t.Errorf("%+v after %d runs", r, runs)
	}
	r, runs := run("wrong")
	if r.Status != executor.WrongOutput || runs != 2 || r.Outputs != nil {
		t.Errorf("%+v after %d runs", r, runs)
	}
	for _, want := range []string{"output pinned has", digest.SHA256Of([]byte("right")).String(), digest.SHA256Of([]byte("wrong")).String()} {
		if !strings.Contains(r.Message, want) {
			t.Errorf("%q does not name %s", r.Message, want)
		}
	}
}

func TestPinsOfFailures(t *testing.T) {
	store := cas.NewMem()
	spawn := full()
	spawn.Outputs = []executor.OutputSpec{{Path: "pinned", SHA256: digest.SHA256Of(nil)}}
	runs := 0
	x := executor.WithPins(counted(&runs, executor.Result{Status: executor.Failed, ExitCode: 4}), store)
	if r, err := x.Execute(t.Context(), spawn); err != nil || r.ExitCode != 4 || r.Status != executor.Failed {
		t.Errorf("%+v, %v", r, err)
	}
	gone := executor.Result{Outputs: []executor.Output{{Path: "pinned", Digest: digest.Of([]byte("gone"))}}}
	if _, err := executor.WithPins(counted(&runs, gone), store).Execute(t.Context(), spawn); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("%v", err)
	}
}
