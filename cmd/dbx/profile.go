package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"dbx/engine/event"
	"dbx/executor"
)

// The processes of a profile, one for each pool of work; their threads are the
// slots of the pool.
const (
	profileEngine = iota
	profileCommands
	profileBuiltins
	profileFetches
)

// profile writes a trace in the Trace Event Format of Chrome, which Perfetto
// and chrome://tracing open. It is a sink, so calls come one at a time.
type profile struct {
	file  *os.File
	buf   *bufio.Writer
	began time.Time
	lanes [profileFetches + 1][]bool // which slots of a pool are taken
	open  map[int32]slot
	first bool // nothing has been written yet
}

// slot is where a running action is drawn.
type slot struct {
	lane int
	at   time.Time
}

// traceEvent is one element of "traceEvents". Times are in microseconds.
type traceEvent struct {
	Name  string         `json:"name"`
	Cat   string         `json:"cat,omitempty"`
	Phase string         `json:"ph"`
	Time  int64          `json:"ts"`
	Dur   int64          `json:"dur,omitempty"`
	Pid   int            `json:"pid"`
	Tid   int            `json:"tid"`
	Args  map[string]any `json:"args,omitempty"`
}

// openProfile makes or empties the file; times are told from began on.
func openProfile(path string, began time.Time) (*profile, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	p := &profile{file: f, buf: bufio.NewWriter(f), began: began, open: map[int32]slot{}, first: true}
	fmt.Fprint(p.buf, `{"displayTimeUnit":"ms","traceEvents":[`)
	for pid, name := range []string{"dbx", "commands", "in-process", "fetches"} {
		p.write(traceEvent{Name: "process_name", Phase: "M", Pid: pid, Args: map[string]any{"name": name}})
		p.write(traceEvent{Name: "process_sort_index", Phase: "M", Pid: pid, Args: map[string]any{"sort_index": pid}})
	}
	return p, nil
}

// span draws something that the engine itself did.
func (p *profile) span(name string, from, to time.Time) {
	p.write(traceEvent{Name: name, Cat: "engine", Phase: "X", Time: p.micros(from), Dur: to.Sub(from).Microseconds(), Pid: profileEngine})
}

// Handle implements [event.Sink].
func (p *profile) Handle(e event.Event) {
	switch e := e.(type) {
	case event.Started:
		pid := poolOf(e.Kind)
		lane := slices.Index(p.lanes[pid], false)
		if lane < 0 {
			lane = len(p.lanes[pid])
			p.lanes[pid] = append(p.lanes[pid], false)
		}
		p.lanes[pid][lane] = true
		p.open[e.ID] = slot{lane, e.At}
	case event.Finished:
		p.finished(e)
	}
}

func (p *profile) finished(e event.Finished) {
	s, ok := p.open[e.ID]
	if !ok {
		return
	}
	delete(p.open, e.ID)
	pid := poolOf(e.Kind)
	p.lanes[pid][s.lane] = false
	category, status := "run", statusName(e.Result.Status)
	switch {
	case e.Err != nil:
		category, status = "failed", e.Err.Error()
	case e.Result.Status != executor.Success:
		category = "failed"
	case e.Result.Cached:
		category = "cached"
	}
	args := map[string]any{"label": e.Label, "output": e.Output, "status": status}
	if e.Err == nil {
		args["key"] = e.Key.String()
		args["command_ms"] = e.Result.Duration.Milliseconds()
	}
	p.write(traceEvent{
		Name: e.Mnemonic + " " + e.Label, Cat: category, Phase: "X",
		Time: p.micros(s.at), Dur: max(e.At.Sub(s.at).Microseconds(), 1), Pid: pid, Tid: s.lane, Args: args,
	})
}

// close ends the file and returns the first thing that went wrong with it.
func (p *profile) close() error {
	fmt.Fprintln(p.buf, "\n]}")
	return errors.Join(p.buf.Flush(), p.file.Close())
}

// write adds an element; Flush tells what goes wrong.
func (p *profile) write(e traceEvent) {
	b, err := json.Marshal(e)
	if err != nil {
		panic("BUG: event cannot be encoded: " + err.Error())
	}
	if !p.first {
		_ = p.buf.WriteByte(',')
	}
	p.first = false
	_ = p.buf.WriteByte('\n')
	_, _ = p.buf.Write(b)
}

func (p *profile) micros(t time.Time) int64 { return t.Sub(p.began).Microseconds() }

func poolOf(k executor.Kind) int {
	switch k {
	case executor.Builtin:
		return profileBuiltins
	case executor.Fetch:
		return profileFetches
	}
	return profileCommands
}
