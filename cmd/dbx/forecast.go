package main

import (
	"time"

	"dbx/engine/event"
	"dbx/executor"
)

// forecast guesses how long a build goes on, from how long its actions took
// when they last ran. The zero forecast knows nothing. It is not safe for
// concurrent use.
type forecast struct {
	jobs  int
	left  map[int32]guess // of actions that are not done; nil until it is known
	ended map[int32]bool
}

// guess is how long an action took the last time, if it ever ran here.
type guess struct {
	took  time.Duration
	known bool
}

// guesses asks last for the durations of all planned actions but fetches, which
// have slots of their own. It may take a while.
func guesses(planned event.Planned, last func(event.Action) (time.Duration, bool)) map[int32]guess {
	all := map[int32]guess{}
	for a := range planned.All {
		if a.Kind == executor.Fetch {
			continue
		}
		took, known := last(a)
		all[a.ID] = guess{took, known}
	}
	return all
}

// learn takes guesses over that were made while the build went on.
func (f *forecast) learn(all map[int32]guess) {
	for id := range f.ended {
		delete(all, id)
	}
	f.left = all
}

// done takes an action out of what is left.
func (f *forecast) done(id int32) {
	if f.ended == nil {
		f.ended = map[int32]bool{}
	}
	f.ended[id] = true
	delete(f.left, id)
}

// usual returns how long an action took the last time.
func (f *forecast) usual(id int32) (time.Duration, bool) {
	g := f.left[id]
	return g.took, g.known
}

// remaining returns how long the build goes on, if all that is left ran here
// before: by as many at once as may be, and no shorter than the longest.
func (f *forecast) remaining(now time.Time, running map[int32]event.Started) (time.Duration, bool) {
	if f.left == nil {
		return 0, false
	}
	var sum, longest time.Duration
	for id, g := range f.left {
		if !g.known {
			return 0, false
		}
		d := g.took
		if s, ok := running[id]; ok {
			d = max(d-now.Sub(s.At), 0)
		}
		sum += d
		longest = max(longest, d)
	}
	return max(sum/time.Duration(max(f.jobs, 1)), longest), true
}
