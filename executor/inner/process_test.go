package inner

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// testCommand is one that is not confined, so that this process can start it.
func testCommand(t *testing.T, args ...string) *command {
	t.Helper()
	c := newTestCommand(t, &Spec{Args: args, Dir: t.TempDir(), Env: []string{"A=b"}})
	c.confine = &script{}
	c.report = int(devNull(t).Fd())
	c.begun = func(int) {} // this process waits in vain for SIGCHLD: it has threads
	return c
}

func devNull(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestStart starts processes by vfork, from a thread with a stack in use.
func TestStart(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for range 100 {
		c := testCommand(t, "/bin/sh", "-c", "exit $((40 + ${#A}))")
		pid := c.start(c.find())
		if pid <= 0 || c.memory.errno != 0 {
			t.Fatalf("process %d, %v", pid, c.memory.errno)
		}
		if c.wait(pid); c.outcome.kind != Exited || c.outcome.code != 41 {
			t.Fatalf("%+v, want exit code 41", c.outcome)
		}
	}
}

func TestStartOfWhatCannotBe(t *testing.T) {
	if os.Getenv("DBX_TEST_EMULATED") != "" {
		t.Skip("an emulator's vfork shares no memory")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("neither"), 0o755); err != nil {
		t.Fatal(err)
	}
	c := testCommand(t, program)
	if pid := c.start(c.find()); pid != 0 || c.memory.errno != syscall.ENOEXEC || c.outcome.code != codeNotExecutable {
		t.Errorf("process %d, %v, %+v", pid, c.memory.errno, c.outcome)
	}
	c = testCommand(t, "/bin/sh", "-c", "exit 1")
	c.confine.do("do what is impossible", syscall.SYS_CHDIR, "/no/such/directory")
	if pid := c.start(c.find()); pid != 0 || c.outcome.kind != SetUpFailed || c.outcome.failed != "do what is impossible" || c.outcome.errno != syscall.ENOENT {
		t.Errorf("process %d, %+v", pid, c.outcome)
	}
}

func TestScript(t *testing.T) {
	t.Chdir(t.TempDir())
	var s script
	s.mkdirs("a", "a/b")
	s.writeFile("a/file", "content", 0o600)
	s.symlink("file", "a/link").fine = syscall.EEXIST
	s.symlink("file", "a/link").fine = syscall.EEXIST
	s.do("one", syscall.SYS_CHDIR, "no").alt = true
	s.mkdirs("instead")
	s.do("two", syscall.SYS_CHDIR, "a").alt = true
	s.mkdirs("left-out")
	if failed, errno := s.play(); failed >= 0 {
		t.Fatalf("%s: %v", s.texts[s.ops[failed].what], errno)
	}
	for path, there := range map[string]bool{"file": true, "b": true, "link": true, "left-out": false, "../instead": true} {
		if _, err := os.Lstat(path); (err == nil) != there {
			t.Errorf("%s: %v, want it there: %v", path, err, there)
		}
	}
	if b, _ := os.ReadFile("link"); string(b) != "content" {
		t.Errorf("the file holds %q", b)
	}
	s.mkdirs("file/x", "never")
	if failed, errno := s.play(); failed < 0 || errno != syscall.ENOTDIR {
		t.Errorf("again: %d, %v", failed, errno)
	}
	var bad script
	bad.mkdirs("a\x00b")
	if bad.err == nil {
		t.Error("a NUL in a path is accepted")
	}
}
