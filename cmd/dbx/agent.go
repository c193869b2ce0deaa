package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"dbx/executor/agent"
	"dbx/executor/cgroup"
	"dbx/executor/sandbox"
)

// agentCommand is what dbx starts in the container of Docker's fast mode, and for
// second runs.
func (a *app) agentCommand() *cobra.Command {
	return &cobra.Command{
		Use:    agent.Arg,
		Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			err := agent.Run(cmd.Context(), args, func(dir string, use agent.Use) (*agent.Server, func() error, error) {
				return a.openAgent(cmd.Context(), dir, use)
			})
			if errors.Is(err, agent.ErrArgs) {
				return usage("%w", err)
			}
			return machine(err)
		},
	}
}

// openAgent opens a cache directory, and a sandbox over it. One that is agents'
// own is brought to its size at the end, as that of builds is.
func (a *app) openAgent(ctx context.Context, state string, use agent.Use) (*agent.Server, func() error, error) {
	limit, err := a.cacheLimit()
	if err != nil {
		return nil, nil, err
	}
	cache, err := openCache(state, func(what, reason string) {
		fmt.Fprintf(a.stderr, "warning: %s of the agent's cache was damaged (%s) and is set aside\n", what, reason)
	})
	if err != nil {
		return nil, nil, err
	}
	if use == agent.Varied || use == agent.Disguised {
		server, closeAll := a.openVaried(cache, use)
		return server, closeAll, nil
	}
	box := sandbox.New(cache.Layers)
	box.Warn = func(text string) { fmt.Fprintln(a.stderr, "warning: "+text) }
	box.Groups = cgroup.FindInside
	closeAll := func() error {
		err := box.Close()
		if use == agent.Own {
			(&assembly{cache: cache, progress: newProgress(a.stderr, cache.Store)}).collectAfter(ctx, limit)
		}
		return errors.Join(err, cache.Close())
	}
	return &agent.Server{Store: cache.Store, Executor: box, Probe: box.Probe, Unenforced: box.Unenforced}, closeAll, nil
}
