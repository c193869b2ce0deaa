package sandbox_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

func TestEmulation(t *testing.T) {
	require.UserNS(t)
	s, store := open(t, t.TempDir())
	executortest.Emulation(t, executortest.Subject{Executor: s, Store: store})
}

// TestEmulationAsOrdinaryUser: nothing of it needs privileges.
func TestEmulationAsOrdinaryUser(t *testing.T) {
	require.Root(t)
	require.UserNS(t)
	// Not t.TempDir, whose parents others cannot enter.
	dir, err := os.MkdirTemp("", "dbx-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	tool := filepath.Join(dir, "tool")
	executortest.CompileForeign(t, tool)
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestEmulation$", "-test.v")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "HOME="+dir, executortest.ForeignToolVariable+"="+tool)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestEmulation") {
		t.Fatalf("as user %d: %v\n%s", nobody, err, out)
	}
}

// TestEmulatorGone: an emulator that the cache has lost is one to make again.
func TestEmulatorGone(t *testing.T) {
	require.UserNS(t)
	s, store := open(t, t.TempDir())
	_, err := s.Execute(t.Context(), executor.Spawn{
		Command: executor.Command{Args: []string{"true"}},
		Rootfs:  executor.Rootfs{Arch: "s390x", Emulator: digest.Of([]byte("gone"))},
	})
	if !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("%v", err)
	}
	gone, err := store.Put(t.Context(), strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Execute(t.Context(), executor.Spawn{
		Command: executor.Command{Args: []string{"true"}},
		Rootfs:  executor.Rootfs{Arch: "pdp11", Emulator: gone},
	})
	if err == nil || !strings.Contains(err.Error(), `no emulator for the architecture "pdp11"`) {
		t.Errorf("%v", err)
	}
}

// BenchmarkEmulated is the whole of an action whose program is emulated.
func BenchmarkEmulated(b *testing.B) {
	require.UserNS(b)
	s, store := open(b, b.TempDir())
	root := executortest.Foreign(b, store)
	for b.Loop() {
		r, err := s.Execute(b.Context(), executor.Spawn{Command: executor.Command{Args: []string{"tool", "machine"}}, Rootfs: root})
		if err != nil || r.Status != executor.Success {
			b.Fatalf("%+v, %v", r, err)
		}
	}
}
