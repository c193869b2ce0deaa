package docker

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"

	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

// ownDaemon is a Docker daemon that a test may kill.
type ownDaemon struct {
	dir string
	cmd *exec.Cmd

	containerd *exec.Cmd
}

// newOwnDaemon starts a daemon with data of its own and makes it that of
// DOCKER_HOST.
func newOwnDaemon(t *testing.T) *ownDaemon {
	t.Helper()
	require.Docker(t)
	require.Root(t)
	require.Tool(t, "dockerd")
	require.Tool(t, "containerd")
	dir, err := os.MkdirTemp("", "dbx-daemon") // sockets want short names
	if err != nil {
		t.Fatal(err)
	}
	d := &ownDaemon{dir: dir}
	t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(dir, "sock"))
	t.Cleanup(d.remove)
	// As where a machine is set up well, containers have a supervisor of their own.
	d.containerd = exec.Command("containerd", "--root", filepath.Join(dir, "containerd"), "--state", filepath.Join(dir, "state"), "--address", d.supervisor())
	if err := d.containerd.Start(); err != nil {
		t.Fatal(err)
	}
	d.start(t)
	return d
}

func (d *ownDaemon) supervisor() string { return filepath.Join(d.dir, "containerd.sock") }

func (d *ownDaemon) start(t *testing.T) {
	t.Helper()
	// Whatever the host's own daemon is told, this one is told nothing.
	at := func(name string) string { return filepath.Join(d.dir, name) }
	_ = os.Remove(at("pid")) // of one that was killed
	if err := os.WriteFile(at("config"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.cmd = exec.Command("dockerd", "--config-file", at("config"), "--storage-driver", "vfs", "--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid"),
		"--host", "unix://"+at("sock"), "--containerd", d.supervisor(), "--bridge", "none", "--iptables=false", "--ip6tables=false")
	log, err := os.OpenFile(at("log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	d.cmd.Stdout, d.cmd.Stderr = log, log
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); exec.Command("docker", "info").Run() != nil; time.Sleep(200 * time.Millisecond) {
		if time.Since(began) > 5*time.Minute {
			said, _ := os.ReadFile(at("log"))
			t.Fatalf("the daemon does not come up:\n%s", said)
		}
	}
}

// kill is kill -9.
func (d *ownDaemon) kill() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
}

// remove ends the daemon and all that it has started, and takes its data away.
func (d *ownDaemon) remove() {
	for _, cmd := range []*exec.Cmd{d.cmd, d.containerd} {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	for range 20 {
		for _, pid := range processesWith(d.dir) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		mounts, err := os.ReadFile("/proc/self/mountinfo")
		if err != nil || !strings.Contains(string(mounts), d.dir) {
			break
		}
		for line := range strings.Lines(string(mounts)) {
			if fields := strings.Fields(line); len(fields) > 4 && strings.HasPrefix(fields[4], d.dir) {
				_ = syscall.Unmount(fields[4], syscall.MNT_DETACH)
			}
		}
	}
	_ = os.RemoveAll(d.dir)
}

// processesWith lists the other processes whose arguments hold a word.
func processesWith(word string) (pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range all {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if line, _ := os.ReadFile(path); err == nil && pid != os.Getpid() && strings.Contains(string(line), word) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// knowsOne reports whether the daemon lists a running container of a command:
// one that dies before it has written that down forgets the container, and what
// runs there stays.
func (e *Executor) knowsOne(t *testing.T) bool {
	list, err := e.api.ContainerList(t.Context(), container.ListOptions{Filters: filters.NewArgs(filters.Arg("status", container.StateRunning))})
	return err == nil && slices.ContainsFunc(list, func(c container.Summary) bool { return c.Labels[labelAgent] == "" })
}

// TestDaemonKilled kills the daemon itself, with kill -9, while a command runs.
// Nothing is concluded about the command, nothing of it stays, and once the
// daemon is there again the same executor goes on.
func TestDaemonKilled(t *testing.T) {
	d := newOwnDaemon(t)
	for name, mode := range map[string]Mode{"fast": Fast, "fresh": Fresh} {
		t.Run(name, func(t *testing.T) {
			stager, err := openStage(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			store := stager.Store()
			defer store.Close()
			e, err := New(t.Context(), Options{Stage: stager, Mode: mode, Idle: testIdle, Say: func(string) {}})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			if err := e.Probe(t.Context()); err != nil {
				t.Fatal(err)
			}
			root := executortest.Rootfs(t, store)
			go func() {
				waitUntil(t, "the command runs", func() bool { return begun(store) && (mode == Fast || e.knowsOne(t)) })
				d.kill()
			}()
			marker := fmt.Sprintf("daemon-killed-%s-%d", name, os.Getpid())
			if got, err := e.Execute(t.Context(), script(root, "write begun x", "sleep 1h", "echo "+marker)); err == nil {
				t.Errorf("got %+v, want an error", got)
			}
			d.start(t)
			got, err := e.Execute(t.Context(), script(root, "write out x"))
			if err != nil || got.Status != executor.Success || text(t, store, got.Outputs[0].Digest) != "x" {
				t.Errorf("with a new daemon: %+v, %v", got, err)
			}
			waitUntil(t, "nothing of the command is left", func() bool { return len(processesWith(marker)) == 0 })
		})
	}
}
