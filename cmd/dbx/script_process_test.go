package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdSignal is "signal INT|KILL|TERM": it sends the signal to the one command in the
// background, and keeps that for exited.
func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": syscall.SIGINT, "KILL": syscall.SIGKILL, "TERM": syscall.SIGTERM}
	running := ts.BackgroundCmds()
	if neg || len(args) != 1 || signals[args[0]] == nil || len(running) != 1 {
		ts.Fatalf("usage, with one command in the background: signal INT|KILL|TERM")
	}
	*ts.Value(signedKey{}).(**exec.Cmd) = running[0]
	ts.Check(running[0].Process.Signal(signals[args[0]]))
}

// cmdExited is "exited CODE": the command that signal was for, and that wait
// has waited for, ended with that exit code; -1 is a signal.
func cmdExited(ts *testscript.TestScript, neg bool, args []string) {
	cmd := *ts.Value(signedKey{}).(**exec.Cmd)
	if neg || len(args) != 1 || cmd == nil {
		ts.Fatalf("usage, after signal and wait: exited CODE")
	}
	if got := cmd.ProcessState.ExitCode(); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// cmdNoProcess is "noprocess": no process is alive that has this script's
// cache in its environment.
func cmdNoProcess(ts *testscript.TestScript, _ bool, _ []string) {
	mark := "XDG_CACHE_HOME=" + ts.Getenv("XDG_CACHE_HOME")
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	ts.Check(err)
	for _, name := range environments {
		// One that cannot be read is another user's, or has just ended.
		if b, err := os.ReadFile(name); err == nil && strings.Contains(string(b), mark) {
			ts.Fatalf("still alive: %s", filepath.Dir(name))
		}
	}
}

// patience is how long a script waits for another process to get somewhere.
const patience = 5 * time.Minute

// cmdAwait is "await [-n=N] PATH": it waits until the server was asked for a
// path that often, once if left out.
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	times := 1
	if len(args) == 2 {
		n, err := strconv.Atoi(strings.TrimPrefix(args[0], "-n="))
		ts.Check(err)
		times, args = n, args[1:]
	}
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await [-n=N] PATH")
	}
	server := ts.Value(serverKey{}).(*fileServer)
	for end := time.Now().Add(patience); server.count(args[0]) < times; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("the server was not asked %d times for %s", times, args[0])
		}
	}
}

// cmdAsked is "asked N PATH": the server was asked that often for a path.
func cmdAsked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: asked N PATH")
	}
	if got := ts.Value(serverKey{}).(*fileServer).count(args[1]); strconv.Itoa(got) != args[0] {
		ts.Fatalf("the server was asked %d times for %s, want %s", got, args[1], args[0])
	}
}

// cmdKilling is "killing N ARG…": it runs dbx N times and kills each after a
// little longer than the one before.
func cmdKilling(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: killing N ARG…")
	}
	times, err := strconv.Atoi(args[0])
	ts.Check(err)
	for i := range times {
		limit := fmt.Sprintf("%.3fs", float64(20+i*12)/1000)
		// Without timeout's status of its own there would be no telling a dbx
		// that was killed from one that failed.
		err := ts.Exec("timeout", append([]string{"--signal=KILL", limit, "dbx"}, args[1:]...)...)
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() != 137 && exit.ExitCode() != -1 {
			ts.Fatalf("a build after a killed one: %v", err)
		}
	}
}

// cmdDamage is "damage DIR": it changes the first byte of every file below a
// folder, which keeps its length and its mode.
func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage DIR")
	}
	changed := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil || len(content) == 0 {
			return err
		}
		changed++
		content[0] ^= 1
		return errors.Join(os.Chmod(name, 0o644), os.WriteFile(name, content, 0o644), os.Chmod(name, 0o444))
	}))
	if changed == 0 {
		ts.Fatalf("there are no files below %s", args[0])
	}
}
