package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"time"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/executor"
)

// eventsSchema is the version of the lines that docs/events.md describes. A new
// field leaves it; a field that goes or means something else raises it.
const eventsSchema = 1

// eventLine is one line of --events. Which fields are there depends on Type.
type eventLine struct {
	Type     string         `json:"type"`
	At       time.Time      `json:"at"`
	Schema   int            `json:"schema,omitempty"`
	Version  string         `json:"version,omitempty"`
	Actions  *int           `json:"actions,omitempty"`
	Action   *eventAction   `json:"action,omitempty"`
	Because  *eventAction   `json:"because,omitempty"`
	Repeat   bool           `json:"repeat,omitempty"`
	Key      string         `json:"key,omitempty"`
	Status   string         `json:"status,omitempty"`
	Cached   *bool          `json:"cached,omitempty"`
	Result   *eventResult   `json:"result,omitempty"`
	Counts   map[string]int `json:"counts,omitempty"`
	ExitCode *int           `json:"exit_code,omitempty"`
}

// eventAction names an action; id is its number within the build.
type eventAction struct {
	ID       int32  `json:"id"`
	Label    string `json:"label"`
	Mnemonic string `json:"mnemonic"`
	Output   string `json:"output"`
	Kind     string `json:"kind"`
}

// eventResult tells what an action did.
type eventResult struct {
	ExitCode   int            `json:"exit_code"`
	Message    string         `json:"message,omitempty"`
	DurationMS int64          `json:"duration_ms"`
	Log        *digest.Digest `json:"log,omitempty"`
	Outputs    []eventOutput  `json:"outputs,omitempty"`
	Again      []eventAgain   `json:"again,omitempty"`
}

// eventAgain tells what a second run of an action gave.
type eventAgain struct {
	Same     bool           `json:"same"`
	Advisory bool           `json:"advisory,omitempty"`
	Failure  string         `json:"failure,omitempty"`
	Findings []eventFinding `json:"findings,omitempty"`
	Kept     string         `json:"kept,omitempty"`
}

// eventFinding is one place at which two runs differ.
type eventFinding struct {
	Output string   `json:"output,omitempty"`
	Inside []string `json:"inside,omitempty"`
	What   string   `json:"what"`
}

// eventOutput is a file or tree that an action made.
type eventOutput struct {
	Path   string        `json:"path"`
	Kind   string        `json:"kind"` // file, executable, tree or layer
	Digest digest.Digest `json:"digest"`
	DiffID digest.SHA256 `json:"diff_id,omitzero"`
}

// events writes each event as a line of JSON. It is a sink, so calls come one
// at a time.
type events struct {
	file *os.File
	buf  *bufio.Writer
	now  func() time.Time
	err  error // the first one; nothing is written after it

	counts map[string]int // actions by how they ended
}

// openEvents makes or empties the file and begins it.
func openEvents(path string, now func() time.Time) (*events, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	e := &events{file: f, buf: bufio.NewWriter(f), now: now, counts: map[string]int{}}
	e.write(eventLine{Type: "build", At: now(), Schema: eventsSchema, Version: version()})
	return e, nil
}

// Handle implements [event.Sink].
func (e *events) Handle(ev event.Event) {
	switch ev := ev.(type) {
	case event.Planned:
		e.write(eventLine{Type: "planned", At: ev.At, Actions: &ev.Actions})
	case event.Started:
		e.write(eventLine{Type: "started", At: ev.At, Action: actionOf(ev.Action)})
	case event.Finished:
		e.count(ev)
		e.write(finishedLine(ev))
	case event.Skipped:
		e.counts["skipped"]++
		e.write(eventLine{Type: "skipped", At: e.now(), Action: actionOf(ev.Action), Because: actionOf(ev.Because)})
	}
}

func (e *events) count(ev event.Finished) {
	switch {
	case ev.Repeat:
	case ev.Err != nil || ev.Result.Status != executor.Success:
		e.counts["failed"]++
	case ev.Result.Cached:
		e.counts["cached"]++
	default:
		e.counts["executed"]++
	}
}

// close ends the file with the outcome of the build and returns the first thing
// that went wrong with it.
func (e *events) close(exitCode int) error {
	e.write(eventLine{Type: "done", At: e.now(), ExitCode: &exitCode, Counts: e.counts})
	if e.err == nil {
		e.err = e.buf.Flush()
	}
	return errors.Join(e.err, e.file.Close())
}

// write writes a line through, so that whoever follows the file sees it.
func (e *events) write(line eventLine) {
	if e.err != nil {
		return
	}
	line.At = line.At.UTC()
	b, err := json.Marshal(line)
	if err != nil {
		panic("BUG: event cannot be encoded: " + err.Error())
	}
	_, _ = e.buf.Write(append(b, '\n')) // Flush tells
	if line.Type != "started" {
		e.err = e.buf.Flush()
	}
}

func finishedLine(ev event.Finished) eventLine {
	line := eventLine{Type: "finished", At: ev.At, Action: actionOf(ev.Action), Repeat: ev.Repeat, Cached: &ev.Result.Cached}
	if ev.Err != nil {
		line.Status = "error"
		if errors.Is(ev.Err, errInterrupted) {
			line.Status = "interrupted"
		}
		line.Result = &eventResult{Message: ev.Err.Error()}
		return line
	}
	r := ev.Result
	line.Key, line.Status = ev.Key.String(), statusName(r.Status)
	line.Result = &eventResult{ExitCode: r.ExitCode, Message: r.Message, DurationMS: r.Duration.Milliseconds()}
	for _, out := range r.Outputs {
		line.Result.Outputs = append(line.Result.Outputs, eventOutput{out.Path, outputKind(out), out.Digest, out.DiffID})
	}
	for _, again := range r.Repetitions {
		line.Result.Again = append(line.Result.Again, againOf(again))
	}
	if !r.Log.IsZero() {
		line.Result.Log = &r.Log
	}
	return line
}

func againOf(r executor.Repetition) eventAgain {
	again := eventAgain{Same: r.Same(), Advisory: r.Advisory, Failure: r.Failure, Kept: r.Kept}
	for _, f := range r.Findings {
		again.Findings = append(again.Findings, eventFinding(f))
	}
	return again
}

func actionOf(a event.Action) *eventAction {
	return &eventAction{ID: a.ID, Label: a.Label, Mnemonic: a.Mnemonic, Output: a.Output, Kind: kindName(a.Kind)}
}

func outputKind(out executor.Output) string {
	switch {
	case !out.DiffID.IsZero():
		return "layer"
	case out.Kind == merkle.Dir:
		return "tree"
	case out.Kind == merkle.Executable:
		return "executable"
	}
	return "file"
}

func kindName(k executor.Kind) string {
	switch k {
	case executor.Builtin:
		return "builtin"
	case executor.Fetch:
		return "fetch"
	}
	return "exec"
}

func statusName(s executor.Status) string {
	switch s {
	case executor.Success:
		return "success"
	case executor.Signaled:
		return "signaled"
	case executor.TimedOut:
		return "timeout"
	case executor.OutOfMemory:
		return "out_of_memory"
	case executor.MissingOutput:
		return "missing_output"
	}
	return "failed"
}
