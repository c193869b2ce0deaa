package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"golang.org/x/term"

	"dbx/engine/event"
	"dbx/executor"
)

const (
	frame     = 100 * time.Millisecond // between two pictures of the live view
	mostShown = 10                     // running actions in it
)

// live is a view of what happens now, below the lines of what has happened.
type live struct {
	screen
	last      func(event.Action) (time.Duration, bool) // how long an action took
	planned   event.Planned
	learned   bool
	forecast  forecast
	transfers transfers
}

// learnAfter is how long a build must take before its end is worth guessing.
const learnAfter = 2 * time.Second

func (l *live) plan(e event.Planned) {
	l.planned, l.learned = e, false
	l.forecast = forecast{jobs: l.forecast.jobs}
}

// newLive returns a live view on w, or nil: w is no terminal, or one that does
// not move its cursor.
func (a *app) newLive(w io.Writer, jobs int, last func(event.Action) (time.Duration, bool)) *live {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	if kind, _ := a.env("TERM"); kind == "" || kind == "dumb" {
		return nil
	}
	size := func() (int, int) {
		width, height, err := term.GetSize(int(f.Fd()))
		if err != nil || width <= 0 || height <= 0 {
			return 80, 24
		}
		return width, height
	}
	return &live{screen: screen{w: f, size: size}, last: last, forecast: forecast{jobs: jobs}}
}

// learn makes guesses about the end of a build once it has taken a while. They
// are read from disk, and so made without p.mu.
func (p *progress) learn(now time.Time) {
	if p.live == nil {
		return
	}
	p.mu.Lock()
	planned := p.live.planned
	due := !p.live.learned && planned.All != nil && now.Sub(planned.At) >= learnAfter
	p.live.learned = p.live.learned || due
	p.mu.Unlock()
	if !due {
		return
	}
	all := guesses(planned, p.live.last)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live.forecast.learn(all)
}

// picture returns the lines of the live view; p.mu is held.
func (p *progress) picture(now time.Time) []string {
	head := fmt.Sprintf("[%d/%d] %d from the cache, %d run", p.done, p.total, p.cached, p.ran)
	if p.broken > 0 {
		head += fmt.Sprintf(", %d failed", p.broken)
	}
	head += fmt.Sprintf("; %v", now.Sub(p.began).Round(time.Second))
	if left, ok := p.live.forecast.remaining(now, p.running); ok {
		head += fmt.Sprintf(", about %v left", left.Round(time.Second))
	}
	lines := []string{head}
	running := slices.SortedFunc(maps.Values(p.running), func(a, b event.Started) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	fetches := 0
	for _, s := range running {
		if s.Kind == executor.Fetch {
			fetches++
		}
	}
	for _, s := range running {
		if s.Kind == executor.Fetch {
			continue
		}
		if len(lines) > mostShown {
			lines = append(lines, fmt.Sprintf("  and %d more", len(running)-fetches-mostShown))
			break
		}
		line := fmt.Sprintf("  %s %s, %v", s.Label, s.Mnemonic, now.Sub(s.At).Round(time.Second/10))
		if p.waits[[2]string{s.Label, s.Mnemonic}] != nil {
			line += ", by another dbx"
		} else if usual, ok := p.live.forecast.usual(s.ID); ok && usual > time.Second {
			line += fmt.Sprintf(" of about %v", usual.Round(time.Second/10))
		}
		lines = append(lines, line)
	}
	switch {
	case fetches == 1:
		lines = append(lines, "  fetching a file")
	case fetches > 1:
		lines = append(lines, fmt.Sprintf("  fetching %d files", fetches))
	}
	return append(lines, p.live.transfers.lines()...)
}
