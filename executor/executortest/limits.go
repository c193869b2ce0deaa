package executortest

import (
	"strconv"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
)

// limits are about commands that want more than they asked for.
func limits() []testCase {
	return []testCase{
		{"limit/memory", func(t *testing.T, b *bench) { outOfMemory(t, b, 137, "eat 512") }},
		{"limit/memory of a child", func(t *testing.T, b *bench) { outOfMemory(t, b, 3, "child eat 512\nexit 3") }},
		{"limit/memory of a child that nobody misses", func(t *testing.T, b *bench) {
			b.enforced(t, "memory")
			b.expect(t, attempt{script: "child eat 512", change: func(s *executor.Spawn) { s.Memory = 128 << 20 }}, "child: false")
		}},
		{"limit/memory that suffices", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: "eat 64", change: func(s *executor.Spawn) { s.Memory = 512 << 20 }}, "ate 64 1")
		}},
		{"limit/processes", processes},
	}
}

func (b *bench) enforced(t *testing.T, limit string) {
	t.Helper()
	if strings.Contains(b.Unenforced, limit) {
		require.Missing(t, "cgroups", "this machine does not let the executor limit "+limit)
	}
}

func outOfMemory(t *testing.T, b *bench, code int, script string) {
	b.enforced(t, "memory")
	r := b.run(t, attempt{
		script:  script,
		outputs: []executor.OutputSpec{file("out")},
		change:  func(s *executor.Spawn) { s.Memory = 128 << 20 },
	})
	if r.Status != executor.OutOfMemory || r.ExitCode != code || len(r.Outputs) > 0 {
		t.Errorf("status %d, code %d, want %d, %d; log %s", r.Status, r.ExitCode, executor.OutOfMemory, code, b.log(t, r))
	}
	if !strings.Contains(r.Message, "memory limit") {
		t.Errorf("message %q does not speak of the memory limit", r.Message)
	}
}

// processes counts how many there can be: the command itself has several
// threads.
func processes(t *testing.T, b *bench) {
	b.enforced(t, "pids")
	const limit, threads, granted = 100, 40, 16
	r := b.succeed(t, attempt{script: "bomb 1000", change: func(s *executor.Spawn) { s.Pids = limit }})
	n, stopped := strings.CutPrefix(strings.TrimSpace(b.log(t, r)), "stopped: EAGAIN ")
	if got, _ := strconv.Atoi(n); !stopped || got > limit+granted || got < limit-threads {
		t.Errorf("log %s, want a stop at about %d", b.log(t, r), limit)
	}
}
