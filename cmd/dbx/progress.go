package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/engine/event"
	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/rules/source"
)

// progress prints a plain line for each action that ran or failed. Answers
// from the cache are only counted, fetches are gathered in one line every few
// seconds, and in a long silence it says what is being waited for; with a live
// view it says that all the time.
type progress struct {
	w     io.Writer
	store cas.Store
	live  *live // nil for plain lines

	mu      sync.Mutex // lines come from executors too
	total   int
	done    int
	cached  int
	ran     int
	broken  int
	again   int // second runs
	unlike  int // of those, that gave other bytes and should not
	began   time.Time
	running map[int32]event.Started
	waits   waits
	fetched int       // since the last line about fetches
	told    time.Time // when that was
	spoke   time.Time // when the last line of any kind was
}

const (
	fetchPace = 3 * time.Second // the least time between two lines about fetches
	silence   = 8 * time.Second // the longest time without any line
)

func newProgress(w io.Writer, store cas.Store) *progress {
	now := time.Now()
	return &progress{w: w, store: store, began: now, told: now, spoke: now, running: map[int32]event.Started{}, waits: waits{}}
}

// line prints one line; p.mu is held.
func (p *progress) line(format string, args ...any) {
	p.spoke = time.Now()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// watch breaks long silences until stop is closed.
func (p *progress) watch(stop <-chan struct{}) {
	pace := time.Second
	if p.live != nil {
		pace = frame
		defer p.clear()
	}
	ticks := time.NewTicker(pace)
	defer ticks.Stop()
	for {
		select {
		case <-stop:
			return
		case now := <-ticks.C:
			p.learn(now)
			p.tick(now)
		}
	}
}

// tick does what the passing of time asks for.
func (p *progress) tick(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live == nil {
		p.tellWaits(now)
	}
	switch {
	case len(p.running) == 0:
	case p.live != nil:
		p.live.show(p.picture(now))
	case now.Sub(p.spoke) >= silence:
		p.waiting(now)
	}
}

// clear takes the live view away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live != nil {
		p.live.show(nil)
	}
}

// logTail is how many lines of a failed command's log are shown.
const logTail = 40

// Handle implements [event.Sink].
func (p *progress) Handle(e event.Event) {
	log := p.logOf(e) // before the lock, since a store may have a warning to print
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := e.(type) {
	case event.Planned:
		p.total, p.done, p.cached, p.ran, p.broken = e.Actions, 0, 0, 0, 0
		if p.live != nil {
			p.live.plan(e)
		}
	case event.Started:
		p.running[e.ID] = e
	case event.Finished:
		p.finished(e, log)
	case event.Skipped:
		p.done++
		p.line("[%d/%d] skipped %s %s, which needs %s %s", p.done, p.total, e.Label, e.Mnemonic, e.Because.Label, e.Because.Mnemonic)
	}
}

// logOf returns the log of a command that failed, if there is one to show.
func (p *progress) logOf(e event.Event) []byte {
	f, ok := e.(event.Finished)
	if !ok || f.Err != nil || f.Result.Status == executor.Success {
		return nil
	}
	log, err := blob(p.store, f.Result.Log)
	if err != nil || said(f.Result, log) {
		return nil
	}
	return log
}

func (p *progress) finished(e event.Finished, log []byte) {
	p.count(e)
	took := e.At.Sub(p.running[e.ID].At).Round(time.Millisecond)
	delete(p.running, e.ID)
	at := fmt.Sprintf("[%d/%d]", p.done, p.total)
	defer p.repeated(at, e)
	if e.Err == nil && e.Result.Status == executor.Success && e.Kind == executor.Fetch {
		p.tellFetched(e)
		return
	}
	switch {
	case errors.Is(e.Err, errInterrupted) || errors.Is(e.Err, context.Canceled):
		p.line("%s stopped %s %s after %v", at, e.Label, e.Mnemonic, took)
	case e.Err != nil:
		p.line("%s error in %s %s: %v", at, e.Label, e.Mnemonic, e.Err)
	case e.Result.Status != executor.Success:
		p.failed(at, e, log)
	case !e.Result.Cached:
		p.flushFetched(at)
		p.line("%s %s %s, %v", at, e.Label, e.Mnemonic, took)
	}
}

func (p *progress) count(e event.Finished) {
	if !e.Repeat {
		p.done++
	}
	switch {
	case e.Err != nil || e.Result.Status != executor.Success:
		p.broken++
	case e.Result.Cached:
		p.cached++
	default:
		p.ran++
	}
	if p.live != nil {
		p.live.forecast.done(e.ID)
	}
}

func (p *progress) tellFetched(e event.Finished) {
	if e.Result.Cached || p.live != nil || e.Mnemonic == source.TakeFolder {
		return // what is looked at here comes from nowhere
	}
	p.fetched++
	if e.At.Sub(p.told) >= fetchPace {
		p.flushFetched(fmt.Sprintf("[%d/%d]", p.done, p.total))
		p.told = e.At
	}
}

func (p *progress) flushFetched(at string) {
	switch {
	case p.fetched == 1:
		p.line("%s fetched a file", at)
	case p.fetched > 1:
		p.line("%s fetched %d files", at, p.fetched)
	}
	p.fetched = 0
}

func (p *progress) failed(at string, e event.Finished, log []byte) {
	if e.Kind != executor.Exec {
		p.line("%s failed: %s %s: %s", at, e.Label, e.Mnemonic, e.Result.Message)
		return // no command ran, and all has been said
	}
	p.line("%s failed: %s %s: %s", at, e.Label, e.Mnemonic, why(e.Result))
	if len(e.Args) > 0 {
		p.line("  command: %s", strings.Join(quoted(e.Args), " "))
	}
	if len(log) > 0 {
		tail(p.w, log, logTail)
	}
	p.line("  whole log: dbx log %s", e.Label)
}

// said reports whether a log has nothing but what [why] says: what runs
// in-process has its message for a log.
func said(r executor.Result, log []byte) bool {
	return strings.TrimSpace(string(log)) == strings.TrimSpace(r.Message)
}

func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line(format, args...)
}

func (p *progress) summary(r *schedule.Report) {
	p.clear()
	took := time.Since(p.began).Round(10 * time.Millisecond)
	noun := "actions"
	if r.Wanted == 1 {
		noun = "action"
	}
	rest := ""
	if n := r.Wanted - r.Cached - r.Executed - len(r.Failures) - r.Skipped; n > 0 {
		rest = fmt.Sprintf(", %d not tried", n)
	}
	p.say("%d %s: %d from the cache, %d run, %d failed, %d skipped%s%s; %v",
		r.Wanted, noun, r.Cached, r.Executed, len(r.Failures), r.Skipped, rest, p.verdict(), took)
}

// why says in a few words how a command ended.
func why(r executor.Result) string {
	reason := ""
	switch r.Status {
	case executor.Failed:
		reason = fmt.Sprintf("exit code %d", r.ExitCode)
	case executor.Signaled:
		reason = fmt.Sprintf("killed by signal %d", r.ExitCode-128)
	case executor.TimedOut:
		reason = "timeout"
	case executor.OutOfMemory:
		reason = "out of memory"
	case executor.MissingOutput:
		reason = "missing output"
	case executor.WrongOutput:
		reason = "wrong output"
	}
	switch {
	case r.Message == "":
		return reason
	case r.Status == executor.Signaled || r.Status == executor.TimedOut:
		return r.Message
	}
	return reason + ": " + r.Message
}

func blob(store cas.Store, d digest.Digest) ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	r, err := store.Open(context.Background(), d)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// quoted returns arguments as a shell would need them, long ones cut.
func quoted(args []string) []string {
	const long = 120
	shown := make([]string, len(args))
	for i, arg := range args {
		if len(arg) > long {
			arg = arg[:long] + "…"
		}
		if arg == "" || strings.ContainsAny(arg, " \t\n\"'\\$`;&|<>()*?[]#~") {
			arg = strconv.Quote(arg)
		}
		shown[i] = arg
	}
	return shown
}
