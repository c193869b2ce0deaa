package upkeep

import (
	"context"
	"errors"

	"dbx/cache/cas"
)

// sweep removes what does not stay: results first, so that what is left of them
// is never promised. What was used since it was looked at stays after all.
func (m *marking) sweep(ctx context.Context, s inventory) (removed Usage, err error) {
	for _, part := range []func(context.Context, inventory, *Usage) error{
		m.sweepResults, m.sweepLayers,
		// Before trees: taking links to a blob away would make it look used.
		m.sweepBlobs, m.sweepTrees, m.sweepRest,
	} {
		if err := part(ctx, s, &removed); err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// take removes a thing unless this is a dry run, and reports whether it went.
func (m *marking) take(remove func() (bool, error)) (bool, error) {
	if m.policy.DryRun {
		return true, nil
	}
	return remove()
}

func (m *marking) sweepResults(ctx context.Context, _ inventory, removed *Usage) error {
	for _, r := range m.doomedResults {
		gone, err := m.take(func() (bool, error) { return m.cache.Results.Remove(r) })
		if err != nil {
			return err
		}
		if gone {
			removed.Results.add(r.Bytes)
			continue
		}
		blobs, _, err := m.cache.blobsOf(ctx, r.Key)
		if err != nil {
			return err
		}
		for _, d := range blobs {
			m.keep(d)
		}
	}
	return nil
}

func (m *marking) sweepLayers(ctx context.Context, _ inventory, removed *Usage) error {
	for _, l := range m.doomedLayers {
		gone, err := m.take(func() (bool, error) { return m.cache.Layers.RemoveLayer(ctx, l.UnpackedLayer) })
		if err != nil {
			return err
		}
		if gone {
			removed.Layers.add(l.bytes)
		}
	}
	return nil
}

func (m *marking) sweepTrees(ctx context.Context, s inventory, removed *Usage) error {
	for _, t := range s.trees {
		if m.live[t.Root] || !t.Used.Before(m.horizon) {
			continue
		}
		gone, err := m.take(func() (bool, error) { return m.cache.Trees.Remove(ctx, t) })
		if err != nil {
			return err
		}
		if gone {
			removed.Trees.add(0)
		}
	}
	return nil
}

func (m *marking) sweepBlobs(ctx context.Context, s inventory, removed *Usage) error {
	for _, b := range s.blobs {
		if m.live[b.Digest] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		gone, err := m.take(func() (bool, error) { return m.cache.Store.Remove(b) })
		if err != nil {
			return err
		}
		if gone {
			removed.Blobs.add(b.Bytes)
		}
	}
	return nil
}

// sweepRest removes hashes that lead nowhere, and damaged files of the past.
func (m *marking) sweepRest(ctx context.Context, _ inventory, removed *Usage) error {
	if m.policy.DryRun {
		return nil
	}
	for sum, err := range m.cache.Store.Aliases(ctx) {
		if errors.Is(err, cas.ErrNotFound) {
			err = m.cache.Store.Forget(sum)
		}
		if err != nil {
			return err
		}
	}
	var err error
	removed.Damaged.Count, removed.Damaged.Bytes, err = m.cache.Store.RemoveCorrupt(ctx, m.horizon)
	return err
}
