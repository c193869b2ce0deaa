package docker

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	write := func(name, format string, args ...any) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, fmt.Appendf(nil, format, args...), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	serverConfig := write("sshd_config", "Port %d\nListenAddress 127.0.0.1\nHostKey %[2]s/host\nAuthorizedKeysFile %[2]s/user.pub\nPidFile none\nUsePAM no\nPermitRootLogin yes\nStrictModes no\nSetEnv PATH=%s\n", port, dir, os.Getenv("PATH"))
	server := exec.Command(sshd, "-D", "-e", "-f", serverConfig)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	clientConfig := write("ssh_config", "Host example.org\nHostName 127.0.0.1\nPort %d\nIdentityFile %[2]s/user\nStrictHostKeyChecking no\nUserKnownHostsFile %[2]s/known\nLogLevel ERROR\n", port, dir)
	write("ssh", "#!/bin/sh\nexec %s -F %s \"$@\"\n", ssh, clientConfig)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			conn.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the ssh server does not listen")
		}
	}
}

// TestSSH reaches the daemon through a real ssh server.
func TestSSH(t *testing.T) {
	require.Docker(t)
	require.Tool(t, "docker")
	startSSH(t)
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DOCKER_HOST", "ssh://"+me.Username+"@example.org")
	m := openFastMachine(t, cacheDir(t))
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
