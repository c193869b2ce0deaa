package sandbox_test

import (
	"bufio"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
	"dbx/executor/inner"
)

// victimVariable makes this test binary a process that runs one sandbox, with
// its cache in the directory that it names.
const victimVariable = "DBX_TEST_VICTIM"

// TestEndVictim is not a test of its own: see TestEndOfProcess.
func TestEndVictim(t *testing.T) {
	dir := os.Getenv(victimVariable)
	if dir == "" {
		t.Skip("only runs as a child of TestEndOfProcess")
	}
	s, store := open(t, dir)
	_, err := s.Execute(t.Context(), executor.Spawn{
		Command: executor.Command{Args: []string{"tool", "start deaf ; sleep 1h\ndeaf\nwrite begun x\nsleep 1h"}},
		Rootfs:  executortest.Rootfs(t, store),
	})
	t.Error("it came back:", err)
}

// TestEndOfProcess kills a process that runs a sandbox: nothing of it may
// live on, and the next process clears up what is on disk.
func TestEndOfProcess(t *testing.T) {
	require.UserNS(t)
	dir := t.TempDir()
	tool := filepath.Join(dir, "tool")
	if os.Getenv(executortest.ToolVariable) != "" {
		tool = os.Getenv(executortest.ToolVariable)
	} else {
		executortest.Compile(t, tool)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestEndVictim$")
	cmd.Env = append(os.Environ(), victimVariable+"="+dir, executortest.ToolVariable+"="+tool)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the command runs", func() bool { return begun(dir) })
	family := descendants(cmd.Process.Pid)
	if len(family) < 4 { // launcher, init, command, background
		t.Fatalf("only %v are there", family)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	waitUntil(t, "all its processes are dead", func() bool {
		for _, pid := range family {
			if alive(pid) {
				return false
			}
		}
		return true
	})
	open(t, dir)
	left, _ := filepath.Glob(filepath.Join(dir, "tmp", "*", "*", "work"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestEndLeavesNothingBehind(t *testing.T) {
	require.UserNS(t)
	dir := t.TempDir()
	s, store := open(t, dir)
	r, err := s.Execute(t.Context(), executor.Spawn{
		Command: executor.Command{
			Args:    []string{"tool", "mkdir d/e\nwrite d/e/f x\nchmod 0 d/e\nchmod 0 d\nwrite /opt/new x\nmkdir /opt/shut/x\nchmod 0 /opt/shut"},
			Outputs: []executor.OutputSpec{{Path: "layer", Kind: executor.OutputLayer}},
		},
		Rootfs: executortest.Rootfs(t, store),
	})
	if err != nil || r.Status != executor.Success {
		t.Fatalf("%+v, %v", r, err)
	}
	// Directories that wait for the next spawn are empty.
	left, _ := filepath.Glob(filepath.Join(dir, "tmp", "*", "*", "*"))
	for _, path := range left {
		if inside, err := os.ReadDir(path); err != nil || len(inside) > 0 || filepath.Base(path) != "work" {
			t.Errorf("left behind: %s with %v, %v", path, inside, err)
		}
	}
}

func TestEndOfLauncher(t *testing.T) {
	require.UserNS(t)
	s, store := open(t, t.TempDir())
	sp := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", "echo hello"}},
		Rootfs:  executortest.Rootfs(t, store),
	}
	if _, err := s.Execute(t.Context(), sp); err != nil {
		t.Fatal(err)
	}
	for _, pid := range descendants(os.Getpid()) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := s.Execute(t.Context(), sp); err != nil || r.Status != executor.Success {
		t.Errorf("after the launcher died: %+v, %v", r, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.Execute(t.Context(), sp); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("after Close: %v", err)
	}
}

// TestEndOfLauncherMidSpawn kills launchers while they start sandboxes: nothing
// wrong is concluded about a command, nothing stays, and the next one works.
func TestEndOfLauncherMidSpawn(t *testing.T) {
	require.UserNS(t)
	dir := t.TempDir()
	s, store := open(t, dir)
	sp := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", "write out x"}, Outputs: []executor.OutputSpec{{Path: "out"}}},
		Rootfs:  executortest.Rootfs(t, store),
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for range 20 {
				r, err := s.Execute(t.Context(), sp)
				if err == nil && (r.Status != executor.Success || len(r.Outputs) != 1) {
					t.Errorf("%+v, but the command cannot fail", r)
				}
			}
		})
	}
	go func() {
		defer close(done)
		wg.Wait()
	}()
	for random := rand.New(rand.NewPCG(1, 2)); ; {
		select {
		case <-done:
		case <-time.After(time.Duration(random.IntN(40)) * time.Millisecond):
			for _, pid := range descendants(os.Getpid()) {
				_ = syscall.Kill(pid, syscall.SIGKILL) // it may just have ended
			}
			continue
		}
		break
	}
	if r, err := s.Execute(t.Context(), sp); err != nil || r.Status != executor.Success {
		t.Errorf("afterwards: %+v, %v", r, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	waitUntil(t, "no process is left", func() bool { return !slices.ContainsFunc(descendants(os.Getpid()), alive) })
	groups, _ := filepath.Glob("/sys/fs/cgroup/*/dbx-" + strconv.Itoa(os.Getpid()) + "-*")
	if len(groups) > 0 {
		t.Errorf("control groups are left: %v", groups)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "tmp", "*", "*", "work", "*"))
	if len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
}

// TestEndOfSandboxFromOutside: when somebody kills the sandbox, nothing may be
// concluded about the command.
func TestEndOfSandboxFromOutside(t *testing.T) {
	require.UserNS(t)
	dir := t.TempDir()
	s, store := open(t, dir)
	sp := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", "write begun x\nsleep 1h"}},
		Rootfs:  executortest.Rootfs(t, store),
	}
	ended := make(chan error, 1)
	go func() {
		_, err := s.Execute(t.Context(), sp)
		ended <- err
	}()
	waitUntil(t, "the command runs", func() bool { return begun(dir) })
	for _, pid := range descendants(os.Getpid()) {
		if b, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/comm"); strings.TrimSpace(string(b)) == inner.FirstName {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	if err := <-ended; err == nil {
		t.Error("no error")
	}
}

// begun reports whether a command of the cache in dir has written that file.
func begun(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, "tmp", "*", "*", "work", "begun"))
	return len(found) == 1
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Minute)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// descendants returns the process numbers of all below pid.
func descendants(pid int) []int {
	var all []int
	tasks, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	for _, path := range tasks {
		f, err := os.Open(path)
		if err != nil {
			continue // it just ended
		}
		words := bufio.NewScanner(f)
		words.Split(bufio.ScanWords)
		for words.Scan() {
			if child, err := strconv.Atoi(words.Text()); err == nil {
				all = append(append(all, child), descendants(child)...)
			}
		}
		f.Close()
	}
	return all
}

// alive reports whether a process exists and is no zombie.
func alive(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}
