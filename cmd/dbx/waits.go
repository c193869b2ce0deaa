package main

import (
	"fmt"
	"time"

	"dbx/engine/event"
	"dbx/executor"
)

// waits are the actions that another process runs just now, by target and
// mnemonic, with when this one began to wait.
type waits map[[2]string]*wait

type wait struct {
	since time.Time
	count int // of actions of the same name
	told  bool
}

// longWait is how long a wait must last to be worth a line.
const longWait = time.Second

// waited implements [executor.Waiting].
func (p *progress) waited(info executor.Info, begins bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := [2]string{info.Label, info.Mnemonic}
	w := p.waits[at]
	switch {
	case begins && w == nil:
		p.waits[at] = &wait{since: time.Now(), count: 1}
	case begins:
		w.count++
	case w.count > 1:
		w.count--
	default:
		delete(p.waits, at)
	}
}

// tellWaits says, once, what is being waited for; p.mu is held.
func (p *progress) tellWaits(now time.Time) {
	for at, w := range p.waits {
		if !w.told && now.Sub(w.since) >= longWait {
			w.told = true
			p.line("[%d/%d] waiting for another dbx, which runs %s %s", p.done, p.total, at[0], at[1])
		}
	}
}

// waiting names what has been running longest.
func (p *progress) waiting(now time.Time) {
	var first *event.Started
	for _, s := range p.running {
		if first == nil || s.At.Before(first.At) {
			first = &s
		}
	}
	others := ""
	if n := len(p.running) - 1; n > 0 {
		others = fmt.Sprintf(", and %d more", n)
	}
	p.line("[%d/%d] %s %s %s for %v%s", p.done, p.total, p.doing(*first), first.Label, first.Mnemonic, now.Sub(first.At).Round(time.Second), others)
}

// doing says what an action does for so long; p.mu is held.
func (p *progress) doing(s event.Started) string {
	if p.waits[[2]string{s.Label, s.Mnemonic}] != nil {
		return "waiting for another dbx, which runs"
	}
	return "running"
}
