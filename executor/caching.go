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
// succeeds in: [WithAnswers] of [WithRecords].
func WithCache(next Executor, results actioncache.Cache, blobs cas.Store) Executor {
	return WithAnswers(WithRecords(next, results), results, blobs)
}

// WithAnswers answers from the action cache what it can. A result of which a
// blob is gone, or a layer is no longer found by its diffID, counts as absent.
// Spawns with Info.NoCache pass through.
func WithAnswers(next Executor, results actioncache.Cache, blobs cas.Store) Executor {
	return &caching{next, results, blobs}
}

// WithRecords records what next succeeds in, but for spawns with Info.NoCache.
func WithRecords(next Executor, results actioncache.Cache) Executor {
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		result, err := next.Execute(ctx, s)
		if err != nil || result.Status != Success || s.Info.NoCache {
			return result, err
		}
		if err := results.Record(ctx, s.Key(), encodeEntry(result)); err != nil {
			return result, fmt.Errorf("record the result of %s: %w", s.Info.Label, err)
		}
		return result, nil
	})
}

func (c *caching) Execute(ctx context.Context, s Spawn) (Result, error) {
	if s.Info.NoCache {
		return c.next.Execute(ctx, s)
	}
	if result, ok, err := c.lookup(ctx, s.Key()); ok || err != nil {
		return result, err
	}
	return c.next.Execute(ctx, s)
}

func (c *caching) lookup(ctx context.Context, key actioncache.Key) (Result, bool, error) {
	entry, err := c.results.Lookup(ctx, key)
	if errors.Is(err, actioncache.ErrNotFound) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, fmt.Errorf("look up %s: %w", key.Short(), err)
	}
	result, ok := DecodeEntry(entry)
	if !ok {
		return Result{}, false, nil
	}
	complete, err := c.complete(ctx, result)
	if err != nil || !complete {
		return Result{}, false, err
	}
	result.Cached = true
	return result, true, nil
}

// DecodeEntry returns the success that an action cache kept under a key, if the
// entry is one.
func DecodeEntry(entry []byte) (r Result, ok bool) {
	return r, json.Unmarshal(entry, &r) == nil && r.Status == Success
}

// encodeEntry returns what an action cache keeps of a result.
func encodeEntry(r Result) []byte {
	entry, err := json.Marshal(r)
	if err != nil {
		panic("BUG: result cannot be encoded: " + err.Error())
	}
	return entry
}

// complete reports whether every blob that the result names is still there.
func (c *caching) complete(ctx context.Context, result Result) (bool, error) {
	for _, out := range result.Outputs {
		if found, err := c.found(out); !found || err != nil {
			return false, err
		}
	}
	blobs, err := result.Blobs(ctx, c.blobs)
	if errors.Is(err, cas.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	missing, err := c.blobs.Missing(ctx, blobs)
	return len(missing) == 0, err
}

// Blobs returns the digests of all that the result names. A directory that is
// not in the store gives [cas.ErrNotFound], wrapped.
func (r Result) Blobs(ctx context.Context, store cas.Store) ([]digest.Digest, error) {
	var all []digest.Digest
	if !r.Log.IsZero() {
		all = append(all, r.Log)
	}
	for _, out := range r.Outputs {
		if out.Kind != merkle.Dir {
			all = append(all, out.Digest)
			continue
		}
		tree, err := merkle.Blobs(ctx, store, out.Digest)
		if err != nil {
			return nil, err
		}
		all = append(all, tree...)
	}
	return all, nil
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
