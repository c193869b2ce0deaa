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
	executortest.Run(t, executortest.Subject{Executor: s, Store: store, Unenforced: s.Unenforced()})
}

func TestProbe(t *testing.T) {
	require.UserNS(t)
	s, _ := open(t, t.TempDir())
	if err := s.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
}
