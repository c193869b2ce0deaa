package cas_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/castest"
	"dbx/cache/digest"
)

// The test binary is also the other processes that share a store.
const (
	childDir  = "DBX_CAS_TEST_DIR"
	childRole = "DBX_CAS_TEST_ROLE"
)

func child(dir, role string) {
	s, err := cas.OpenDisk(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	switch role {
	case "share":
		err = share(s)
	case "write until killed":
		writeUntilKilled(s, dir)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// share puts, adopts and links blobs that other processes handle as well.
func share(s *cas.Disk) error {
	ctx := context.Background()
	dir, err := s.Temp()
	if err != nil {
		return err
	}
	for i := range 200 {
		want := castest.Bytes(1000*(i%50), uint64(i%50))
		d, err := s.Put(ctx, bytes.NewReader(want))
		if err != nil {
			return err
		}
		file := filepath.Join(dir, fmt.Sprint("file", i))
		if err := os.WriteFile(file, want, 0o600); err != nil {
			return err
		}
		if _, err := s.Adopt(ctx, file); err != nil {
			return err
		}
		link := filepath.Join(dir, fmt.Sprint("link", i))
		if err := s.Link(ctx, d, i%2 == 0, link); err != nil {
			return err
		}
		if got, err := os.ReadFile(link); err != nil || !bytes.Equal(got, want) {
			return fmt.Errorf("link holds other bytes: %v", err)
		}
	}
	return nil
}

func writeUntilKilled(s *cas.Disk, dir string) {
	for i := uint64(0); ; i++ {
		b := castest.Bytes(300_000, i)
		d, err := s.Put(context.Background(), bytes.NewReader(b))
		if err == nil {
			err = s.Alias(digest.SHA256Of(b), d)
		}
		if err == nil {
			var dst string
			if dst, err = s.Temp(); err == nil {
				err = s.Link(context.Background(), d, true, filepath.Join(dst, "x"))
			}
		}
		if err != nil {
			fmt.Println("failed:", err)
			return
		}
		fmt.Println(i)
	}
}

func command(t *testing.T, dir, role string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childRole+"="+role)
	return cmd
}

func TestProcessesShareAStore(t *testing.T) {
	dir := t.TempDir()
	var cmds []*exec.Cmd
	for range 4 {
		cmd := command(t, dir, "share")
		cmd.Stderr = new(bytes.Buffer)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process: %v: %s", err, cmd.Stderr)
		}
	}
	checkAll(t, dir)
	if left := sessions(t, dir); len(left) != 0 {
		t.Errorf("temporary directories left: %v", left)
	}
}

func TestKilledProcessLeavesNothingWrong(t *testing.T) {
	dir := t.TempDir()
	for round := range 5 {
		cmd := command(t, dir, "write until killed")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The first line says that the loop runs; then any moment will do.
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		go io.Copy(io.Discard, out)
		time.Sleep(time.Duration(7*(round+1)) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if len(sessions(t, dir)) == 0 {
			t.Error("the killed process left no temporary directory: the test does not test the sweep")
		}
		s := openDisk(t, dir)
		if left := sessions(t, dir); len(left) != 1 {
			t.Errorf("after opening: sessions %v, want just one's own", left)
		}
		if n := checkAll(t, dir); n == 0 {
			t.Error("nothing was stored")
		}
		s.Close()
	}
}

func TestSweepSparesTheLiving(t *testing.T) {
	dir := t.TempDir()
	a := openDisk(t, dir)
	kept, err := a.Temp()
	if err != nil {
		t.Fatal(err)
	}
	openDisk(t, dir)
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("another open took a living store's temporary directory: %v", err)
	}
}

// checkAll reads every blob with nothing but the file system and package
// digest, and returns how many there are.
func checkAll(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(dir, "cas", "v1"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		n++
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, executable := strings.CutSuffix(e.Name(), ".x")
		if got := digest.Of(b).String(); got != name {
			t.Errorf("blob %s holds %s", name, got)
		}
		info, err := e.Info()
		want := fs.FileMode(0o444)
		if executable {
			want = 0o555
		}
		if err != nil || info.Mode() != want || !info.ModTime().Equal(cas.ModTime()) {
			t.Errorf("blob %s: mode %v, time %v, %v", e.Name(), info.Mode(), info.ModTime(), err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func sessions(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "tmp", "*-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
