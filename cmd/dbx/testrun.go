package main

import (
	"context"
	"fmt"

	"dbx/executor"
	"dbx/rules/test"
)

// withRuns runs each test several times, one after the other, and is content
// only if all pass. More than one run, like fresh, asks no cache and leaves
// nothing in it.
func withRuns(next executor.Executor, runs int, fresh bool) executor.Executor {
	if runs == 1 && !fresh {
		return next
	}
	return executor.Func(func(ctx context.Context, s executor.Spawn) (executor.Result, error) {
		if s.Kind != executor.Exec || s.Info.Mnemonic != test.Mnemonic {
			return next.Execute(ctx, s)
		}
		s.Info.NoCache = true
		var first, last executor.Result // to fail, and of all
		failures := 0
		for range runs {
			var err error
			took := last.Duration
			if last, err = next.Execute(ctx, s); err != nil {
				return last, err
			}
			last.Duration += took
			if last.Status != executor.Success {
				if failures++; failures == 1 {
					first = last
				}
			}
		}
		if failures == 0 {
			return last, nil
		}
		first.Duration = last.Duration
		if runs > 1 {
			first.Message = fmt.Sprintf("%d of %d runs failed; the first: %s", failures, runs, why(first))
		}
		return first, nil
	})
}
