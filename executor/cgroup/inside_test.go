package cgroup

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"dbx/cache/require"
)

func TestHierarchies(t *testing.T) {
	for self, want := range map[string][]string{
		"":         nil,
		"garbage":  nil,
		"0::/a\n":  {"cgroup2"},
		"1:x:y:\n": nil,
		"9:name=systemd:/\n8:cpu,cpuacct:/a\n7:blkio:/\n4:memory:/\n0::/u\n": {"cgroup,cpu,cpuacct", "cgroup,memory", "cgroup2"},
	} {
		if got := hierarchies(self); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, want %q", self, got, want)
		}
	}
}

// TestFindInside finds groups where none can be seen, as in a container: the
// whole test runs once more behind a bare directory.
func TestFindInside(t *testing.T) {
	require.Root(t)
	require.UserNS(t)
	const hidden = "DBX_TEST_NO_GROUPS"
	if os.Getenv(hidden) == "" {
		if Find().Missing() != "" {
			require.Missing(t, "cgroups", "limits of "+Find().Missing()+" cannot be set here")
		}
		cmd := exec.Command("unshare", "--mount", "sh", "-c", `mount -t tmpfs none /sys/fs/cgroup && exec /proc/self/fd/3 -test.run='^TestFindInside$' -test.v`)
		program, err := os.Open("/proc/self/exe")
		if err != nil {
			t.Fatal(err)
		}
		defer program.Close()
		cmd.ExtraFiles = []*os.File{program}
		cmd.Env = append(os.Environ(), hidden+"=1")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	if missing := Find().Missing(); missing != "memory, pids, cpu" {
		t.Fatalf("only %q is missing before", missing)
	}
	self, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(self), "\n") == 1 {
		t.Skip("version 2: whoever started the tests may not be moved") // see TestDelegate
	}
	h := FindInside()
	if missing := h.Missing(); missing != "" {
		t.Fatalf("%q is missing", missing)
	}
	g, err := h.New(Limits{Pids: 5})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("sh", "-c", "echo 0 >"+h.at(g)+"; "+tooMany).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "ork") {
		t.Errorf("%v, %s", err, out)
	}
	end(t, g)
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}

// at is the file of a group's processes as a process that is started sees it.
func (h *Host) at(g *Group) string {
	return strings.Replace(filepath.Join(g.dirs[0], "cgroup.procs"), "/self/", "/"+strconv.Itoa(os.Getpid())+"/", 1)
}

// TestDelegate makes room for limits in a group of version 2 that has processes,
// with whatever controller version 2 has here.
func TestDelegate(t *testing.T) {
	require.Root(t)
	parent, controller := unified(t)
	p := place{dir: filepath.Join(parent, "dbx-test-"+strconv.Itoa(os.Getpid())), unified: true}
	if err := os.Mkdir(p.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { remove(p.dir) })
	sleeper := exec.Command("sleep", "1000")
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		sleeper.Process.Kill()
		sleeper.Wait()
		remove(filepath.Join(p.dir, prefix+"sessions"))
	})
	pid := strconv.Itoa(sleeper.Process.Pid)
	if err := os.WriteFile(filepath.Join(p.dir, "cgroup.procs"), []byte(pid), 0); err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(p.dir, "cgroup.subtree_control")
	if err := os.WriteFile(below, []byte("+"+controller), 0); err == nil {
		t.Fatal("a group with processes has groups with limits below: nothing to test")
	}
	for range 2 { // the second finds all done
		if err := p.delegate([]string{controller}); err != nil {
			t.Fatal(err)
		}
	}
	on, err := os.ReadFile(below)
	if err != nil || strings.TrimSpace(string(on)) != controller {
		t.Errorf("%q, %v; want %s", on, err, controller)
	}
	moved, err := os.ReadFile(filepath.Join(p.dir, prefix+"sessions", "cgroup.procs"))
	if err != nil || strings.TrimSpace(string(moved)) != pid {
		t.Errorf("in the group below are %q, %v; want %s", moved, err, pid)
	}
}

// unified returns a group of version 2 below which a controller is on.
func unified(t *testing.T) (dir, controller string) {
	t.Helper()
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range parse("0::/\n", string(mounts)) {
		list, _ := os.ReadFile(filepath.Join(m.mount, "cgroup.controllers"))
		for _, c := range strings.Fields(string(list)) {
			if os.WriteFile(filepath.Join(m.mount, "cgroup.subtree_control"), []byte("+"+c), 0) == nil {
				return m.mount, c
			}
		}
	}
	require.Missing(t, "cgroups", "version 2 has no controller here")
	return "", ""
}
