package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/engine/event"
	"dbx/executor"
	"dbx/executor/fetch"
)

// vt is the little of a terminal that the live view relies on: lines, the
// cursor's way up, and erasing to the end.
type vt struct {
	t      *testing.T
	height int
	lines  []string // the last is where the cursor is
	top    int      // first line that is still on the screen
}

func (v *vt) Write(p []byte) (int, error) {
	if len(v.lines) == 0 {
		v.lines = []string{""}
	}
	for rest := string(p); rest != ""; {
		if after, ok := strings.CutPrefix(rest, "\x1b["); ok {
			var up int
			if _, err := fmt.Sscanf(after, "%dA", &up); err == nil {
				at := len(v.lines) - 1 - up
				if at < v.top {
					v.t.Fatalf("the cursor goes up %d lines from line %d, past the top %d", up, len(v.lines)-1, v.top)
				}
				// All that is below is erased next.
				v.lines = v.lines[:at+1]
				_, rest, _ = strings.Cut(after, "A")
				continue
			}
			if rest, ok = strings.CutPrefix(after, "J"); ok {
				v.lines[len(v.lines)-1] = ""
				continue
			}
			v.t.Fatalf("unknown sequence %q", after)
		}
		r := []rune(rest)[0]
		rest = rest[len(string(r)):]
		if r != '\n' {
			v.lines[len(v.lines)-1] += string(r)
			continue
		}
		v.lines = append(v.lines, "")
		v.top = max(v.top, len(v.lines)-v.height)
	}
	return len(p), nil
}

func (v *vt) text() []string { return v.lines[:len(v.lines)-1] }

func TestScreenKeepsLinesAndReplacesStatus(t *testing.T) {
	term := &vt{t: t, height: 6}
	s := &screen{w: term, size: func() (int, int) { return 20, term.height }}
	fmt.Fprintln(s, "first")
	s.show([]string{"one", "two"})
	s.show([]string{"a status that is far too long", "tab\tand\x1b[2J"})
	if want := []string{"first", "a status that is f…", "tab?and?[2J"}; !slices.Equal(term.text(), want) {
		t.Errorf("%q, want %q", term.text(), want)
	}
	for i := range 10 {
		fmt.Fprintf(s, "line %d\nof two\n", i)
		s.show(slices.Repeat([]string{"busy"}, i)) // more than there is room for
	}
	s.show(nil)
	if got := term.text(); len(got) != 21 || got[0] != "first" || got[20] != "of two" || slices.Contains(got, "busy") {
		t.Errorf("%q", got)
	}
}

// TestScreenThatGetsNarrow: what was drawn takes more rows now.
func TestScreenThatGetsNarrow(t *testing.T) {
	var b strings.Builder
	width := 40
	s := &screen{w: &b, size: func() (int, int) { return width, 24 }}
	s.show([]string{strings.Repeat("x", 39), "short"})
	width = 10
	b.Reset()
	s.show(nil)
	if got := b.String(); got != "\x1b[5A\x1b[J" {
		t.Errorf("%q, want the way up over four rows and one", got)
	}
}

func TestLiveViewTellsWhatRuns(t *testing.T) {
	term := &vt{t: t, height: 40}
	l := &live{
		screen: screen{w: term, size: func() (int, int) { return 100, term.height }},
		last:   func(a event.Action) (time.Duration, bool) { return 30 * time.Second, a.ID != 2 },
	}
	l.forecast.jobs = 2
	p := newProgress(l, cas.NewMem())
	p.live = l
	start := time.Now()
	p.began = start
	actions := []event.Action{
		{ID: 0, Label: "//a:hit", Mnemonic: "Run"},
		{ID: 1, Label: "//a:known", Mnemonic: "Run"},
		{ID: 2, Label: "//a:new", Mnemonic: "Run"},
		{ID: 3, Label: "//a:file", Mnemonic: "Fetch", Kind: executor.Fetch},
		{ID: 4, Label: "//a:later", Mnemonic: "Run"},
	}
	p.Handle(event.Planned{At: start, Actions: len(actions), All: slices.Values(actions)})
	for _, a := range actions[:4] {
		p.Handle(event.Started{Action: a, At: start})
	}
	p.Handle(event.Finished{Action: actions[0], At: start, Result: executor.Result{Cached: true}})
	now := start.Add(10 * time.Second)
	p.learn(now)
	p.tick(now)
	want := []string{
		"[1/5] 1 from the cache, 0 run; 10s", // one that never ran keeps the end unknown
		"  //a:known Run, 10s of about 30s",
		"  //a:new Run, 10s",
		"  fetching a file",
	}
	if !slices.Equal(term.text(), want) {
		t.Errorf("shown:\n%s\nwant:\n%s", strings.Join(term.text(), "\n"), strings.Join(want, "\n"))
	}
	long := fetch.Transfer{Label: "//a:file", What: "a.tar", Got: 3 << 20, Total: 10 << 20}
	p.transferred(long)
	p.transferred(fetch.Transfer{Label: "//a:git", What: "git:1234", Got: 2 << 20, Total: -1})
	p.transferred(fetch.Transfer{Label: "//a:file", What: "short", Got: 5, Total: 10})
	p.tick(now)
	if got := term.text(); len(got) != 6 || got[4] != "    //a:file a.tar, 3.0 MiB of 10.0 MiB" || got[5] != "    //a:git git:1234, 2.0 MiB" {
		t.Errorf("downloads: %q", got)
	}
	long.Done = true
	p.transferred(long)
	p.tick(now)
	if got := term.text(); len(got) != 5 || got[4] != "    //a:git git:1234, 2.0 MiB" {
		t.Errorf("after a download: %q", got)
	}
	p.Handle(event.Finished{Action: actions[1], At: now, Result: executor.Result{}})
	p.tick(now)
	if got := term.text(); got[0] != "[2/5] //a:known Run, 10s" || !strings.HasPrefix(got[1], "[2/5] 1 from the cache, 1 run;") {
		t.Errorf("after an action ended: %q", got)
	}
	p.Handle(event.Finished{Action: actions[2], At: now, Result: executor.Result{}})
	p.tick(now)
	if got := term.text(); got[2] != "[3/5] 1 from the cache, 2 run; 10s, about 30s left" {
		t.Errorf("with one left that is known: %q", got)
	}
	p.clear()
	if got := term.text(); len(got) != 2 {
		t.Errorf("at the end: %q", got)
	}
}

func TestManyRunningActions(t *testing.T) {
	term := &vt{t: t, height: 40}
	l := &live{screen: screen{w: term, size: func() (int, int) { return 100, term.height }}}
	p := newProgress(l, cas.NewMem())
	p.live = l
	now := time.Now()
	for i := range int32(50) {
		p.Handle(event.Started{Action: event.Action{ID: i, Label: fmt.Sprintf("//a:%02d", i), Mnemonic: "Run"}, At: now})
	}
	p.tick(now)
	if got := term.text(); len(got) != mostShown+2 || got[len(got)-1] != "  and 40 more" {
		t.Errorf("%q", got)
	}
}
