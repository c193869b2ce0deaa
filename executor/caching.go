package executor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

type caching struct {
	next    Executor
	results actioncache.Cache
	blobs   cas.Store
}

// indexed is a store that also finds blobs by their SHA-256: the way from a
// layer's diffID to its bytes.
type indexed interface {
	BySHA256(sum digest.SHA256) (digest.Digest, error)
}

// WithCache answers from the action cache what it can, and records what next
// succeeds in. A result of which a blob is gone, or a layer is
// no longer found by its diffID, counts as absent. Spawns with
// Info.NoCache pass through.
func WithCache(next Executor, results actioncache.Cache, blobs cas.Store) Executor {
	return &caching{next, results, blobs}
}

func (c *caching) Execute(ctx context.Context, s Spawn) (Result, error) {
	if s.Info.NoCache {
		return c.next.Execute(ctx, s)
	}
	key := s.Key()
	if result, ok, err := c.lookup(ctx, key); ok || err != nil {
		return result, err
	}
	result, err := c.next.Execute(ctx, s)
	if err != nil || result.Status != Success {
		return result, err
	}
	entry, err := json.Marshal(result)
	if err != nil {
		panic("BUG: result cannot be encoded: " + err.Error())
	}
	if err := c.results.Record(ctx, key, entry); err != nil {
		return result, fmt.Errorf("record the result of %s: %w", s.Info.Label, err)
	}
	return result, nil
}

func (c *caching) lookup(ctx context.Context, key actioncache.Key) (Result, bool, error) {
	entry, err := c.results.Lookup(ctx, key)
	if errors.Is(err, actioncache.ErrNotFound) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, fmt.Errorf("look up %s: %w", key.Short(), err)
	}
	var result Result
	if json.Unmarshal(entry, &result) != nil || result.Status != Success {
		return Result{}, false, nil
	}
	complete, err := c.complete(ctx, result)
	if err != nil || !complete {
		return Result{}, false, err
	}
	result.Cached = true
	return result, true, nil
}

// complete reports whether every blob that the result names is still there.
func (c *caching) complete(ctx context.Context, result Result) (bool, error) {
	var need []digest.Digest
	if !result.Log.IsZero() {
		need = append(need, result.Log)
	}
	for _, out := range result.Outputs {
		if found, err := c.found(out); !found || err != nil {
			return false, err
		}
		if out.Kind != merkle.Dir {
			need = append(need, out.Digest)
			continue
		}
		blobs, err := merkle.Blobs(ctx, c.blobs, out.Digest)
		if errors.Is(err, cas.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		need = append(need, blobs...)
	}
	missing, err := c.blobs.Missing(ctx, need)
	return len(missing) == 0, err
}

// found reports whether a layer's diffID still leads to it.
func (c *caching) found(out Output) (bool, error) {
	index, ok := c.blobs.(indexed)
	if !ok || out.DiffID.IsZero() {
		return true, nil
	}
	d, err := index.BySHA256(out.DiffID)
	if errors.Is(err, cas.ErrNotFound) {
		return false, nil
	}
	return err == nil && d == out.Digest, err
}
