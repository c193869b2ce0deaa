package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/executor/upkeep"
)

// TestShownNamesNeedNotBeUTF8 prints the files of a tree whose names are bytes,
// as those of many archives are.
func TestShownNamesNeedNotBeUTF8(t *testing.T) {
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	content, err := store.PutBytes(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	b := merkle.NewBuilder()
	if err := b.File("caf\xe9/menu", content, false); err != nil {
		t.Fatal(err)
	}
	root, err := b.Root(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	e := &assembly{cache: upkeep.Cache{Store: store}}
	shown, err := e.shown(t.Context(), "dbx-out/p/t", executor.Output{Kind: merkle.Dir, Digest: root})
	if err != nil || len(shown) != 1 || shown[0] != "dbx-out/p/t/caf\xe9/menu" {
		t.Errorf("%q, %v", shown, err)
	}
}

// answering is a store that says something whenever it is asked, as one does
// that finds a damaged blob.
type answering struct {
	cas.Store
	say func()
}

func (a answering) Open(ctx context.Context, d digest.Digest) (io.ReadCloser, error) {
	a.say()
	return a.Store.Open(ctx, d)
}

// TestProgressMayBeTalkedToMeanwhile shows the log of a failure from a store
// that has a warning to print.
func TestProgressMayBeTalkedToMeanwhile(t *testing.T) {
	store := cas.NewMem()
	log, err := store.Put(t.Context(), strings.NewReader("it broke"))
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	p := newProgress(&shown, nil)
	p.store = answering{store, func() { p.say("warning") }}
	handled := make(chan struct{})
	go func() {
		defer close(handled)
		p.Handle(event.Finished{Result: executor.Result{Status: executor.Failed, ExitCode: 1, Log: log}})
	}()
	select {
	case <-handled:
	case <-time.After(time.Minute):
		t.Fatal("it waits for itself")
	}
	if text := shown.String(); !strings.Contains(text, "warning\n") || !strings.Contains(text, "  it broke\n") {
		t.Errorf("%q", text)
	}
}

// TestInterruptedDialIsNoAnswer cancels before the daemon is found: that says
// nothing about where commands run.
func TestInterruptedDialIsNoAnswer(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix:///nowhere.sock")
	var said strings.Builder
	s := &assembly{progress: newProgress(&said, nil)}
	x, err := s.commands(nil, buildFlags{executor: "auto", dockerMode: "auto"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errInterrupted)
	if _, err := x.Execute(ctx, executor.Spawn{}); !errors.Is(err, errInterrupted) || said.Len() > 0 {
		t.Errorf("%v, said %q", err, said.String())
	}
}

// TestInterruptedLookUpKeepsNoLogAway stops an action before it is known that
// the cache has its result: the next build's answer has the log, the record of
// the interruption has none.
func TestInterruptedLookUpKeepsNoLogAway(t *testing.T) {
	h := openHistory(t.TempDir(), "/w", cas.NewMem())
	a := event.Action{Label: "//p:t", Output: "out"}
	log := digest.Of([]byte("log"))
	now := time.Now()
	h.Handle(event.Finished{Action: a, At: now, Err: context.Canceled})
	h.Handle(event.Finished{Action: a, At: now, Result: executor.Result{Cached: true, Log: log}})
	h.Handle(event.Finished{Action: a, At: now, Result: executor.Result{Cached: true, Log: digest.Of([]byte("later"))}}) // under the same key
	records, err := h.read("//p:t")
	if err != nil || len(records) != 1 || records[0].Error != "" || records[0].Result.Log != log {
		t.Errorf("%+v, %v", records, err)
	}
}

// TestVanishedBeforeExport removes what was built before it can be written to
// dbx-out: it must be made once more, and only once.
func TestVanishedBeforeExport(t *testing.T) {
	for _, test := range []struct {
		name   string
		losses int
		runs   int
		ok     bool
	}{{"once", 1, 2, true}, {"always", 10, 2, false}} {
		t.Run(test.name, func(t *testing.T) {
			state := t.TempDir()
			store, err := cas.OpenDisk(state)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			farm, err := merkle.NewFarm(store, filepath.Join(state, "trees"))
			if err != nil {
				t.Fatal(err)
			}
			b := graph.NewBuilder()
			owner, err := label.Parse("//p:t")
			if err != nil {
				t.Fatal(err)
			}
			made, err := b.Declare(graph.Action{
				Owner:   owner,
				Command: executor.Command{Args: []string{"x"}, Outputs: []executor.OutputSpec{{Path: "f"}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			runs := 0
			options := schedule.Options{Jobs: 1, Now: time.Now, Sink: event.Func(func(event.Event) {})}
			options.Executor = executor.Func(func(ctx context.Context, _ executor.Spawn) (executor.Result, error) {
				runs++
				d, err := store.PutBytes(ctx, []byte("made"))
				if err == nil && runs <= test.losses {
					err = os.RemoveAll(filepath.Join(state, "cas"))
				}
				return executor.Result{Outputs: []executor.Output{{Path: "f", Digest: d}}}, err
			})
			e := &assembly{root: t.TempDir(), cache: upkeep.Cache{Store: store, Trees: farm}, exports: &exports{}}
			outputs := []output{{artifact: made[0], folder: "dbx-out/p/t", path: "dbx-out/p/t/f"}}
			_, paths, err := e.run(t.Context(), b.Freeze(), outputs, options)
			if (err == nil) != test.ok || runs != test.runs || test.ok && len(paths) != 1 {
				t.Errorf("%v, %v after %d runs", paths, err, runs)
			}
		})
	}
}

// TestHistoryIsRenewed: an answer under the key of the last success renews the
// record, without a look into it; after a failure under another key it makes one.
func TestHistoryIsRenewed(t *testing.T) {
	h := openHistory(t.TempDir(), "/w", cas.NewMem())
	a := event.Action{Label: "//p:t", Output: "out"}
	one, two := actioncache.Key(digest.Of([]byte("one"))), actioncache.Key(digest.Of([]byte("two")))
	at := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	ends := []event.Finished{
		{Key: one}, {Key: one, Result: executor.Result{Cached: true}},
		{Key: two, Result: executor.Result{Status: executor.Failed}}, {Key: one, Result: executor.Result{Cached: true}},
		{Key: one, Result: executor.Result{Cached: true}}, {Key: two}, {Key: one, Result: executor.Result{Cached: true}},
	}
	for i, f := range ends {
		f.Action, f.At = a, at.Add(time.Duration(i)*time.Hour)
		h.Handle(f)
		records, err := h.read("//p:t")
		if err != nil || len(records) != 1 || records[0].Key != f.Key.String() || records[0].Result.Status != f.Result.Status {
			t.Fatalf("after %d: %+v, %v", i, records, err)
		}
		if info, err := os.Stat(h.file(a)); err != nil || !info.ModTime().Equal(f.At) {
			t.Errorf("after %d: the time is %v, %v", i, info.ModTime(), err)
		}
	}
}
