package docker

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
)

func TestSSHArgs(t *testing.T) {
	options := []string{"-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"}
	for address, want := range map[string]string{
		"ssh://example.org":             "-- example.org docker system dial-stdio",
		"ssh://example.org/":            "-- example.org docker system dial-stdio",
		"ssh://me@example.org:2222":     "-l me -p 2222 -- example.org docker system dial-stdio",
		"ssh://[2001:db8::1]":           "-- 2001:db8::1 docker system dial-stdio",
		"ssh://me@example.org/run/d.sk": "-l me -- example.org docker --host unix:///run/d.sk system dial-stdio",
	} {
		got, err := sshArgs(address)
		if err != nil || !slices.Equal(got, append(slices.Clone(options), strings.Fields(want)...)) {
			t.Errorf("%s: %q, %v; want %q", address, got, err, want)
		}
	}
	for address, want := range map[string]string{
		"ssh://":                          "want ssh://",
		"ssh://-oProxyCommand=x":          "option of ssh",
		"ssh://-l@example.org":            "option of ssh",
		"ssh://me:secret@example.org":     "no password",
		"ssh://example.org?x=y":           "nothing may follow",
		"ssh://example.org:port":          "invalid port",
		"http://example.org":              "want ssh://",
		"ssh://example.org/run/d.sk#frag": "nothing may follow",
	} {
		if got, err := sshArgs(address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v; want an error with %q", address, got, err, want)
		}
	}
}

// startSSH runs a real ssh server on loopback, and gives programs of this test
// an ssh that knows it and its key as example.org.
func startSSH(t *testing.T) {
	t.Helper()
	sshd := require.Tool(t, "sshd")
	ssh := require.Tool(t, "ssh")
	dir, err := os.MkdirTemp("", "dbx-ssh-") // sshd refuses what others may write to
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for _, key := range []string{"host", "user"} {
		if out, err := exec.Command(require.Tool(t, "ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key)).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if os.Geteuid() == 0 {
		_ = os.MkdirAll("/run/sshd", 0o755) // where it wants to separate privileges
	}
	write := func(name, format string, args ...any) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, fmt.Appendf(nil, format, args...), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	serverConfig := write("sshd_config", "HostKey %[1]s/host\nAuthorizedKeysFile %[1]s/user.pub\nPidFile none\nUsePAM no\nPermitRootLogin yes\nStrictModes no\nMaxStartups 100\nSetEnv PATH=%[2]s\n", dir, os.Getenv("PATH"))
	// One server for each connection, so that the port is never anyone else's.
	port := serveEach(t, sshd, "-i", "-e", "-f", serverConfig)
	clientConfig := write("ssh_config", "Host example.org\nHostName 127.0.0.1\nPort %d\nIdentityFile %[2]s/user\nStrictHostKeyChecking no\nUserKnownHostsFile %[2]s/known\nLogLevel ERROR\n", port, dir)
	write("ssh", "#!/bin/sh\nexec %s -F %s \"$@\"\n", ssh, clientConfig)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// serveEach listens on loopback and runs a command on each connection, as inetd
// does, until the test ends. It returns the port.
func serveEach(t *testing.T, command ...string) (port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	// Not the test's context: what cleans up still asks the server.
	ctx, end := context.WithCancel(context.Background())
	var servers sync.WaitGroup
	t.Cleanup(func() {
		listener.Close()
		end()
		servers.Wait()
	})
	servers.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			servers.Go(func() { serve(ctx, conn.(*net.TCPConn), command) })
		}
	})
	return listener.Addr().(*net.TCPAddr).Port
}

func serve(ctx context.Context, conn *net.TCPConn, command []string) {
	defer conn.Close()
	f, err := conn.File()
	if err != nil {
		return
	}
	defer f.Close()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout = f, f
	_ = cmd.Run() // its end says what its client made of it
}

// TestSSH reaches the daemon through a real ssh server.
func TestSSH(t *testing.T) {
	require.Docker(t)
	require.Tool(t, "docker")
	dir := cacheDir(t)
	startSSH(t)
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DOCKER_HOST", "ssh://"+me.Username+"@example.org")
	m := openFastMachine(t, dir)
	t.Cleanup(func() { m.removeAgents(t) })
	got, err := m.Execute(t.Context(), m.script("echo one", "write out x"))
	if err != nil || got.Status != executor.Success || m.text(t, got.Log) != "one\n" {
		t.Fatal(got, err)
	}
	t.Setenv("DOCKER_HOST", "ssh://nobody-there@example.org")
	if _, err := dial(t.Context()); err == nil || !strings.Contains(err.Error(), "ssh: ") || !strings.Contains(err.Error(), "dial-stdio") {
		t.Errorf("got %v; want what ssh says and a hint", err)
	}
}
