package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestStormKilled kills builds at random moments. Nothing of theirs goes on
// running, what they had finished is not run again, and in the end all is as if
// there had been one build.
func TestStormKilled(t *testing.T) {
	random := chance(t)
	s := newStorm(t)
	began := time.Now()
	want, once := s.undisturbed(t, "alone")
	whole := time.Since(began)
	s.clear(t)
	total := map[string]int{}
	for kill := range 12 {
		b := s.start(t, "killed")
		time.Sleep(time.Duration(random.Int64N(int64(whole/2)) + 1))
		_ = b.Process.Kill()
		_ = b.Wait()
		s.quiet(t, "killed")
		for action := range b.ran(t) {
			if total[action]++; total[action] > 1 {
				t.Errorf("kill %d: %s was finished before", kill, action)
			}
		}
	}
	ran := s.start(t, "killed").must(t)
	for action := range ran {
		if total[action] > 0 {
			t.Errorf("%s was finished before", action)
		}
	}
	maps.Copy(total, ran)
	for action := range total {
		if once[action] == 0 {
			t.Errorf("%s was run, which no build needs", action)
		}
	}
	if diff := cmp.Diff(want, s.results(t)); diff != "" {
		t.Errorf("dbx-out differs (-undisturbed +killed):\n%s", diff)
	}
	s.swept(t, "killed")
}

// quiet waits until no process is left that works with a cache.
func (s *storm) quiet(t *testing.T, cache string) {
	t.Helper()
	mark := "XDG_CACHE_HOME=" + filepath.Join(s.dir, cache)
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		left := ""
		environments, _ := filepath.Glob("/proc/[0-9]*/environ")
		for _, name := range environments {
			if b, err := os.ReadFile(name); err == nil && strings.Contains(string(b), mark) {
				left = filepath.Dir(name)
			}
		}
		if left == "" {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s is still alive", left)
		}
	}
}

// swept checks that nothing of dead processes is left: files, mounts.
func (s *storm) swept(t *testing.T, cache string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(s.dir, cache, "dbx", "tmp"))
	if err != nil || len(entries) != 1 {
		t.Errorf("temporary files: %v, %v", entries, err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil || strings.Contains(string(mounts), s.dir) {
		t.Errorf("something is still mounted: %v\n%s", err, mounts)
	}
	for name := range s.results(t) {
		if strings.Contains(name, ".dbx-export-") {
			t.Errorf("%s was left", name)
		}
	}
}
