package docker

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDaemonDead(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "docker.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	listener.Close() // the socket stays, as after a crash
	for name, host := range map[string]string{
		"closed socket": "unix://" + socket,
		"no socket":     "unix://" + socket + ".none",
		"closed port":   "tcp://127.0.0.1:1",
	} {
		t.Setenv("DOCKER_HOST", host)
		_, err := dial(t.Context())
		if err == nil || !strings.Contains(err.Error(), host) || !strings.Contains(err.Error(), "--executor=sandbox") {
			t.Errorf("%s: %v; want the address and a hint", name, err)
		}
	}
}

func TestDaemonSilent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	t.Setenv("DOCKER_HOST", "tcp://"+listener.Addr().String())
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(cause) })
	if _, err := dial(ctx); !errors.Is(err, cause) {
		t.Errorf("got %v, want %v", err, cause)
	}
}

func TestDaemonAddressUnusable(t *testing.T) {
	for host, want := range map[string]string{
		"ssh://a:b@c.org": "no password",
		"nonsense":        "DOCKER_HOST",
	} {
		t.Setenv("DOCKER_HOST", host)
		if _, err := dial(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", host, err, want)
		}
	}
}
