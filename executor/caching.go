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
	if f, ok, err := c.lookup(ctx, s.Key()); ok || err != nil {
		return f.result, err
	}
	return c.next.Execute(ctx, s)
}

// finding is a result that a look at the cache found whole.
type finding struct {
	result Result
	blobs  []digest.Digest // that it names
}

func (c *caching) lookup(ctx context.Context, key actioncache.Key) (f finding, ok bool, err error) {
	entry, err := c.results.Lookup(ctx, key)
	if errors.Is(err, actioncache.ErrNotFound) {
		return f, false, nil
	}
	if err != nil {
		return f, false, fmt.Errorf("look up %s: %w", key.Short(), err)
	}
	if f.result, ok = DecodeEntry(entry); !ok {
		return f, false, nil
	}
	if f.blobs, ok, err = c.complete(ctx, f.result); err != nil || !ok {
		return f, false, err
	}
	f.result.Cached = true
	return f, true, nil
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

// complete returns the blobs that the result names, and whether every one of
// them is still there.
func (c *caching) complete(ctx context.Context, result Result) ([]digest.Digest, bool, error) {
	for _, out := range result.Outputs {
		if found, err := c.found(out); !found || err != nil {
			return nil, false, err
		}
	}
	blobs, err := result.Blobs(ctx, c.blobs)
	if errors.Is(err, cas.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	missing, err := c.blobs.Missing(ctx, blobs)
	return blobs, len(missing) == 0, err
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
