// Package schedule runs the wanted part of a graph in parallel.
//
// One goroutine, that of [Run], owns the state of every action; the others
// each run one action and report back. The package knows states, order and
// limits. It does not know caches, containers or files: whatever an action
// needs done is behind [executor.Executor] and [Sources].
package schedule

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/executor"
)

// Sources resolves files of the workspace. Calls may be concurrent.
type Sources interface {
	// Resolve snapshots a file into the store and returns what it is. The path
	// is slash-separated and relative to the workspace's root.
	Resolve(ctx context.Context, path string) (merkle.Kind, digest.Digest, error)
}

// Options says how to run.
type Options struct {
	Jobs      int  // commands and builtins at once; at least 1
	Fetches   int  // fetches at once, beside Jobs; at least 1
	KeepGoing bool // run all that can be run after a failure
	Executor  executor.Executor
	Sources   Sources
	Sink      event.Sink
	Now       func() time.Time
}

// Failure is an action that ended without its outputs. Err is set when the
// machine failed; else Result tells what the command did.
type Failure struct {
	Action graph.ActionID
	Result executor.Result
	Err    error
}

// Report is the outcome of a run.
type Report struct {
	Wanted, Cached, Executed, Skipped int
	Failures                          []Failure // in the order they happened
	outputs                           [][]executor.Output
	graph                             *graph.Graph
}

// Output returns what was produced for an artifact, and false for a source or
// for an output of an action that did not succeed.
func (r *Report) Output(id graph.ArtifactID) (executor.Output, bool) {
	a := r.graph.Artifact(id)
	if a.IsSource() {
		return executor.Output{}, false
	}
	for i, out := range r.graph.Outputs(a.Producer) {
		if out == id && i < len(r.outputs[a.Producer]) {
			return r.outputs[a.Producer][i], true
		}
	}
	return executor.Output{}, false
}

// maxReruns bounds how often the producers of one action are run again in one
// build because blobs that they had left vanished.
const maxReruns = 3

// Run builds the given actions and all that they need. The error is not nil
// only when ctx was cancelled (its cause) or nothing could be done at all;
// failed actions are in the report, which is always returned.
func Run(ctx context.Context, g *graph.Graph, want []graph.ActionID, opts Options) (*Report, error) {
	r := &run{
		Options: opts,
		graph:   g,
		table:   newTable(g, want),
		report:  &Report{graph: g, outputs: make([][]executor.Output, g.Len())},
		done:    make(chan completion),
	}
	r.report.Wanted = r.table.wanted
	r.Sink.Handle(event.Planned{At: r.Now(), Actions: r.table.wanted, All: r.planned(r.table.planned())})
	err := r.loop(ctx)
	return r.report, err
}

type run struct {
	Options
	graph  *graph.Graph
	table  *table
	report *Report
	done   chan completion
	active [pools]int
	halted bool // no further action is started
}

type completion struct {
	id     graph.ActionID
	spawn  executor.Spawn
	result executor.Result
	err    error
}

func (r *run) loop(ctx context.Context) error {
	// Actions run under a context of their own, so that the first failure of
	// the machine can stop the rest without the caller's being cancelled.
	runCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for {
		if ctx.Err() != nil {
			r.halted = true
		}
		for pool := range pools {
			r.start(runCtx, pool)
		}
		if r.active == [pools]int{} {
			return context.Cause(ctx)
		}
		select {
		case c := <-r.done:
			r.finish(ctx, cancel, c)
		case <-ctx.Done():
			r.halted = true
			r.finish(ctx, cancel, <-r.done)
		}
	}
}

// start fills the free slots of a pool with ready actions, most urgent first.
func (r *run) start(ctx context.Context, pool pool) {
	for !r.halted && r.active[pool] < r.slots(pool) {
		id, ok := r.table.next(pool)
		if !ok {
			return
		}
		r.active[pool]++
		r.Sink.Handle(event.Started{Action: r.describe(id), At: r.Now()})
		spawn, pending := r.resolve(id)
		go func() {
			c := completion{id: id, spawn: spawn}
			if c.err = r.resolveSources(ctx, &c.spawn, pending); c.err == nil {
				c.spawn = c.spawn.Sealed()
				c.result, c.err = r.Executor.Execute(ctx, c.spawn)
			}
			r.done <- c
		}()
	}
}

func (r *run) slots(p pool) int {
	if p == fetching {
		return max(r.Fetches, 1)
	}
	return max(r.Jobs, 1)
}

func (r *run) finish(ctx context.Context, cancel context.CancelCauseFunc, c completion) {
	r.active[r.table.pool(c.id)]--
	if c.err != nil && ctx.Err() == nil && errors.Is(c.err, cas.ErrNotFound) && r.table.rerun(c.id) {
		return
	}
	if c.err == nil {
		c.err = checkOutputs(c.spawn, c.result)
	}
	repeat := r.report.outputs[c.id] != nil
	finished := event.Finished{Action: r.describe(c.id), Repeat: repeat, At: r.Now(), Args: c.spawn.Args, Result: c.result, Err: c.err}
	if c.err == nil {
		finished.Transcript = c.spawn.Transcript()
		finished.Key = c.spawn.Key()
	}
	r.Sink.Handle(finished)
	switch {
	case c.err == nil && c.result.Status == executor.Success:
		r.succeed(c)
	default:
		r.fail(ctx, cancel, c)
	}
}

func (r *run) succeed(c completion) {
	switch {
	case r.report.outputs[c.id] != nil: // counted the first time
	case c.result.Cached:
		r.report.Cached++
	default:
		r.report.Executed++
	}
	r.report.outputs[c.id] = c.result.Outputs
	r.table.succeed(c.id)
}

func (r *run) fail(ctx context.Context, cancel context.CancelCauseFunc, c completion) {
	if ctx.Err() != nil || r.halted && errors.Is(c.err, context.Canceled) {
		r.table.abandon(c.id) // interrupted, not failed
		return
	}
	r.report.Failures = append(r.report.Failures, Failure{Action: c.id, Result: c.result, Err: c.err})
	for _, id := range r.table.fail(c.id) {
		r.report.Skipped++
		r.Sink.Handle(event.Skipped{Action: r.describe(id), At: r.Now(), Because: r.describe(c.id)})
	}
	if !r.KeepGoing && !r.halted {
		r.halted = true
		cancel(context.Canceled)
	}
}

// checkOutputs guards the scheduler against an executor that breaks its
// contract.
func checkOutputs(s executor.Spawn, result executor.Result) error {
	if result.Status != executor.Success {
		return nil
	}
	if len(result.Outputs) != len(s.Outputs) {
		return fmt.Errorf("%s: executor returned %d outputs of %d", s.Info.Label, len(result.Outputs), len(s.Outputs))
	}
	for i, out := range result.Outputs {
		if out.Path != s.Outputs[i].Path {
			return fmt.Errorf("%s: executor returned output %s in place of %s", s.Info.Label, out.Path, s.Outputs[i].Path)
		}
	}
	return nil
}

// planned describes actions one after another.
func (r *run) planned(ids []graph.ActionID) iter.Seq[event.Action] {
	return func(yield func(event.Action) bool) {
		for _, id := range ids {
			if !yield(r.describe(id)) {
				return
			}
		}
	}
}

func (r *run) describe(id graph.ActionID) event.Action {
	a := r.graph.Action(id)
	return event.Action{ID: int32(id), Label: a.Owner.String(), Mnemonic: a.Mnemonic, Output: a.Name(), Kind: a.Kind}
}
