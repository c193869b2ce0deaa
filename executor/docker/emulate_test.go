package docker

import (
	"strings"
	"testing"

	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/executortest"
)

// TestFastEmulation: a sandbox in a container emulates as any other.
func TestFastEmulation(t *testing.T) {
	m := newFastMachine(t)
	if !m.Emulates(t.Context(), executortest.Foreign(t, m.store)) {
		t.Fatal("fast mode does not emulate")
	}
	executortest.Emulation(t, m.subject())
}

// TestRemoteEmulation: the emulator is brought to a daemon that sees none of
// our files.
func TestRemoteEmulation(t *testing.T) {
	m := newRemoteMachine(t)
	root := executortest.Foreign(t, m.store)
	r, err := m.Execute(t.Context(), executor.Spawn{Command: executor.Command{Args: []string{"tool", "run machine"}}, Rootfs: root})
	if err != nil || r.Status != executor.Success {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestEmulable: a container of its own has only what the host has registered.
func TestEmulable(t *testing.T) {
	if err := emulable(executor.Rootfs{Arch: "arm64"}); err != nil {
		t.Error(err)
	}
	err := emulable(executor.Rootfs{Arch: "arm64", Emulator: digest.Of([]byte("no emulator that a host has"))})
	if err == nil || !strings.Contains(err.Error(), "--executor sandbox") {
		t.Errorf("%v", err)
	}
}
