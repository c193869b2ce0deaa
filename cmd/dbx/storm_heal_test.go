package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestStormDamage spoils random parts of the cache at random moments of builds
// that have part of it to do again. Every build must succeed and give what an
// undisturbed one gives.
func TestStormDamage(t *testing.T) {
	random := chance(t)
	s := newStorm(t)
	all := 0
	for round := range 6 {
		s.write(t, "ws/a/seed.txt", strings.Repeat("seed ", round+1)) // all commands run
		s.clear(t)
		b := s.start(t, "spoilt")
		ended := make(chan struct{})
		go func() {
			_ = b.Wait()
			close(ended)
		}()
		harm := s.spoil(filepath.Join(s.dir, "spoilt", "dbx"), random, ended)
		if code := b.ProcessState.ExitCode(); code != exitDone {
			t.Fatalf("round %d ended with %d after\n%s\n%s", round, code, strings.Join(harm, "\n"), b.said.String())
		}
		got, ran := s.results(t), b.ran(t)
		want, once := s.undisturbed(t, fmt.Sprint("alone-", round))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d: dbx-out differs (-undisturbed +spoilt) after\n%s\n%s", round, strings.Join(harm, "\n"), diff)
		}
		for action, n := range ran {
			// Each blow costs at most one more run of an action.
			if n > 1+len(harm) {
				t.Errorf("round %d ran %s %d times for %d blows", round, action, n, len(harm))
			}
			all += n - once[action]
		}
		s.start(t, "spoilt").must(t)
		if again := s.start(t, "spoilt").must(t); len(again) > 0 {
			t.Errorf("round %d: a third build ran %v", round, again)
		}
	}
	t.Logf("%d runs more than undisturbed", all)
}

// spoil does harm until ended is closed, a few times at most, and tells what.
func (s *storm) spoil(state string, random *rand.Rand, ended <-chan struct{}) (harm []string) {
	blows := 3 + random.IntN(5)
	for {
		pause := time.Duration(random.IntN(120)) * time.Millisecond
		if blows == 0 {
			pause = time.Hour
		}
		select {
		case <-ended:
			return harm
		case <-time.After(pause):
		}
		if what := blow(state, random); what != "" {
			blows--
			harm = append(harm, what)
		}
	}
}

// blow spoils one thing, or removes a few, and says which.
func blow(state string, random *rand.Rand) string {
	kind := []string{"cas", "cas", "cas", "actions", "sha256", "trees", "layers"}[random.IntN(7)]
	if kind == "trees" || kind == "layers" {
		return removeLaidOut(filepath.Join(state, kind), random)
	}
	var files []string
	_ = filepath.WalkDir(filepath.Join(state, kind), func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, name)
		}
		return nil
	})
	if len(files) == 0 {
		return ""
	}
	name := files[random.IntN(len(files))]
	content, err := os.ReadFile(name)
	if err != nil || len(content) == 0 {
		return ""
	}
	switch random.IntN(3) {
	case 0:
		_ = os.Remove(name)
		return "removed " + name
	case 1:
		_ = os.Chmod(name, 0o644)
		_ = os.Truncate(name, int64(len(content)/2))
		return "cut " + name
	default:
		content[random.IntN(len(content))] ^= 1
		_ = os.Chmod(name, 0o644)
		_ = os.WriteFile(name, content, 0o644)
		return "changed " + name
	}
}

// removeLaidOut removes what is laid out of a tree or a layer.
func removeLaidOut(dir string, random *rand.Rand) string {
	var found []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() && e.Name() != "locks" { // two may not hold one lock
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	if len(found) == 0 {
		return ""
	}
	name := found[random.IntN(len(found))]
	gone := name + ".gone" // at once, as seen from a command
	_ = os.Rename(name, gone)
	_ = os.RemoveAll(gone)
	return "removed " + name
}
