package docker

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"dbx/cache/require"
	"dbx/executor/executortest"
	"dbx/executor/sandbox"
)

//go:embed testdata/differences
var differences string

func TestConformance(t *testing.T) {
	m := newMachine(t)
	executortest.Run(t, m.subject(t))
}

func (m machine) subject(t *testing.T) executortest.Subject {
	t.Helper()
	if err := m.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return executortest.Subject{Executor: m, Store: m.store, Differences: m.differences(t)}
}

// TestFingerprint prints what the suite's commands gave; the next test
// compares it.
func TestFingerprint(t *testing.T) {
	m := newMachine(t)
	if _, err := os.Stdout.WriteString(executortest.Fingerprint(t, m.subject(t))); err != nil {
		t.Fatal(err)
	}
}

// TestSameBytes compares what commands give in containers with what they give
// in the sandbox, and to an ordinary user who may only talk to the daemon.
func TestSameBytes(t *testing.T) {
	m := newMachine(t)
	got := executortest.Fingerprint(t, m.subject(t))
	t.Run("sandbox", func(t *testing.T) {
		require.UserNS(t)
		s := sandbox.New(m.stage)
		t.Cleanup(func() { s.Close() })
		want := executortest.Fingerprint(t, executortest.Subject{Executor: s, Store: m.store})
		// The log lists what can be seen, some of which differs.
		if outputs(got) != outputs(want) {
			t.Errorf("containers give\n%s\nthe sandbox gives\n%s", got, want)
		}
		// But not where it is the same sandbox.
		if fast := executortest.Fingerprint(t, newFastMachine(t).subject()); fast != want {
			t.Errorf("fast mode gives\n%s\nthe sandbox gives\n%s", fast, want)
		}
	})
	t.Run("ordinary user", func(t *testing.T) {
		require.Root(t)
		out := asUser(t, "^(TestConformance|TestFingerprint|TestExecute|TestCancel|TestFastFingerprint|TestFastExecutes)$")
		if strings.Count(out, outputs(got)) != 2 {
			t.Errorf("root gets\n%s\nthe user gets\n%s", got, out)
		}
	})
}

// outputs is a fingerprint without the log.
func outputs(fingerprint string) string {
	before, _, _ := strings.Cut(fingerprint, "\nlog ")
	return before
}

// asUser runs tests of this package once more as a user without any privilege
// but the use of the daemon's socket.
func asUser(t *testing.T, tests string) string {
	t.Helper()
	const nobody = 65534
	socket, ok := strings.CutPrefix(os.Getenv("DOCKER_HOST"), "unix://")
	if !ok {
		socket = "/var/run/docker.sock"
	}
	var st unix.Stat_t
	if err := unix.Stat(socket, &st); err != nil {
		require.Missing(t, "docker", "no local socket: "+err.Error())
	}
	// Not t.TempDir, whose parents others cannot enter.
	dir, err := os.MkdirTemp("", "dbx-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	tool := filepath.Join(dir, "tool")
	executortest.Compile(t, tool)
	foreign := filepath.Join(dir, "foreign")
	executortest.CompileForeign(t, foreign)
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run="+tests, "-test.v")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "HOME="+dir, executortest.ToolVariable+"="+tool, executortest.ForeignToolVariable+"="+foreign)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: []uint32{st.Gid}}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("as user %d: %v\n%s", nobody, err, out)
	}
	return string(out)
}

// differences fills in what depends on the machine: file systems, whether the
// test itself needs libraries, and whether its kernel has an image of its
// memory for the engine to link to.
func (m machine) differences(t *testing.T) string {
	t.Helper()
	info, err := m.api.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := "overlay rw"
	if info.Driver == "fuse-overlayfs" {
		root = "fuse.fuse-overlayfs rw,nodev"
	}
	text := strings.NewReplacer("ROOT", root, "STORE", fileSystem(t, m.store.Dir())).Replace(differences)
	kit, err := m.kit.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if kit.self.libraries == "" {
		text = strings.Replace(text, "mount /.dbx/lib:", "# ", 1)
	}
	if _, err := os.Stat("/proc/kcore"); err != nil {
		text += "-at /dev/core\nin /dev: drwxr-xr-x 14\n"
	}
	return text
}

// fileSystem returns the kind of file system that a path is on.
func fileSystem(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		t.Fatal(err)
	}
	kind, longest := "", 0
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		under := f[1] == "/" || path == f[1] || strings.HasPrefix(path, f[1]+"/")
		if under && len(f[1]) >= longest {
			kind, longest = f[2], len(f[1])
		}
	}
	return kind
}
