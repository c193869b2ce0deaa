package cgroup

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dbx/cache/require"
)

const v1Mounts = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
38 31 0:35 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
41 31 0:38 / /sys/fs/cgroup/uni\040fied rw,relatime shared:3 - cgroup2 cgroup2 rw
`

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		self, mounts string
		want         []membership
	}{
		"nothing": {},
		"hybrid": {"8:cpu,cpuacct:/a\n4:memory:/docker/abc/x\n7:blkio:/\n0::/u\n", v1Mounts, []membership{
			{mount: "/sys/fs/cgroup/uni fied", path: "/u"},
			{mount: "/sys/fs/cgroup/cpu", path: "/a", controllers: []string{"cpu"}},
			{mount: "/sys/fs/cgroup/memory", path: "/x", controllers: []string{"memory"}},
		}},
		"not below the mount": {"4:memory:/elsewhere\n", v1Mounts, nil},
		"garbage":             {"4\n::\nx:y\n", "1 2 3\n - \n1 2 3 / /x - cgroup\n", nil},
	} {
		if got := parse(c.self, c.mounts); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("8:cpu,cpuacct:/a\n0::/u\n", v1Mounts)
	f.Add("0::/../..\n", "41 31 0:38 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
	f.Fuzz(func(t *testing.T, self, mounts string) {
		for _, m := range parse(self, mounts) {
			for _, c := range m.controllers {
				if c != memory && c != pids && c != cpu {
					t.Errorf("controller %q", c)
				}
			}
		}
	})
}

func TestSettings(t *testing.T) {
	all := []string{memory, pids, cpu}
	l := Limits{Memory: 1 << 20, Pids: 7, CPUs: 2}
	for name, c := range map[string]struct {
		p    place
		want string
	}{
		"version 2": {place{unified: true, controllers: all},
			"memory.max=1048576 memory.swap.max=0 pids.max=7 cpu.weight=200 cpu.max=200000 100000"},
		"version 1": {place{controllers: all},
			"memory.limit_in_bytes=1048576 memory.memsw.limit_in_bytes=1048576 pids.max=7 cpu.shares=2048 cpu.cfs_period_us=100000 cpu.cfs_quota_us=200000"},
		"one controller": {place{controllers: []string{pids}}, "pids.max=7"},
	} {
		var got []string
		for _, s := range c.p.settings(l) {
			got = append(got, s.file+"="+s.value)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", name, text, c.want)
		}
		if none := c.p.settings(Limits{}); len(none) > 0 {
			t.Errorf("%s: no limits are %v", name, none)
		}
	}
}

func TestKilled(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n": false, "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n": true,
		"low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\noom_group_kill 0\n": true, "oom 3\noom_kill 0\n": false,
	} {
		if got := killed(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestGroup makes real groups, puts processes into them and removes them.
func TestGroup(t *testing.T) {
	require.Root(t)
	h := Find()
	if !h.Has(memory) || !h.Has(pids) {
		require.Missing(t, "cgroups", "limits of "+h.Missing()+" cannot be set here")
	}
	for _, c := range []struct {
		name, script, log string
		outOfMemory       bool
	}{
		{"processes", tooMany, "ork", false},
		{"memory", "dd if=/dev/zero of=/dev/null bs=200M count=1; exit 1", "", true},
	} {
		g, err := h.New(Limits{Memory: 64 << 20, Pids: 5, CPUs: 1})
		if err != nil {
			t.Fatal(err)
		}
		var enter strings.Builder
		for _, dir := range g.dirs {
			enter.WriteString("echo 0 >" + filepath.Join(dir, "cgroup.procs") + "; ")
		}
		out, err := exec.Command("sh", "-c", enter.String()+c.script).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.log) {
			t.Errorf("%s: %v, %s", c.name, err, out)
		}
		end(t, g)
		if got := g.OutOfMemory(); got != c.outOfMemory {
			t.Errorf("%s: out of memory: %v", c.name, got)
		}
		if err := g.Close(); err != nil {
			t.Error(err)
		}
		for _, dir := range g.dirs {
			if _, err := os.Stat(dir); err == nil {
				t.Errorf("%s is still there", dir)
			}
		}
	}
}

// tooMany is a shell script that starts nine processes, which stay.
const tooMany = "for i in 1 2 3 4 5 6 7 8 9; do sleep 1h >/dev/null 2>&1 & done; echo survived"

// end kills what is left in a group, and waits until it is gone.
func end(t *testing.T, g *Group) {
	t.Helper()
	for _, dir := range g.dirs {
		for left := []string{""}; len(left) > 0; time.Sleep(time.Millisecond) {
			b, err := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
			if err != nil {
				t.Fatal(err)
			}
			left = strings.Fields(string(b))
			for _, word := range left {
				if pid, err := strconv.Atoi(word); err == nil {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			}
		}
	}
}

// TestNamesThatAreTaken meets groups of a killed process that had this one's number.
func TestNamesThatAreTaken(t *testing.T) {
	p := place{dir: t.TempDir()}
	for _, n := range []uint64{0, 1, 2} {
		if err := os.Mkdir(filepath.Join(p.dir, name(n)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var next atomic.Uint64
	for _, want := range []uint64{3, 4} {
		if dir, err := p.make(&next); err != nil || dir != filepath.Join(p.dir, name(want)) {
			t.Errorf("%s, %v; want %s", dir, err, name(want))
		}
	}
	p.dir = filepath.Join(p.dir, "missing")
	if _, err := p.make(&next); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in no directory: %v", err)
	}
}

// TestSweep leaves behind what a killed process would.
func TestSweep(t *testing.T) {
	p := place{dir: t.TempDir()}
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	gone := filepath.Join(p.dir, strings.Replace(name(1), "-"+strconv.Itoa(os.Getpid())+"-", "-"+strconv.Itoa(dead.Process.Pid)+"-", 1))
	kept := []string{filepath.Join(p.dir, name(1)), filepath.Join(p.dir, "dbx-other"), filepath.Join(p.dir, "docker"), gone + "young"}
	for _, dir := range append(kept, gone) {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if dir != gone+"young" {
			if err := os.Chtimes(dir, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.sweep()
	if _, err := os.Stat(gone); err == nil {
		t.Error("a dead process's group is still there")
	}
	for _, dir := range kept {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
}
