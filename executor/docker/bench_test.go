package docker

import (
	"os/exec"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
)

// BenchmarkFast, BenchmarkFresh and BenchmarkDockerRun run a command that does
// nothing.
func BenchmarkFast(b *testing.B) {
	m := newFastMachine(b)
	b.Cleanup(func() { m.removeAgents(b) })
	benchmark(b, m, m.root)
}

func BenchmarkFresh(b *testing.B) {
	m := newMachine(b)
	if err := m.prepare(b.Context()); err != nil {
		b.Fatal(err)
	}
	benchmark(b, m, m.root)
}

func BenchmarkDockerRun(b *testing.B) {
	m := newMachine(b)
	docker := require.Tool(b, "docker")
	image, err := m.images.ensure(b.Context(), newRootfs(m.root))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if out, err := exec.Command(docker, "run", "--rm", "--network=none", image, "/bin/tool", "").CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}

func benchmark(b *testing.B, e executor.Executor, root executor.Rootfs) {
	s := executor.Spawn{Command: executor.Command{Args: []string{"tool", ""}}, Rootfs: root}
	run := func() {
		if r, err := e.Execute(b.Context(), s); err != nil || r.Status != executor.Success {
			b.Fatal(r, err)
		}
	}
	run() // loads, unpacks, starts
	for b.Loop() {
		run()
	}
}
