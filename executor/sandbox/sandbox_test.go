package sandbox_test

import (
	"path/filepath"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor/executortest"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
)

// open returns a sandbox over a cache of its own in dir.
func open(t testing.TB, dir string) (*sandbox.Sandbox, *cas.Disk) {
	t.Helper()
	store, err := cas.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "trees"))
	if err != nil {
		t.Fatal(err)
	}
	stager, err := stage.New(store, farm, filepath.Join(dir, "layers"))
	if err != nil {
		t.Fatal(err)
	}
	s := sandbox.New(stager)
	t.Cleanup(func() { s.Close() })
	return s, store
}

func TestConformance(t *testing.T) {
	require.UserNS(t)
	s, store := open(t, t.TempDir())
	executortest.Run(t, executortest.Subject{Executor: s, Store: store})
}

func TestProbe(t *testing.T) {
	require.UserNS(t)
	s, _ := open(t, t.TempDir())
	if err := s.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestOrdinaryUser runs the whole suite once more as a user without any
// privilege, and compares what both captured.
func TestOrdinaryUser(t *testing.T) {
	require.Root(t)
	require.UserNS(t)
	const nobody = 65534
	dir := t.TempDir()
	s, store := open(t, dir)
	own := executortest.Fingerprint(t, executortest.Subject{Executor: s, Store: store})

	theirs := worldDir(t)
	if err := os.Chown(theirs, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^(TestConformance|TestFingerprint)$", "-test.v")
	cmd.Dir = theirs
	cmd.Env = append(os.Environ(), "TMPDIR="+theirs, "HOME="+theirs, "DBX_TEST_TOOL="+tool)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: []uint32{nobody, 100}}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("as user %d: %v\n%s", nobody, err, out)
	}
	if !strings.Contains(string(out), own) {
		t.Errorf("root's outputs are\n%s\nthe user's are in\n%s", own, out)
	}
}
