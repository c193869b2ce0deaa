package executortest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// escapes are attempts to get out, to get at what is outside, or to leave
// something behind. Each must fail, and all that a test holds against the
// machine afterwards must be as it was.
func escapes() []testCase {
	var cases []testCase
	for _, e := range []struct {
		name string
		run  func(t *testing.T, b *bench, host *host)
	}{
		{"network", escapeByNetwork},
		{"files of the host", escapeToFiles},
		{"kernel files", escapeByKernelFiles},
		{"devices", escapeByDevices},
		{"mounts and namespaces", escapeByMounts},
		{"inputs through their descriptors", escapeByDescriptors},
		{"set-user-ID program", escapeBySetuid},
		{"other processes", escapeToProcesses},
		{"environments", escapeToEnvironments},
		{"orphans", leaveOrphans},
		{"fork bomb", forkBomb},
		{"memory disks", fillMemory},
	} {
		cases = append(cases, testCase{"escape/" + e.name, func(t *testing.T, b *bench) {
			h := newHost(t, b.Store.Dir())
			e.run(t, b, h)
			h.check(t)
		}})
	}
	return cases
}

// host is what an escape would change.
type host struct {
	marker string // in the arguments of what must not live on
	file   string
	dir    string // of the executor, who has no mount there
}

func newHost(t *testing.T, dir string) *host {
	t.Helper()
	h := &host{
		marker: fmt.Sprintf("marker-%d-%s", os.Getpid(), filepath.Base(t.TempDir())),
		file:   filepath.Join(t.TempDir(), "canary"),
		dir:    dir,
	}
	if err := os.WriteFile(h.file, []byte("canary"), 0o666); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *host) check(t *testing.T) {
	t.Helper()
	if b, err := os.ReadFile(h.file); err != nil || string(b) != "canary" {
		t.Errorf("the host's file is now %q, %v", b, err)
	}
	if left := processesWith(h.marker); len(left) > 0 {
		t.Errorf("processes live on: %v", left)
	}
	// Not all mounts, which other processes make and remove meanwhile.
	if mounts, err := os.ReadFile("/proc/self/mountinfo"); err != nil || strings.Contains(string(mounts), h.dir) {
		t.Errorf("something is mounted below %s: %v\n%s", h.dir, err, mounts)
	}
}

// processesWith lists processes whose arguments hold a word, other than this.
func processesWith(word string) []string {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	var found []string
	for _, path := range all {
		if b, _ := os.ReadFile(path); strings.Contains(string(b), word) && filepath.Base(filepath.Dir(path)) != strconv.Itoa(os.Getpid()) {
			found = append(found, strings.ReplaceAll(string(b), "\x00", " "))
		}
	}
	return found
}

// refused runs lines each of which must fail, in a command that succeeds.
func (b *bench) refused(t *testing.T, a attempt, script ...string) string {
	t.Helper()
	for i := range script {
		script[i] = "try " + script[i]
	}
	a.script = lines(append([]string{a.script}, script...)...)
	log := b.log(t, b.succeed(t, a))
	outcomes := 0
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		if strings.HasSuffix(line, ": ok") {
			t.Errorf("it worked: %s", line)
		}
		if i := strings.LastIndex(line, ": "); i > 0 && (strings.HasPrefix(line[i+2:], "E") || strings.HasPrefix(line[i+2:], "err")) {
			outcomes++
		}
	}
	if outcomes < len(script) {
		t.Errorf("%d of %d attempts were refused:\n%s", outcomes, len(script), log)
	}
	return log
}
