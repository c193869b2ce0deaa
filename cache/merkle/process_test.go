package merkle_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// The test binary is also the other processes that share a farm.
const (
	childDir  = "DBX_MERKLE_TEST_DIR"
	childRoot = "DBX_MERKLE_TEST_ROOT"
)

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := layOut(dir, os.Getenv(childRoot)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func layOut(dir, root string) error {
	s, err := cas.OpenDisk(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	f, err := merkle.NewFarm(s, filepath.Join(dir, "trees"))
	if err != nil {
		return err
	}
	d, err := digest.Parse(root)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = f.Tree(context.Background(), d)
	return err
}

func start(t *testing.T, dir string, root digest.Digest) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childRoot+"="+root.String())
	cmd.Stderr = new(bytes.Buffer)
	return cmd
}

func TestProcessesShareAFarm(t *testing.T) {
	s := newDisk(t)
	want := numbered(400)
	root := want.store(t, s)
	var cmds []*exec.Cmd
	for range 4 {
		cmd := start(t, s.Dir(), root)
		must(t, cmd.Start())
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process: %v: %s", err, cmd.Stderr)
		}
	}
	path, err := newFarm(t, s).Tree(t.Context(), root)
	must(t, err)
	wantTree(t, path, want)
}

// TestKilledWhileLayingOut: there is the whole tree or none, and what was
// begun is swept.
func TestKilledWhileLayingOut(t *testing.T) {
	s := newDisk(t)
	want := numbered(2000)
	root := want.store(t, s)
	for round := range 4 {
		cmd := start(t, s.Dir(), root)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5*round) * time.Millisecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		found, err := filepath.Glob(filepath.Join(s.Dir(), "trees", "??", "*"))
		must(t, err)
		for _, path := range found {
			wantTree(t, path, want)
		}
	}
	other, err := cas.OpenDisk(s.Dir())
	must(t, err)
	must(t, other.Close())
	if left, _ := filepath.Glob(filepath.Join(s.Dir(), "tmp", "*-*")); len(left) != 1 {
		t.Errorf("temporary directories: %v, want this process's alone", left)
	}
	path, err := newFarm(t, s).Tree(t.Context(), root)
	must(t, err)
	wantTree(t, path, want)
}
