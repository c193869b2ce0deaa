package executor

import (
	"context"
	"encoding/binary"
	"fmt"

	"dbx/cache/actioncache"
	"dbx/cache/digest"
	"dbx/cache/filelock"
)

// Waiting is told that a spawn waits for the process that has its turn, and,
// with false, that it waits no longer. It is called from any goroutine.
type Waiting func(info Info, waits bool)

// WithTurns lets one process at a time of those that name the same file, which
// it creates, run spawns of a key. Whoever comes while another process runs one
// waits until that is done or dead, and then asks next: which therefore answers
// from the action cache before it runs anything. Nobody waits for another while
// he keeps others waiting, but for what the kernel gives back when its holder
// dies, so there is no deadlock. Spawns with Info.NoCache pass through.
func WithTurns(next Executor, file string, tell Waiting) Executor {
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		if s.Info.NoCache {
			return next.Execute(ctx, s)
		}
		waits := false
		turn, err := filelock.AcquireKey(ctx, file, number(s.Key()), func() {
			waits = true
			tell(s.Info, true)
		})
		if waits {
			tell(s.Info, false)
		}
		if ctx.Err() != nil && err != nil {
			return Result{}, context.Cause(ctx)
		}
		if err != nil {
			return Result{}, fmt.Errorf("take the turn of %s: %w", s.Info.Label, err)
		}
		defer turn.Close()
		return next.Execute(ctx, s)
	})
}

// number returns the first 64 bits of a key.
func number(key actioncache.Key) uint64 {
	b, _ := digest.Digest(key).AppendBinary(nil) // it never fails
	return binary.BigEndian.Uint64(b)
}
