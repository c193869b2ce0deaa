package docker

import (
	"context"
	"fmt"

	"dbx/executor"
	"dbx/executor/binfmt"
)

// emulable says why a container cannot run what needs an emulator. A process
// of a container that the engine sets up has no user namespace of its own to
// register one in, so it is the host's registration or none.
func emulable(r executor.Rootfs) error {
	if r.Emulator.IsZero() {
		return nil
	}
	if err := binfmt.Serves(binfmt.Dir, r.Arch, r.Emulator); err != nil {
		return fmt.Errorf("docker: a container cannot emulate %s here: %w; use --docker-mode=fast or --executor sandbox", r.Arch, err)
	}
	return nil
}

// Emulates reports whether containers can run what is in a root file system:
// always, if that needs no emulator or runs in a sandbox there.
func (e *Executor) Emulates(ctx context.Context, r executor.Rootfs) bool {
	if emulable(r) == nil {
		return true
	}
	next, err := e.choose(ctx)
	return err != nil || next == e.fast // an error shows itself when the spawn is run
}
