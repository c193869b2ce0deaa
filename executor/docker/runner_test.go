package docker

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/executor/inner"
)

// A program that a container can start without any file of its root file
// system must also start outside through the same files.
func TestRunnerStartsAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "runner")
	r, err := newRunner(dir)
	if err != nil {
		t.Fatal(err)
	}
	argv := make([]string, len(r.argv))
	outside := strings.NewReplacer(libraryMount, r.libraries, inner.ContainerArg, r.program)
	for i, arg := range r.argv {
		argv[i] = outside.Replace(arg)
	}
	cmd := exec.Command(argv[0], append(argv[1:], "-test.run=^$")...)
	cmd.Env = []string{}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", argv, err, out)
	}
	if _, err := newRunner(dir); err == nil {
		t.Error("a directory of someone else was taken")
	}
}

func TestMappedFile(t *testing.T) {
	for line, want := range map[string]string{
		"7f00-7f01 r-xp 00000000 fe:00 1234   /usr/lib/libc.so.6":          "/usr/lib/libc.so.6",
		"7f00-7f01 r-xp 00000000 fe:00 1234   /with space/libc.so.6":       "/with space/libc.so.6",
		"7f00-7f01 r-xp 00000000 fe:00 1234   /tmp/go-build/exe (deleted)": "",
		"7ffc-7ffd rw-p 00000000 00:00 0      [stack]":                     "",
		"7ffc-7ffd rw-p 00000000 00:00 0":                                  "",
		"":                                                                 "",
	} {
		if got := mappedFile(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}
