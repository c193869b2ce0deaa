package sandbox_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dbx/cache/require"
	"dbx/executor/executortest"
)

const nobody = 65534

// TestOrdinaryUser runs this package's tests once more as a user without any
// privilege, and compares what both captured.
func TestOrdinaryUser(t *testing.T) {
	require.Root(t)
	require.UserNS(t)
	// Not t.TempDir, whose parents others cannot enter.
	dir, err := os.MkdirTemp("", "dbx-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	tool := filepath.Join(dir, "tool")
	executortest.Compile(t, tool)
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^(TestConformance|TestFingerprint|TestEnd|TestNetwork)", "-test.v")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "DBX_TEST_REQUIRE=userns", "TMPDIR="+dir, "HOME="+dir, executortest.ToolVariable+"="+tool)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: []uint32{nobody, 100}}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("as user %d: %v\n%s", nobody, err, out)
	}
	t.Setenv(executortest.ToolVariable, tool)
	s, store := open(t, t.TempDir())
	want := executortest.Fingerprint(t, executortest.Subject{Executor: s, Store: store})
	if !strings.Contains(string(out), want) {
		t.Errorf("root's outputs are\n%s\nthe user's are in\n%s", want, out)
	}
}

// TestFingerprint prints what TestOrdinaryUser compares.
func TestFingerprint(t *testing.T) {
	require.UserNS(t)
	s, store := open(t, t.TempDir())
	if _, err := os.Stdout.WriteString(executortest.Fingerprint(t, executortest.Subject{Executor: s, Store: store})); err != nil {
		t.Fatal(err)
	}
}
