package docker

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"

	"dbx/cache/require"
)

// victimDir tells a test process to be the one that is killed, with its cache
// in the directory.
const victimDir = "DBX_TEST_VICTIM"

// TestVictim is no test: it runs a container until it is killed.
func TestVictim(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		t.Skip("only as a child of TestSweep")
	}
	m := openMachine(t, dir)
	result, err := m.Execute(t.Context(), m.script("sleep 10m"))
	t.Fatal("still alive", result, err)
}

func TestSweep(t *testing.T) {
	require.Docker(t)
	dir := t.TempDir()
	victim := exec.Command("/proc/self/exe", "-test.run=^TestVictim$")
	victim.Env = append(os.Environ(), victimDir+"="+dir)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	api := testDaemon(t)
	of := func() []container.Summary {
		start, err := startTime(victim.Process.Pid)
		if err != nil {
			return nil
		}
		list, err := api.ContainerList(t.Context(), container.ListOptions{Filters: filters.NewArgs(
			filters.Arg("label", labelPID+"="+strconv.Itoa(victim.Process.Pid)), filters.Arg("label", labelStart+"="+start))})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	var running []container.Summary
	waitUntil(t, "the victim has started a container", func() bool {
		running = of()
		return len(running) > 0
	})
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	if err := sweep(t.Context(), api, me); err != nil {
		t.Fatal(err)
	}
	if len(of()) != 1 {
		t.Error("the container of a living process was swept")
	}
	victim.Process.Kill()
	victim.Wait()
	m := openMachine(t, dir) // sweeps
	// Another process that sweeps at this moment may be the one that removes it.
	waitUntil(t, "the container of a dead process is gone", func() bool {
		_, err := api.ContainerInspect(t.Context(), running[0].ID)
		return cerrdefs.IsNotFound(err)
	})
	if got, err := m.Execute(t.Context(), m.script("write out x")); err != nil || got.ExitCode != 0 {
		t.Errorf("after the sweep: %+v, %v", got, err)
	}
}

func TestLeftBehind(t *testing.T) {
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	other := me
	other.boot = "another"
	gone := me
	gone.start = "1"
	old, recent := time.Now().Add(-2*abandoned).Unix(), time.Now().Unix()
	for _, c := range []struct {
		name    string
		o       owner
		state   string
		created int64
		want    bool
	}{
		{"ours", me, "exited", old, false},
		{"of a dead process", gone, "running", recent, true},
		{"before the boot", other, "exited", old, true},
		{"on another machine, just created", other, "created", recent, false},
		{"on another machine, running", other, "running", old, false},
		{"of nobody", owner{}, "running", old, false},
	} {
		got := leftBehind(container.Summary{Labels: c.o.labels(""), State: c.state, Created: c.created}, me)
		if got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestStatic runs a spawn from a program that needs no library, where this
// test needs some.
func TestStatic(t *testing.T) {
	require.Docker(t)
	loader, err := interpreter("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if loader == "" {
		require.Missing(t, "gcc", "this test was built without cgo and is such a program itself")
	}
	program := t.TempDir() + "/static.test"
	build := exec.Command(require.Tool(t, "go"), "test", "-c", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if loader, err := interpreter(program); err != nil || loader != "" {
		t.Fatalf("the program wants %q, %v", loader, err)
	}
	if text, err := exec.Command(program, "-test.run=^Test(Fast)?Execute(s)?$/^success$", "-test.v").CombinedOutput(); err != nil || strings.Count(string(text), "/success (") != 2 {
		t.Errorf("%v\n%s", err, text)
	}
}
