package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStormExact takes one output of each action in turn out of the cache: what
// makes it runs again, and nothing behind that.
func TestStormExact(t *testing.T) {
	s := newStorm(t)
	first := s.start(t, "exact")
	first.must(t)
	want := s.results(t)
	makers := first.makers(t)
	if len(makers) < 10 {
		t.Fatalf("only %d outputs", len(makers))
	}
	for _, blob := range slices.Sorted(maps.Keys(makers)) {
		if err := os.Remove(filepath.Join(s.dir, "exact", "dbx", "cas", "v1", blob[:2], blob)); err != nil {
			t.Fatal(err)
		}
		ran := slices.Sorted(maps.Keys(s.start(t, "exact").must(t)))
		// Once the first of several has made it again, it is there for the others.
		others := slices.DeleteFunc(slices.Clone(ran), func(a string) bool { return slices.Contains(makers[blob], a) })
		if len(ran) == 0 || len(others) > 0 {
			t.Errorf("without blob %s, which %v make, %v ran", blob, makers[blob], ran)
		}
	}
	if diff := cmp.Diff(want, s.results(t)); diff != "" {
		t.Errorf("dbx-out differs (-want +got):\n%s", diff)
	}
}

// makers returns the actions that make each output of a build, sorted.
func (b *building) makers(t *testing.T) map[string][]string {
	t.Helper()
	content, err := os.ReadFile(b.events)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(content)) {
		var e eventLine
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Type != "finished" {
			continue
		}
		for _, out := range e.Result.Outputs {
			name := out.Digest.String()
			found[name] = append(found[name], e.Action.Label+" "+e.Action.Mnemonic+" "+e.Action.Output)
			slices.Sort(found[name])
		}
	}
	return found
}
