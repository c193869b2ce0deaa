package executor

import (
	"context"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Memory knows from earlier builds which results are whole, so that neither
// entries nor blobs need be looked at again.
type Memory interface {
	// Recall returns the result under a key if nothing that it consists of has
	// gone since it was remembered. It answers for a key once: who asks again
	// has found that something is missing after all.
	Recall(ctx context.Context, key actioncache.Key) (Result, bool, error)
	// Remember takes note of a result that was just now found whole, and of all
	// the blobs that it names.
	Remember(key actioncache.Key, r Result, blobs []digest.Digest)
}

// WithMemory is [WithAnswers] that looks at the action cache only for what m
// does not recall.
func WithMemory(next Executor, results actioncache.Cache, blobs cas.Store, m Memory) Executor {
	c := &caching{next, results, blobs}
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		if s.Info.NoCache {
			return next.Execute(ctx, s)
		}
		key := s.Key()
		if result, ok, err := m.Recall(ctx, key); ok || err != nil {
			result.Cached = true
			return result, err
		}
		f, ok, err := c.lookup(ctx, key)
		if err != nil {
			return Result{}, err
		}
		if !ok {
			return next.Execute(ctx, s)
		}
		m.Remember(key, f.result, f.blobs)
		return f.result, nil
	})
}
