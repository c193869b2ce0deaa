package docker

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"dbx/cache/require"
	"dbx/executor"
)

// wire carries the connections to the daemon until it is cut.
type wire struct {
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
}

// newWire makes DOCKER_HOST a way to the daemon that can be cut.
func newWire(t *testing.T) *wire {
	t.Helper()
	network, address := "unix", "/var/run/docker.sock"
	if n, a, ok := strings.Cut(os.Getenv("DOCKER_HOST"), "://"); ok {
		network, address = n, a
	}
	socket := filepath.Join(t.TempDir(), "docker.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener}
	t.Cleanup(w.cut)
	t.Setenv("DOCKER_HOST", "unix://"+socket)
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial(network, address)
			if err != nil {
				near.Close()
				continue
			}
			w.mu.Lock()
			w.open = append(w.open, near, far)
			w.mu.Unlock()
			go carry(near, far)
			go carry(far, near)
		}
	}()
	return w
}

// carry copies one direction, and says when it ends.
func carry(to, from net.Conn) {
	io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// cut is the death of the daemon, as we see it.
func (w *wire) cut() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
}

// A daemon that is lost while a command runs is an error, and says nothing
// about the command.
func TestDaemonLost(t *testing.T) {
	require.Docker(t)
	direct := testDaemon(t)
	w := newWire(t)
	m := openMachine(t, t.TempDir())
	if _, err := m.Execute(t.Context(), m.script("write out x")); err != nil {
		t.Fatal(err) // loads the image
	}
	type answer struct {
		result executor.Result
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		r, err := m.Execute(t.Context(), m.script("echo begun", "sleep 5m"))
		answered <- answer{r, err}
	}()
	away := machine{fresh: &fresh{daemon: daemon{api: direct, me: m.me}}}
	id := away.awaitContainer(t)
	t.Cleanup(func() { discard(context.Background(), direct, id) })
	w.cut()
	select {
	case a := <-answered:
		if a.err == nil || !strings.Contains(a.err.Error(), "docker: ") {
			t.Errorf("got %+v, %v; want an error", a.result, a.err)
		}
	case <-time.After(4 * time.Minute): // before the command ends
		t.Fatal("still waiting for a lost daemon")
	}
	if _, err := m.Execute(t.Context(), m.script("write out x")); err == nil {
		t.Error("a lost daemon ran something")
	}
}

// awaitContainer waits until a command of this process runs, and returns its
// container.
func (m machine) awaitContainer(t *testing.T) (id string) {
	t.Helper()
	waitUntil(t, "a container runs", func() bool {
		for _, c := range m.containers(t) {
			if c.State == container.StateRunning {
				id = c.ID
			}
		}
		return id != ""
	})
	return id
}

// A container that someone else kills says nothing about the command either.
func TestKilledFromOutside(t *testing.T) {
	m := newMachine(t)
	answered := make(chan error, 1)
	go func() {
		_, err := m.Execute(t.Context(), m.script("sleep 5m"))
		answered <- err
	}()
	if err := m.api.ContainerKill(t.Context(), m.awaitContainer(t), "KILL"); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err == nil || !strings.Contains(err.Error(), "killed from outside") {
		t.Errorf("got %v", err)
	}
}
