package main

import (
	"context"
	"errors"
	"strings"

	"dbx/executor"
	"dbx/executor/docker"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
)

// commands opens the executor of commands that the user chose, and says so.
type commands struct {
	assembly *assembly
	stager   *stage.Stager
	mode     docker.Mode
}

// commands returns the executor of commands that the user chose. It is looked
// for when the first command runs: a build that is all cached asks no daemon.
func (s *assembly) commands(stager *stage.Stager, flags buildFlags) (executor.Executor, error) {
	mode, err := docker.ParseMode(flags.dockerMode)
	if err != nil {
		return nil, usage("--docker-mode %v", err)
	}
	c := commands{s, stager, mode}
	switch flags.executor {
	case "sandbox":
		return executor.Lazily(c.sandbox), nil
	case "docker":
		return executor.Lazily(func(ctx context.Context) (executor.Executor, error) { return c.docker(ctx) }), nil
	case "auto":
		return executor.Lazily(c.auto), nil
	}
	return nil, usage("--executor %s: want auto, sandbox or docker", flags.executor)
}

func (c commands) sandbox(ctx context.Context) (executor.Executor, error) {
	box := sandbox.New(c.stager)
	box.Warn = func(text string) { c.assembly.progress.say("warning: %s", text) }
	if err := box.Probe(ctx); err != nil {
		return nil, errors.Join(err, box.Close())
	}
	c.assembly.closeLater(box.Close)
	return box, nil
}

func (c commands) docker(ctx context.Context) (*docker.Executor, error) {
	say := func(text string) { c.assembly.progress.say("%s", text) }
	daemon, err := docker.New(ctx, docker.Options{Stage: c.stager, Mode: c.mode, Say: say})
	if err != nil {
		return nil, err
	}
	c.assembly.closeLater(daemon.Close)
	return daemon, nil
}

// auto is Docker if a daemon answers, else the sandbox.
func (c commands) auto(ctx context.Context) (executor.Executor, error) {
	daemon, err := c.docker(ctx)
	if err == nil {
		err = daemon.Probe(ctx)
	}
	if err == nil {
		c.assembly.progress.say("commands run in Docker; --executor chooses")
		return daemon, nil
	}
	if ctx.Err() != nil {
		return nil, err // says nothing about the daemon
	}
	reason, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "docker: "), ": ")
	c.assembly.progress.say("commands run in the sandbox, %s; --executor chooses", reason)
	return c.sandbox(ctx)
}
