package sandbox_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

// BenchmarkSandbox runs a command that does nothing, with all that belongs to
// a spawn: staging, namespaces, log, capture, removal.
func BenchmarkSandbox(b *testing.B) {
	benchmark(b)
}

// BenchmarkSandboxLargeHeap is the same from a process whose page tables are
// expensive to copy.
func BenchmarkSandboxLargeHeap(b *testing.B) {
	heap := make([]byte, 1<<30)
	for i := 0; i < len(heap); i += 4096 {
		heap[i] = 1
	}
	benchmark(b)
	if heap[4096] != 1 {
		b.Fatal("unreachable")
	}
}

// BenchmarkExec runs the same command without a sandbox: what no executor can
// save.
func BenchmarkExec(b *testing.B) {
	tool := filepath.Join(b.TempDir(), "tool")
	executortest.Compile(b, tool)
	for b.Loop() {
		if out, err := exec.Command(tool, "").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

// BenchmarkBubblewrap is what another sandbox takes for less: no root file
// system of its own, no staging, no log.
func BenchmarkBubblewrap(b *testing.B) {
	require.UserNS(b)
	bwrap := require.Tool(b, "bwrap")
	for b.Loop() {
		if out, err := exec.Command(bwrap, "--unshare-all", "--ro-bind", "/", "/", "/bin/true").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

func benchmark(b *testing.B) {
	require.UserNS(b)
	s, store := open(b, b.TempDir())
	sp := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", ""}},
		Rootfs:  executortest.Rootfs(b, store),
	}
	for b.Loop() {
		if r, err := s.Execute(b.Context(), sp); err != nil || r.Status != executor.Success {
			b.Fatalf("%+v, %v", r, err)
		}
	}
}
