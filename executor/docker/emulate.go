package docker

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/docker/docker/api/types/mount"

	"dbx/executor"
	"dbx/executor/binfmt"
	"dbx/executor/inner"
)

// emulatorMount is where a container has its emulator.
const emulatorMount = "/.dbx/emulator"

// emulate has a container's first process register the emulator of a root file
// system, if it needs one and the host has not registered the very same. The
// program is placed into dir.
func (e *fresh) emulate(ctx context.Context, r executor.Rootfs, dir string) (*inner.Emulate, []mount.Mount, error) {
	if r.Emulator.IsZero() || binfmt.Serves(binfmt.Dir, r.Arch, r.Emulator) == nil {
		return nil, nil, nil
	}
	name, ok := binfmt.Emulator(r.Arch)
	if !ok {
		return nil, nil, fmt.Errorf("docker: there is no emulator for the architecture %q", r.Arch)
	}
	line, err := binfmt.Registration(r.Arch, name)
	if err != nil {
		return nil, nil, fmt.Errorf("docker: %w", err)
	}
	program := filepath.Join(dir, name)
	if err := e.store.Link(ctx, r.Emulator, true, program); err != nil {
		return nil, nil, fmt.Errorf("docker: %w", err)
	}
	mounts := []mount.Mount{bind(program, path.Join(emulatorMount, name), true)}
	return &inner.Emulate{Dir: emulatorMount, Line: line}, mounts, nil
}

// notEmulated says what to do about a container whose first process may not
// register an emulator; nil if that is not what went wrong.
func (e ending) notEmulated(r executor.Rootfs) error {
	why, ok := strings.CutPrefix(e.report.Text, inner.Emulating)
	if e.report.Kind != inner.SetUpFailed || !ok {
		return nil
	}
	return fmt.Errorf("docker: a container cannot emulate %s here: %s; and %w. Use Linux 6.7 or later, "+
		"or register the emulator that is declared on the daemon's host, with the flag F, or try --executor sandbox",
		r.Arch, why, binfmt.Serves(binfmt.Dir, r.Arch, r.Emulator))
}
