package executor

import (
	"context"
	"sync"

	"dbx/cache/actioncache"
)

type dedupe struct {
	next    Executor
	mu      sync.Mutex
	running map[actioncache.Key]*flight
}

type flight struct {
	done   chan struct{}
	result Result
	err    error
}

// WithDedupe runs spawns of equal keys once at a time: whoever comes while one
// is running waits for it and shares its result, whatever its status. An error
// is not shared, since it may be a cancellation that was not theirs; nor is the
// failure of a fetch, since another may name other mirrors, which are in no key.
func WithDedupe(next Executor) Executor {
	return &dedupe{next: next, running: map[actioncache.Key]*flight{}}
}

func (d *dedupe) Execute(ctx context.Context, s Spawn) (Result, error) {
	if s.Info.NoCache {
		return d.next.Execute(ctx, s)
	}
	key := s.Key()
	for {
		d.mu.Lock()
		f, busy := d.running[key]
		if !busy {
			f = &flight{done: make(chan struct{})}
			d.running[key] = f
		}
		d.mu.Unlock()
		if !busy {
			return d.lead(ctx, s, key, f)
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return Result{}, context.Cause(ctx)
		}
		if f.err == nil && (f.result.Status == Success || s.Kind != Fetch) {
			result := f.result
			result.Cached = true // it was another's run
			result.Repetitions = nil
			return result, nil
		}
	}
}

func (d *dedupe) lead(ctx context.Context, s Spawn, key actioncache.Key, f *flight) (Result, error) {
	f.result, f.err = d.next.Execute(ctx, s)
	d.mu.Lock()
	delete(d.running, key)
	d.mu.Unlock()
	close(f.done)
	return f.result, f.err
}
