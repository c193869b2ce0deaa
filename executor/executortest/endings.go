package executortest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dbx/executor"
)

// endings are the ways in which a command comes to its end by itself.
func endings() []testCase {
	return []testCase{
		{"nothing left out of a big log", bigLog},
		{"output of both streams in order", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: lines("echo one", "err two", "echo three")}, "one", "two", "three")
		}},
		{"a command without output has no log", func(t *testing.T, b *bench) {
			if r := b.succeed(t, attempt{script: ""}); !r.Log.IsZero() {
				t.Errorf("log %s, want none", r.Log)
			}
		}},
		{"a background process does not outlive its command", background},
		{"orphans are reaped", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: "orphans 5"}, "processes: 2")
		}},
		{"two at the same time", parallel},
		{"the first process cannot be killed from inside", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: lines("signal 1 9", "signal 1 15", "signal 1 6", "signal 1 2", "sleep 100ms", "echo alive")}, "alive")
		}},
	}
}

// exits are what a command can say by its end.
func exits() []testCase {
	var cases []testCase
	for _, e := range []struct {
		name    string
		args    []string
		status  executor.Status
		code    int
		mention string // in log or message
	}{
		{"exit 0", []string{"tool", "exit 0"}, executor.Success, 0, ""},
		{"exit 3", []string{"tool", "echo hello\nexit 3"}, executor.Failed, 3, "hello"},
		{"exit 255", []string{"/bin/tool", "exit 255"}, executor.Failed, 255, ""},
		{"kill -9 itself", []string{"tool", "kill 9"}, executor.Signaled, 137, "SIGKILL"},
		{"abort", []string{"tool", "kill 6"}, executor.Signaled, 134, "SIGABRT"},
		{"term itself", []string{"tool", "kill 15"}, executor.Signaled, 143, "SIGTERM"},
		{"not on the path", []string{"no-such-tool"}, executor.Failed, 127, "no-such-tool"},
		{"no such file", []string{"/bin/no-such-tool"}, executor.Failed, 127, "/bin/no-such-tool"},
		{"not executable", []string{"/bin/forbidden"}, executor.Failed, 126, "/bin/forbidden"},
		{"not a program", []string{"/bin/broken"}, executor.Failed, 126, "/bin/broken"},
		{"a directory", []string{"/bin"}, executor.Failed, 126, "/bin"},
	} {
		cases = append(cases, testCase{"ending/" + e.name, func(t *testing.T, b *bench) {
			r := b.run(t, attempt{change: func(s *executor.Spawn) { s.Args = e.args }})
			if r.Status != e.status || r.ExitCode != e.code {
				t.Errorf("status %d, code %d; want %d, %d", r.Status, r.ExitCode, e.status, e.code)
			}
			if text := r.Message + b.log(t, r); !strings.Contains(text, e.mention) {
				t.Errorf("message and log %q do not mention %q", text, e.mention)
			}
		}})
	}
	return cases
}

func bigLog(t *testing.T, b *bench) {
	const n = 160_000 // 64 bytes each
	r := b.succeed(t, attempt{script: fmt.Sprintf("big %d", n)})
	log := b.log(t, r)
	if len(log) != 64*n {
		t.Fatalf("log has %d bytes, want %d", len(log), 64*n)
	}
	for i := range n {
		if line := log[64*i : 64*i+64]; line != fmt.Sprintf("%063d\n", i) {
			t.Fatalf("line %d is %q", i, line)
		}
	}
}

// background leaves a process that holds the log open and would write to an
// output for as long as it lives.
func background(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script:  lines("start sleep 1h", "start deaf ; sleep 1h", "write out done"),
		outputs: []executor.OutputSpec{file("out")},
	})
	if got := string(b.content(t, r.Outputs[0].Digest)); got != "done" {
		t.Errorf("output is %q", got)
	}
}

func parallel(t *testing.T, b *bench) {
	const n = 4
	var wg sync.WaitGroup
	results := make([]executor.Result, n)
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() {
			results[i], errs[i] = b.Executor.Execute(t.Context(), b.spawn(attempt{
				script:  fmt.Sprintf("write /tmp/x %d\nsleep 50ms\nrename /tmp/x /tmp/y\nwrite out %d", i, i),
				outputs: []executor.OutputSpec{file("out")},
			}))
		})
	}
	wg.Wait()
	for i, r := range results {
		if errs[i] != nil || r.Status != executor.Success {
			t.Fatalf("%d: %v, status %d, log %s", i, errs[i], r.Status, b.log(t, r))
		}
		if got := string(b.content(t, r.Outputs[0].Digest)); got != fmt.Sprint(i) {
			t.Errorf("output %d is %q", i, got)
		}
	}
}

// interruptions are the ways in which a command is ended.
func interruptions() []testCase {
	return []testCase{
		{"timeout", func(t *testing.T, b *bench) { timesOut(t, b, "begun\n", "echo begun", "sleep 1h") }},
		{"timeout of a command that takes its leave", func(t *testing.T, b *bench) {
			timesOut(t, b, "begun\nended\n", "await-term begun", "sleep 100ms", "echo ended", "exit 0")
		}},
		{"timeout of a command that ignores SIGTERM", func(t *testing.T, b *bench) {
			timesOut(t, b, "begun\nstill here\n", "await-term begun", "echo still here", "deaf", "sleep 1h")
		}},
		{"cancelled", cancelled},
		{"cancelled before it begins", func(t *testing.T, b *bench) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := errors.New("interrupted by the test")
			cancel(cause)
			if _, err := b.Executor.Execute(ctx, b.spawn(attempt{script: "echo x"})); !errors.Is(err, cause) {
				t.Errorf("error %v, want the cause", err)
			}
		}},
	}
}

// timesOut runs a command that would go on for an hour until its time is up.
func timesOut(t *testing.T, b *bench, want string, script ...string) {
	var log string
	// On a busy machine the command may not even have begun when it must end.
	for timeout := time.Second; log == "" && timeout < 20*time.Second; timeout *= 4 {
		r := b.run(t, attempt{
			script:  lines(script...),
			outputs: []executor.OutputSpec{file("out")},
			change:  func(s *executor.Spawn) { s.Timeout = timeout },
		})
		if r.Status != executor.TimedOut || len(r.Outputs) > 0 {
			t.Errorf("status %d, %d outputs; want %d, none", r.Status, len(r.Outputs), executor.TimedOut)
		}
		log = b.log(t, r)
	}
	if log != want {
		t.Errorf("log is %q, want %q", log, want)
	}
}

func cancelled(t *testing.T, b *bench) {
	cause := errors.New("interrupted by the test")
	var log string
	// On a busy machine the command may not even have begun when it must end.
	for after := time.Second; log == "" && after < 20*time.Second; after *= 4 {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(after, func() { cancel(cause) })
		r, err := b.Executor.Execute(ctx, b.spawn(attempt{script: lines("echo begun", "sleep 1h")}))
		if !errors.Is(err, cause) {
			t.Errorf("error %v, want the cause", err)
		}
		log = b.log(t, r)
	}
	if log != "begun\n" {
		t.Errorf("log is %q", log)
	}
}
