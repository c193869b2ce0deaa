package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"dbx/cache/cas"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

// result is what became of a test. Without an end it never ran.
type result struct {
	label  label.Label
	action graph.ActionID
	end    *event.Finished
	missed string // what it needed, and did not get
}

// results gathers what becomes of tests. Handle belongs to the scheduler's
// goroutine; the rest is for afterwards.
type results struct {
	tests []*result // sorted by label
	by    map[int32]*result
}

func newResults(g *graph.Graph, tests []label.Label) *results {
	r := &results{by: map[int32]*result{}}
	for _, l := range tests {
		t := &result{label: l, action: testAction(g, l)}
		r.tests = append(r.tests, t)
		r.by[int32(t.action)] = t
	}
	slices.SortFunc(r.tests, func(a, b *result) int { return a.label.Compare(b.label) })
	return r
}

func (r *results) actions() []graph.ActionID {
	ids := make([]graph.ActionID, len(r.tests))
	for i, t := range r.tests {
		ids[i] = t.action
	}
	return ids
}

// Handle implements [event.Sink].
func (r *results) Handle(e event.Event) {
	switch e := e.(type) {
	case event.Finished:
		if t := r.by[e.ID]; t != nil {
			t.end = &e
		}
	case event.Skipped:
		if t := r.by[e.ID]; t != nil {
			t.missed = fmt.Sprintf("it needs %s %s, which failed", e.Because.Label, e.Because.Mnemonic)
		}
	}
}

// verdict says in one word how a test went.
func (t *result) verdict() string {
	switch {
	case t.end == nil:
		return "NOT RUN"
	case t.end.Err != nil:
		return "ERROR"
	case t.end.Result.Status == executor.Success:
		return "PASS"
	case t.end.Result.Status == executor.TimedOut:
		return "TIMEOUT"
	}
	return "FAIL"
}

// remark says why the verdict is no better.
func (t *result) remark() string {
	switch {
	case t.end == nil && t.missed != "":
		return t.missed
	case t.end == nil:
		return "an earlier failure ended the run"
	case t.end.Err != nil:
		return t.end.Err.Error()
	case t.end.Result.Status == executor.Success:
		return ""
	}
	return why(t.end.Result)
}

// took is how long the test's command ran, be it in an earlier build.
func (t *result) took() time.Duration {
	if t.end == nil {
		return 0
	}
	return t.end.Result.Duration
}

func (t *result) cached() bool { return t.end != nil && t.end.Err == nil && t.end.Result.Cached }

// table is a line for each test, those that did not pass last, and the counts.
func (r *results) table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	counts := map[string]int{}
	cached := 0
	for _, passed := range []bool{true, false} {
		for _, t := range r.tests {
			if verdict := t.verdict(); (verdict == "PASS") == passed {
				counts[verdict]++
				note := t.remark()
				if t.cached() {
					cached++
					note = "cached"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", verdict, t.label, shortly(t), note)
			}
		}
	}
	w.Flush()
	lines := strings.SplitAfter(b.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \n")
	}
	return strings.Join(lines, "\n") + r.counts(counts, cached) + "\n"
}

// shortly is a time of three digits; a test that never ran has none.
func shortly(t *result) string {
	switch d := t.took(); {
	case t.end == nil:
		return "-"
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	default:
		return d.Round(10 * time.Millisecond).String()
	}
}

func (r *results) counts(counts map[string]int, cached int) string {
	noun := "tests"
	if len(r.tests) == 1 {
		noun = "test"
	}
	parts := []string{fmt.Sprintf("%d passed", counts["PASS"])}
	if cached > 0 {
		parts[0] += fmt.Sprintf(" (%d cached)", cached)
	}
	for _, c := range []struct{ verdict, words string }{
		{"FAIL", "failed"}, {"TIMEOUT", "timed out"}, {"ERROR", "with an error of the machine"}, {"NOT RUN", "not run"},
	} {
		if n := counts[c.verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c.words))
		}
	}
	return fmt.Sprintf("%d %s: %s", len(r.tests), noun, strings.Join(parts, ", "))
}

// printLogs prints the logs of the tests that passed; those of the others have
// been shown as they ended.
func (r *results) printLogs(w io.Writer, store cas.Store) {
	for _, t := range r.tests {
		if t.verdict() != "PASS" {
			continue
		}
		log, err := blob(store, t.end.Result.Log)
		if err != nil {
			log = []byte("(the log is no longer in the cache)\n")
		}
		fmt.Fprintf(w, "== log of %s\n%s", t.label, log)
		if len(log) > 0 && log[len(log)-1] != '\n' {
			fmt.Fprintln(w)
		}
	}
}
