package main

import (
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStormShared lets four processes build the same at once, in one tree and
// one cache, while others check and collect the cache: each action is run by
// one of them, and all is as if there had been one.
func TestStormShared(t *testing.T) {
	s := newStorm(t)
	want, once := s.undisturbed(t, "alone")
	for round := range 2 {
		s.clear(t)
		cache := []string{"shared-0", "shared-1"}[round]
		var builds []*building
		for range 4 {
			builds = append(builds, s.start(t, cache))
		}
		// From here on nothing may be collected that one of them wants.
		for _, b := range builds {
			reach(t, b.events, 2) // what is to be done is known
		}
		stop, stopped := make(chan struct{}), make(chan error)
		go func() { stopped <- beside(stop, s, t, cache) }()
		total := map[string]int{}
		for _, b := range builds {
			for action, n := range b.must(t) {
				total[action] += n
			}
		}
		close(stop)
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(once, total); diff != "" {
			t.Errorf("four builds together did not run each action once (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, s.results(t)); diff != "" {
			t.Errorf("dbx-out differs from that of one build (-want +got):\n%s", diff)
		}
		if again := s.start(t, cache).must(t); len(again) > 0 {
			t.Errorf("the next build ran %v", again)
		}
	}
}

// beside collects and checks the cache until stop is closed.
func beside(stop <-chan struct{}, s *storm, t *testing.T, cache string) error {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return nil
		default:
		}
		args := [][]string{{"gc", "--max-size", "1MiB"}, {"cache", "verify"}}[i%2]
		cmd := s.command(t, cache, args...)
		if out, err := cmd.CombinedOutput(); err != nil {
			return &exec.Error{Name: args[0] + ": " + string(out), Err: err}
		}
	}
}
