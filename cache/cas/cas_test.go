package cas_test

import (
	"os"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/cas/castest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir, os.Getenv(childRole))
		return
	}
	os.Exit(m.Run())
}

func TestConformance(t *testing.T) {
	t.Run("disk", func(t *testing.T) {
		castest.Run(t, func(t *testing.T) cas.Store { return openDisk(t, t.TempDir()) })
	})
	t.Run("mem", func(t *testing.T) {
		castest.Run(t, func(*testing.T) cas.Store { return cas.NewMem() })
	})
}

func openDisk(t testing.TB, dir string, options ...cas.Option) *cas.Disk {
	t.Helper()
	s, err := cas.OpenDisk(dir, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func write(t testing.TB, path string, b []byte, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, b, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
