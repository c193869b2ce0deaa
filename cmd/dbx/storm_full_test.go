package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStormFull builds with a cache on a disk that gets full, the sooner the
// smaller it is: each time the machine is at fault and says so. Then there is
// room, and the build goes on as if nothing had been.
func TestStormFull(t *testing.T) {
	s := newStorm(t)
	want, once := s.undisturbed(t, "alone")
	s.clear(t)
	out := s.onSmallDisk(t, `
for size in 64k 512k 1m 3m 6m 9m 12m 16m 24m; do
	mount -o remount,size=$size "$disk"
	code=0; dbx build --executor sandbox -j 4 //... >said 2>&1 || code=$?
	echo "== $size $code"; cat said
done
mount -o remount,size=200m "$disk"
dbx build --executor sandbox -j 4 --events events //...
dbx cache verify
dbx build //... 2>&1 | grep ' 0 run, 0 failed'
ls "$disk/dbx/tmp"
`)
	attempts := regexp.MustCompile(`(?m)^== (\w+) (\d+)$`).FindAllStringSubmatch(out, -1)
	full := 0
	for _, a := range attempts {
		switch a[2] {
		case "3":
			full++
		case "0":
		default:
			t.Errorf("with %s the build ended with %s", a[1], a[2])
		}
	}
	if n := strings.Count(out, "no space left on device"); full < 3 || n < full {
		t.Errorf("%d builds failed for want of space, and it was said %d times", full, n)
	}
	if !strings.HasSuffix(out, "\ngate\n") {
		t.Error("temporary files were left")
	}
	if diff := cmp.Diff(want, s.results(t)); diff != "" {
		t.Errorf("dbx-out differs (-undisturbed +full):\n%s", diff)
	}
	last := &building{events: filepath.Join(s.dir, "ws", "events")}
	for action, n := range last.ran(t) {
		if n > once[action] {
			t.Errorf("the last build ran %s %d times", action, n)
		}
	}
	t.Logf("%d of %d builds found no space", full, len(attempts))
	if t.Failed() {
		t.Log(out)
	}
}

// onSmallDisk runs a shell script in a mount namespace where $disk, the cache
// of dbx, is a file system of its own, and returns what it prints.
func (s *storm) onSmallDisk(t *testing.T, script string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, disk := filepath.Join(s.dir, "bin"), filepath.Join(s.dir, "disk")
	for _, dir := range []string{bin, disk} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(self, filepath.Join(bin, "dbx")); err != nil {
		t.Fatal(err)
	}
	like := s.command(t, "disk")
	cmd := exec.Command("unshare", "-rm", "sh", "-ec", `mount -t tmpfs -o size=64k none "$disk"`+script)
	cmd.Dir = like.Dir
	cmd.Env = append(like.Env, "PATH="+bin+":"+os.Getenv("PATH"), "disk="+disk)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
