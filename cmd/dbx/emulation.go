package main

import (
	"context"

	"dbx/executor"
	"dbx/executor/docker"
)

// withEmulation gives commands that need an emulator to the sandbox, where the
// daemon's containers cannot run them.
func withEmulation(daemon *docker.Executor, sandbox executor.Executor) executor.Executor {
	return executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		if daemon.Emulates(ctx, s.Rootfs) {
			return daemon.Execute(ctx, s)
		}
		return sandbox.Execute(ctx, s)
	})
}
