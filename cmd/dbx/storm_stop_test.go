package main

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStormStopped stops a build half-way, as a debugger or a laptop's lid may.
// Another does what it can meanwhile, and waits for the rest; when the first
// goes on, both end well.
func TestStormStopped(t *testing.T) {
	s := newStorm(t)
	want, once := s.undisturbed(t, "alone")
	first := s.start(t, "stopped")
	reach(t, first.events, 5)
	if err := first.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	second := s.start(t, "stopped")
	time.Sleep(3 * longWait) // long enough for it to say that it waits, if it does
	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	total := first.must(t)
	for action, n := range second.must(t) {
		total[action] += n
	}
	for action, n := range total {
		if n != once[action] {
			t.Errorf("%s was run %d times", action, n)
		}
	}
	if got := s.results(t); len(got) != len(want) {
		t.Errorf("%d files in dbx-out, want %d", len(got), len(want))
	}
	if !strings.Contains(second.said.String(), "waiting for another dbx") {
		t.Log("the second found nothing to wait for")
	}
}

// reach waits until a build has written so many events.
func reach(t *testing.T, events string, lines int) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		if b, err := os.ReadFile(events); err == nil && bytes.Count(b, []byte("\n")) >= lines {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the build did not write %d events", lines)
		}
	}
}
