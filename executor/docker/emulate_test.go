package docker

import (
	"net/http"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

// TestFastEmulation: a sandbox in a container emulates as any other.
func TestFastEmulation(t *testing.T) {
	m := newFastMachine(t)
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

// TestFreshEmulation: the first process of a container registers the emulator.
func TestFreshEmulation(t *testing.T) {
	executortest.Emulation(t, newMachine(t).subject(t))
}

// TestFreshEmulationAsOrdinaryUser: whoever may use the daemon may have programs
// emulated.
func TestFreshEmulationAsOrdinaryUser(t *testing.T) {
	require.Docker(t)
	require.Root(t)
	executortest.Foreign(t, testStore(t)) // needs an emulator
	if out := asUser(t, "^TestFreshEmulation$"); !strings.Contains(out, "--- PASS: TestFreshEmulation ") {
		t.Error(out)
	}
}

// TestFreshEmulationRefused: where a container may make no file system, as on
// older kernels, the message says what to do.
func TestFreshEmulationRefused(t *testing.T) {
	const noFSOpen = `seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["fsopen"],"action":"SCMP_ACT_ERRNO","errnoRet":19}]}`
	proxyDaemon(t, func(r *http.Request) {
		edit(t, r, func(_, host map[string]any) { host["SecurityOpt"] = []string{noFSOpen} })
	}, nil)
	m := newMachine(t)
	s := m.script("machine")
	s.Rootfs = executortest.Foreign(t, m.store)
	_, err := m.Execute(t.Context(), s)
	for _, want := range []string{"cannot emulate " + s.Rootfs.Arch + " here: make a binfmt_misc file system: no such device", "the host has no", "Use Linux 6.7", "--executor sandbox"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	// Nothing else needs it.
	if r, err := m.Execute(t.Context(), m.script("write out x")); err != nil || r.Status != executor.Success {
		t.Errorf("%+v, %v", r, err)
	}
}
