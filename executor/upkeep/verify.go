package upkeep

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Problem is something in the cache that was not what it should be. It has been
// moved aside or removed, so that what needs it is made again.
type Problem struct {
	What   string `json:"what"` // "blob 0123456789ab", "layer sha256:…"
	Reason string `json:"reason"`
}

// Verify reads all that the cache holds and calls report, one call at a time,
// for what is wrong. It returns what it looked at. Builds may run beside it.
func Verify(ctx context.Context, c Cache, report func(Problem)) (Usage, error) {
	s, err := survey(ctx, c)
	if err != nil {
		return s.usage, err
	}
	v := &verification{cache: c, report: report}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for _, b := range s.blobs {
		group.Go(func() error { return v.found("blob "+b.Digest.String(), c.Store.Verify(gctx, b)) })
	}
	if err := group.Wait(); err != nil {
		return s.usage, err
	}
	for _, r := range s.results {
		_, err := c.Results.Peek(ctx, r.Key)
		if err := v.found("result "+r.Key.String(), err); err != nil {
			return s.usage, err
		}
	}
	if err := v.aliases(ctx); err != nil {
		return s.usage, err
	}
	for _, l := range s.layers {
		reason, err := c.Layers.VerifyLayer(ctx, l.UnpackedLayer)
		if err != nil {
			return s.usage, err
		}
		v.say("unpacked layer sha256:"+l.DiffID.String(), reason)
	}
	for _, t := range s.trees {
		reason, err := c.Trees.Verify(ctx, t)
		if err != nil {
			return s.usage, err
		}
		v.say("tree "+t.Root.String(), reason)
	}
	return s.usage, nil
}

type verification struct {
	cache  Cache
	mu     sync.Mutex
	report func(Problem)
}

// found reports a miss, and returns any other error.
func (v *verification) found(what string, err error) error {
	if errors.Is(err, cas.ErrNotFound) || errors.Is(err, actioncache.ErrNotFound) {
		v.say(what, err.Error())
		return nil
	}
	return err
}

func (v *verification) say(what, reason string) {
	if reason == "" {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.report(Problem{what, reason})
}

// aliases hashes every blob that is found by its SHA-256. A hash whose blob is
// gone is no fault, but of no use either.
func (v *verification) aliases(ctx context.Context) error {
	for sum, err := range v.cache.Store.Aliases(ctx) {
		if errors.Is(err, cas.ErrNotFound) {
			if err := v.cache.Store.Forget(sum); err != nil {
				return err
			}
			continue
		}
		if err == nil {
			err = v.alias(ctx, sum)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *verification) alias(ctx context.Context, sum digest.SHA256) error {
	d, err := v.cache.Store.BySHA256(sum)
	if errors.Is(err, cas.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := v.cache.Store.Open(ctx, d)
	if errors.Is(err, cas.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return fmt.Errorf("hash blob %s: %w", d.Short(), err)
	}
	if digest.SHA256(h.Sum(nil)) == sum {
		return ctx.Err()
	}
	v.say("sha256 "+sum.String(), fmt.Sprintf("it leads to blob %s, which has another hash", d.Short()))
	return v.cache.Store.Forget(sum)
}
