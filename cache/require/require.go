// Package require states what a test needs of its machine.
//
// A need that is missing skips the test with a reason, unless the environment
// variable DBX_TEST_REQUIRE names it (a comma-separated list of the names
// below), in which case the test fails. It knows nothing of dbx itself, so
// that every layer's tests may use it.
package require

import (
	"context"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Docker needs a Docker daemon that answers: the one that DOCKER_HOST names,
// else the local socket.
func Docker(t testing.TB) {
	t.Helper()
	shortSkip(t, "docker")
	network, address := "unix", "/var/run/docker.sock"
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		if n, a, ok := strings.Cut(host, "://"); ok {
			network, address = n, a
		}
	}
	var dialer net.Dialer
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		Missing(t, "docker", "no Docker daemon answers: "+err.Error())
		return
	}
	conn.Close()
}

// Network needs a reachable Debian mirror. Tests that use it must still take
// the mirror's address from configuration.
func Network(t testing.TB) {
	t.Helper()
	shortSkip(t, "network")
	if os.Getenv("DBX_OFFLINE") != "" {
		Missing(t, "network", "DBX_OFFLINE is set")
	}
}

// Root needs the effective user to be root.
func Root(t testing.TB) {
	t.Helper()
	shortSkip(t, "root")
	if os.Geteuid() != 0 {
		Missing(t, "root", "the test must run as root")
	}
}

// UserNS needs a kernel that lets this user create a user namespace.
func UserNS(t testing.TB) {
	t.Helper()
	cmd := exec.Command("/bin/true")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}},
	}
	if err := cmd.Run(); err != nil {
		Missing(t, "userns", "user namespaces cannot be created here: "+err.Error())
	}
}

// Qemu needs the statically linked user-mode emulator of an architecture,
// under qemu's name for it ("arm", "aarch64"), and returns its path.
func Qemu(t testing.TB, arch string) string {
	t.Helper()
	shortSkip(t, "qemu")
	path, err := exec.LookPath("qemu-" + arch + "-static")
	if err != nil {
		Missing(t, "qemu", "qemu-user-static is not installed: "+err.Error())
	}
	return path
}

// Tool needs a program on the PATH and returns its path.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name, err.Error())
	}
	return path
}

func shortSkip(t testing.TB, need string) {
	t.Helper()
	if testing.Short() {
		t.Skipf("needs %s; left out by -short", need)
	}
}

// Missing says that a need is missing, for a reason: the test is skipped, or
// fails if DBX_TEST_REQUIRE names the need.
func Missing(t testing.TB, need, reason string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("DBX_TEST_REQUIRE"), ","), need) {
		t.Fatalf("%s is required: %s", need, reason)
	}
	t.Skipf("needs %s: %s", need, reason)
}
