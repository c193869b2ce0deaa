package docker

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/executor"
)

// TestFastVictim is no test: it runs a command that does not end until it is
// killed.
func TestFastVictim(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		t.Skip("only as a child of TestFastKilled")
	}
	m := openFastMachine(t, dir)
	result, err := m.Execute(t.Context(), m.script("start deaf ; sleep 10m", "deaf", "write begun x", "sleep 10m"))
	t.Fatal("still alive", result, err)
}

// TestFastKilled kills a process while its command runs: the command dies, the
// container stays for others, nothing is left in the cache.
func TestFastKilled(t *testing.T) {
	dir := cacheDir(t)
	victim := exec.Command("/proc/self/exe", "-test.run=^TestFastVictim$")
	victim.Env = append(os.Environ(), victimDir+"="+dir)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	work := func() []string {
		found, _ := filepath.Glob(filepath.Join(dir, "tmp", "*", "*", "work"))
		return found
	}
	m := openFastMachine(t, dir)
	waitUntil(t, "the command runs", func() bool { return begun(m.store) })
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	agents := m.agents(t)
	if len(agents) != 1 {
		t.Fatalf("agents %v, want the victim's", agents)
	}
	processes := func() (names []string) {
		top, err := m.api.ContainerTop(t.Context(), agents[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range top.Processes {
			names = append(names, strings.Join(p, " "))
		}
		return names
	}
	before := len(processes())
	victim.Process.Kill()
	victim.Wait()
	waitUntil(t, "the command is dead", func() bool {
		now := processes()
		return len(now) < before && !strings.Contains(strings.Join(now, "\n"), "tool")
	})
	waitUntil(t, "its files are gone", func() bool { return len(work()) <= 1 }) // one is of m's session
	if got, err := m.Execute(t.Context(), m.script("write out x")); err != nil || got.Status != executor.Success {
		t.Errorf("another one afterwards: %+v, %v", got, err)
	}
	if now := m.agents(t); len(now) != 1 || now[0] != agents[0] {
		t.Errorf("agents are %v, were %v", now, agents)
	}
}

// TestAgentKilled kills the container under a running command, which runs
// again in another one.
func TestAgentKilled(t *testing.T) {
	m := newFastMachine(t)
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := m.agents(t)
	ended := make(chan error, 1)
	go func() {
		got, err := m.Execute(t.Context(), m.script("echo begun", "write begun x", "await go", "write out x"))
		if err == nil && (got.Status != executor.Success || m.text(t, got.Log) != "begun\n") {
			err = fmt.Errorf("%+v", got)
		}
		ended <- err
	}()
	runs := func() []string {
		found, _ := filepath.Glob(filepath.Join(m.store.Dir(), "tmp", "*", "*", "work", "begun"))
		return found
	}
	waitUntil(t, "the command runs", func() bool { return len(runs()) == 1 })
	first := runs()[0]
	if err := m.api.ContainerKill(t.Context(), before[0], "KILL"); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "it runs again", func() bool {
		again := slices.DeleteFunc(runs(), func(name string) bool { return name == first })
		return len(again) == 1 && os.WriteFile(filepath.Join(filepath.Dir(again[0]), "go"), nil, 0o644) == nil
	})
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if after := m.agents(t); len(after) != 1 || after[0] == before[0] {
		t.Errorf("agents are %v, were %v", after, before)
	}
}

// TestFastDaemonLost: with the daemon gone for good, nothing can be said.
func TestFastDaemonLost(t *testing.T) {
	dir := cacheDir(t)
	w := newWire(t)
	m := openFastMachine(t, dir)
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Second, w.cut)
	got, err := m.Execute(t.Context(), m.script("echo begun", "sleep 5m"))
	if err == nil || !strings.Contains(err.Error(), "docker: ") {
		t.Errorf("got %+v, %v; want an error", got, err)
	}
}

// TestOtherArchitecture: a daemon of another one cannot run this program.
func TestOtherArchitecture(t *testing.T) {
	proxyDaemon(t, nil, func(body []byte) []byte { return otherArch(t, body) })
	fallsBack(t, "runs on s390x")
}

// TestNoSandboxes: a daemon may insist on a filter that keeps agents from
// setting up sandboxes.
func TestNoSandboxes(t *testing.T) {
	proxyDaemon(t, func(r *http.Request) {
		edit(t, r, func(body, host map[string]any) {
			if labels, _ := body["Labels"].(map[string]any); labels[labelAgent] != nil {
				host["SecurityOpt"] = []string{}
			}
		})
	}, nil)
	fallsBack(t, "user namespace")
}

// fallsBack checks that fast mode does not work, for a reason that automatic
// choice tells once.
func fallsBack(t *testing.T, reason string) {
	t.Helper()
	m := openFastMachine(t, cacheDir(t))
	if err := m.Probe(t.Context()); err == nil || !strings.Contains(err.Error(), reason) {
		t.Errorf("fast: %v", err)
	}
	m.mode = Auto
	for range 2 {
		if got, err := m.Execute(t.Context(), m.script("try unlink /.dockerenv", "write out x")); err != nil || m.text(t, got.Log) != "unlink /.dockerenv: ok\n" {
			t.Errorf("auto: %+v, %v", got, err)
		}
	}
	next, err := m.next.Get(t.Context())
	if said := m.said.all(); len(said) != 1 || !strings.Contains(said[0], reason) || next != m.fresh {
		t.Errorf("said %q, and %T was chosen, %v", said, next, err)
	}
}
