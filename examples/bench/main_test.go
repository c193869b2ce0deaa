package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestQuick holds the comparison of builds over a small graph.
func TestQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("builds dbx")
	}
	doc := filepath.Join(t.TempDir(), "doc.md")
	if err := os.WriteFile(doc, []byte("before\n"+reportBegins+"old\n"+reportEnds+"after\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(t.Context(), []string{"-quick", "-only", "null build", "-write", doc}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "### Null build of 31 actions") || !strings.Contains(out.String(), "| dbx build | ") || strings.Contains(out.String(), "dbx build | not here") {
		t.Errorf("the report is\n%s", &out)
	}
	text, err := os.ReadFile(doc)
	if want := "before\n" + reportBegins + out.String() + reportEnds + "after\n"; err != nil || string(text) != want {
		t.Errorf("the document is %q, %v, want %q", text, err, want)
	}
}

// TestRace has turns, medians, and those that cannot take part.
func TestRace(t *testing.T) {
	var turns []string
	after := func(name string, walls ...time.Duration) contender {
		return contender{name: name, run: func(context.Context) (sample, error) {
			turns = append(turns, name)
			wall := walls[0]
			walls = walls[1:]
			return sample{wall: wall}, nil
		}}
	}
	broken := contender{name: "broken", run: func(context.Context) (sample, error) { return sample{}, errors.New("no | daemon\nmore") }}
	got, err := race(t.Context(), []contender{after("a", 1, 9, 2), broken, after("b", 4, 4, 5), {name: "c", missing: "none"}}, 3)
	if err != nil || strings.Join(turns, "") != "ababab" {
		t.Errorf("turns %v, %v", turns, err)
	}
	if got[0].wall != 2 || got[2].wall != 4 || got[1].missing != "no / daemon" || got[3].missing != "none" {
		t.Errorf("results %+v", got)
	}
}

// TestRaceFails: what worked once and then fails is no figure.
func TestRaceFails(t *testing.T) {
	calls := 0
	flaky := contender{name: "flaky", run: func(context.Context) (sample, error) {
		if calls++; calls > 1 {
			return sample{}, errors.New("broke")
		}
		return sample{}, nil
	}}
	if _, err := race(t.Context(), []contender{flaky}, 2); err == nil || !strings.Contains(err.Error(), "flaky, round 2: broke") {
		t.Errorf("error %v", err)
	}
}

func TestReport(t *testing.T) {
	var r report
	r.add("a race", []result{{name: "one", sample: sample{wall: 2 * time.Second, cpu: time.Second}}, {name: "two", sample: sample{wall: time.Second}}, {name: "three", missing: "gone"}}, nil)
	r.add("another", nil, errors.New("no\nluck"))
	want := "\n### A race\n\n| | wall | ratio | CPU | ratio |\n|---|--:|--:|--:|--:|\n| one | 2s | 1.00 | 1s | 1.00 |\n| two | 1s | 0.50 |  |  |\n| three | not here: gone | | | |\n\n### Another\n\nNot measured here: no.\n"
	if r.String() != want {
		t.Errorf("%q, want %q", r.String(), want)
	}
}

func TestReplaceReportNeedsMarkers(t *testing.T) {
	doc := filepath.Join(t.TempDir(), "doc.md")
	if err := os.WriteFile(doc, []byte("text\n"+reportEnds+reportBegins), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := replaceReport(doc, "x"); err == nil || !strings.Contains(err.Error(), "are not there") {
		t.Errorf("error %v", err)
	}
}
