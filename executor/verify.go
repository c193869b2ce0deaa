package executor

import (
	"context"
	"fmt"
	"time"

	"dbx/cache/cas"
)

// Repetition is what came of running a spawn again.
type Repetition struct {
	Advisory bool   // it was run as no spawn is, and may differ
	Failure  string // why the second run gave nothing to compare; "" if it did
	Findings []Finding
	Kept     string // a folder with both versions of what differs; "" if nothing does
}

// Same reports whether the second run gave the same bytes.
func (r Repetition) Same() bool { return r.Failure == "" && len(r.Findings) == 0 }

// Finding is one place at which two runs differ.
type Finding struct {
	Output string   // the path of a file: an output, or below one
	Inside []string // from that file inwards, as package differ has it
	What   string
}

// Repeater runs spawns for the second time.
type Repeater struct {
	Executor Executor
	Advisory bool             // see [Repetition]
	Skip     func(Spawn) bool // the spawns that it leaves out; nil for none
}

// Verification says how results are verified.
type Verification struct {
	Repeaters []Repeater
	Blobs     cas.Store // has the outputs of both runs
	// Keep lays out both versions of what differs, for people, and returns
	// where.
	Keep func(ctx context.Context, s Spawn, first, second Result) (string, error)
}

// WithVerify runs again what next succeeds in, be it answered from a cache, and
// compares the bytes. What next gave stays the result; what came of the others
// is in its Repetitions. Fetches, which are known by their hash, and spawns with
// Info.NoCache are left out.
func WithVerify(next Executor, v Verification) Executor {
	began := time.Now()
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		result, err := next.Execute(ctx, s)
		if err != nil || result.Status != Success || s.Info.NoCache || s.Kind == Fetch {
			return result, err
		}
		since := time.Now()
		if result.Cached {
			since = began
		}
		if err := v.repeat(ctx, s, since, &result); err != nil {
			return Result{}, err
		}
		return result, nil
	})
}

// repeat runs s with each repeater, no earlier than in another second than
// since.
func (v Verification) repeat(ctx context.Context, s Spawn, since time.Time, result *Result) error {
	if err := awaitLater(ctx, since); err != nil {
		return err
	}
	for _, r := range v.Repeaters {
		if r.Skip != nil && r.Skip(s) {
			continue
		}
		again, err := r.Executor.Execute(ctx, s)
		if err != nil {
			return fmt.Errorf("run it again to verify: %w", err)
		}
		outcome, err := v.compare(ctx, s, *result, again)
		if err != nil {
			return fmt.Errorf("compare what two runs gave: %w", err)
		}
		outcome.Advisory = r.Advisory
		result.Repetitions = append(result.Repetitions, outcome)
	}
	return nil
}

func (v Verification) compare(ctx context.Context, s Spawn, first, second Result) (r Repetition, err error) {
	if second.Status != Success {
		r.Failure = second.Message
		if r.Failure == "" {
			r.Failure = fmt.Sprintf("exit code %d", second.ExitCode)
		}
		return r, nil
	}
	if r.Findings, err = compareOutputs(ctx, v.Blobs, first.Outputs, second.Outputs); err != nil || len(r.Findings) == 0 {
		return r, err
	}
	r.Kept, err = v.Keep(ctx, s, first, second)
	return r, err
}

// tick is the coarsest clock that files are stamped by: that of zip.
const tick = 2 * time.Second

// awaitLater returns when clocks, coarse ones too, show another time than they
// did at t.
func awaitLater(ctx context.Context, t time.Time) error {
	// Without the monotonic reading: what counts is what a command sees.
	timer := time.NewTimer(time.Until(t.Round(0).Truncate(tick).Add(tick)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
