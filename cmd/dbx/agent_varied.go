package main

import (
	"context"
	"errors"
	"fmt"

	"dbx/executor"
	"dbx/executor/agent"
	"dbx/executor/builtin"
	"dbx/executor/docker"
	"dbx/executor/sandbox"
	"dbx/executor/upkeep"
)

// openVaried is what runs actions for the second time: commands in the sandbox,
// or in Docker where there is none, and builtins. Inputs are made in another
// order.
func (a *app) openVaried(cache upkeep.Cache, use agent.Use) (*agent.Server, func() error) {
	cache.Trees.Reversed = true
	again := &secondRuns{app: a, cache: cache, use: use}
	commands := executor.NewOnce(again.commands)
	run := executor.Route(map[executor.Kind]executor.Executor{
		executor.Exec:    executor.Lazily(commands.Get),
		executor.Builtin: builtin.New(cache.Store, builtins()),
	})
	probe := func(ctx context.Context) error {
		_, err := commands.Get(ctx)
		return err
	}
	server := &agent.Server{Store: cache.Store, Executor: run, Probe: probe, Unenforced: func() string { return "" }}
	return server, func() error { return errors.Join(again.close(), cache.Close()) }
}

// secondRuns is where commands run for the second time.
type secondRuns struct {
	app   *app
	cache upkeep.Cache
	use   agent.Use
	end   func() error // nil before it was opened
}

func (r *secondRuns) close() error {
	if r.end == nil {
		return nil
	}
	return r.end()
}

// commands opens the sandbox, else Docker.
func (r *secondRuns) commands(ctx context.Context) (executor.Executor, error) {
	box := sandbox.New(r.cache.Layers)
	if r.use == agent.Disguised {
		box.Disguise = sandbox.Disguise{Hostname: "elsewhere", WorkDir: "/elsewhere"}
	}
	err := box.Probe(ctx)
	if err == nil {
		r.end = box.Close
		return otherIdentity(box, r.use), nil
	}
	err = errors.Join(err, box.Close())
	if r.use == agent.Disguised || ctx.Err() != nil {
		return nil, err
	}
	daemon, other := docker.New(ctx, docker.Options{Stage: r.cache.Layers, Mode: docker.Fresh})
	if other != nil {
		return nil, err
	}
	if daemon.Probe(ctx) != nil {
		return nil, errors.Join(err, daemon.Close())
	}
	fmt.Fprintf(r.app.stderr, "warning: the sandbox does not work here (%v): second runs of commands are in Docker too, on as many processors\n", err)
	r.end = daemon.Close
	return daemon, nil
}

// otherIdentity makes commands builder that are root, and the other way round,
// where that can be.
func otherIdentity(next executor.Executor, use agent.Use) executor.Executor {
	if use != agent.Disguised {
		return next
	}
	return executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		switch {
		case s.User == executor.Builder:
			s.User = executor.Root
		case !leavesLayer(s):
			s.User = executor.Builder
		}
		return next.Execute(ctx, s)
	})
}

func leavesLayer(s executor.Spawn) bool {
	for _, out := range s.Outputs {
		if out.Kind == executor.OutputLayer {
			return true
		}
	}
	return false
}
