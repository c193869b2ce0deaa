package sandbox_test

import (
	"os"
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

// BenchmarkBubblewrap runs it in another sandbox, with as much of the same
// isolation as that one has: no throw-away changes of the root file system, no
// system call filter, no limits, no staging, no log in a store.
func BenchmarkBubblewrap(b *testing.B) {
	require.UserNS(b)
	bwrap := require.Tool(b, "bwrap")
	root, work := b.TempDir(), b.TempDir()
	for _, dir := range []string{"bin", "proc", "dev", "tmp", "sys", "work"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o755); err != nil {
			b.Fatal(err)
		}
	}
	executortest.Compile(b, filepath.Join(root, "bin", "tool"))
	args := []string{
		"--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--hostname", "dbx",
		"--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/sys",
		"--bind", work, "/work", "--chdir", "/work", "/bin/tool", "",
	}
	for b.Loop() {
		if out, err := exec.Command(bwrap, args...).CombinedOutput(); err != nil {
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
