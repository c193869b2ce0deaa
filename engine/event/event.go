// Package event says what happened during a build, as values.
//
// The set of events is closed. It knows nothing of how they are shown, stored
// or counted.
package event

import (
	"iter"
	"time"

	"dbx/cache/actioncache"
	"dbx/executor"
)

// Event is one of the types below.
type Event interface{ event() }

// Action identifies an action: within one build by its ID, and across builds
// by its target and the path of its first output.
type Action struct {
	ID       int32
	Label    string
	Mnemonic string
	Output   string
	Kind     executor.Kind
}

// Planned tells how many actions the request needs, and which, before anything
// runs. All may be called until the build ends, from any goroutine.
type Planned struct {
	At      time.Time
	Actions int
	All     iter.Seq[Action]
}

// Started tells that an action left the queue: its inputs are being resolved,
// its key looked up and, on a miss, its command run.
type Started struct {
	Action
	At time.Time
}

// Finished tells how an action ended. Err is a failure of the machine or the
// cause of a cancellation; without it Result says what the command did. An
// action that had finished before, and was run again because its blobs were
// gone, comes once more, as a Repeat.
type Finished struct {
	Action
	Repeat bool
	At     time.Time
	Args   []string
	Key    actioncache.Key
	// Transcript is what the key is the digest of; nil without a key.
	Transcript []byte
	Result     executor.Result
	Err        error
}

// Skipped tells that an action cannot run because one that it needs failed.
type Skipped struct {
	Action
	At      time.Time
	Because Action
}

func (Planned) event()  {}
func (Started) event()  {}
func (Finished) event() {}
func (Skipped) event()  {}

// Sink receives the events of one build, one at a time, in order. It must not
// block for long: the scheduler waits for it.
type Sink interface {
	Handle(Event)
}

// Func makes a function a Sink.
type Func func(Event)

// Handle implements [Sink].
func (f Func) Handle(e Event) { f(e) }
