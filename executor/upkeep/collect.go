package upkeep

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas/session"
	"dbx/cache/digest"
)

// Policy says what [Collect] keeps.
type Policy struct {
	MaxBytes int64         // 0 is no limit
	MaxAge   time.Duration // since the last use; 0 is no limit
	Keep     []digest.Digest
	DryRun   bool
	Now      time.Time
}

// Report tells what Collect did, or with a dry run would have done.
type Report struct {
	Before  Usage `json:"before"`
	Removed Usage `json:"removed"`
}

// Collect removes what was not used for the longest time until the cache is no
// bigger than it may be: results with the blobs that no other result needs,
// unpacked layers, trees. What a process that is alive may be using is kept,
// whatever the limits: all that was used or stored since the first of them
// began. A build beside it therefore goes on undisturbed.
func Collect(ctx context.Context, c Cache, p Policy) (Report, error) {
	s, err := survey(ctx, c)
	if err != nil {
		return Report{}, err
	}
	report := Report{Before: s.usage}
	if (p.MaxBytes == 0 || s.usage.Bytes() <= p.MaxBytes) && p.MaxAge == 0 {
		return report, nil
	}
	horizon, err := horizon(c, p.Now)
	if err != nil {
		return report, err
	}
	m := &marking{cache: c, policy: p, horizon: horizon, bytes: map[digest.Digest]int64{}, live: map[digest.Digest]bool{}}
	if err := m.mark(ctx, s); err != nil {
		return report, err
	}
	report.Removed, err = m.sweep(ctx, s)
	return report, err
}

// horizon is the time since when things may be in use.
func horizon(c Cache, now time.Time) (time.Time, error) {
	oldest, found, err := session.Oldest(filepath.Join(c.Store.Dir(), "tmp"))
	if err != nil || !found || oldest.After(now) {
		oldest = now
	}
	return oldest.Add(-actioncache.UseGrain), err
}

// marking decides what stays.
type marking struct {
	cache   Cache
	policy  Policy
	horizon time.Time
	bytes   map[digest.Digest]int64 // of blobs, all inodes
	live    map[digest.Digest]bool
	total   int64 // of what stays so far
	full    bool  // nothing older fits

	doomedResults []actioncache.Stored
	doomedLayers  []layer
}

// item is something that stays or goes as a whole.
type item struct {
	used   time.Time
	result *actioncache.Stored
	layer  *layer
}

func (m *marking) mark(ctx context.Context, s inventory) error {
	for _, b := range s.blobs {
		m.bytes[b.Digest] += b.Bytes
	}
	for _, d := range m.policy.Keep {
		m.keep(d)
	}
	for _, b := range s.blobs {
		if !b.Changed.Before(m.horizon) {
			m.keep(b.Digest)
		}
	}
	items := make([]item, 0, len(s.results)+len(s.layers))
	for i, r := range s.results {
		items = append(items, item{used: r.Used, result: &s.results[i]})
	}
	for i, l := range s.layers {
		items = append(items, item{used: l.Used, layer: &s.layers[i]})
	}
	slices.SortFunc(items, func(a, b item) int { return b.used.Compare(a.used) })
	for _, it := range items {
		if err := m.judge(ctx, it); err != nil {
			return err
		}
	}
	return nil
}

// judge keeps an item, or dooms it. Items come the last used first.
func (m *marking) judge(ctx context.Context, it item) error {
	inUse := !it.used.Before(m.horizon)
	old := m.policy.MaxAge > 0 && m.policy.Now.Sub(it.used) > m.policy.MaxAge
	if it.layer != nil {
		if inUse || !old && m.fits(it.layer.bytes) {
			m.total += it.layer.bytes
		} else {
			m.doomedLayers = append(m.doomedLayers, *it.layer)
		}
		return nil
	}
	blobs, whole, err := m.cache.blobsOf(ctx, it.result.Key)
	if err != nil {
		return err
	}
	size := it.result.Bytes
	for _, d := range blobs {
		if !m.live[d] {
			size += m.bytes[d] // a blob named twice makes it a little too big
		}
	}
	if !inUse && (old || !whole || !m.fits(size)) {
		m.doomedResults = append(m.doomedResults, *it.result)
		return nil
	}
	m.total += it.result.Bytes
	for _, d := range blobs {
		m.keep(d)
	}
	return nil
}

// fits reports whether there is room for so many bytes. After the first thing
// that there is no room for there is none for what was used before it.
func (m *marking) fits(bytes int64) bool {
	m.full = m.full || m.policy.MaxBytes > 0 && m.total+bytes > m.policy.MaxBytes
	return !m.full
}

func (m *marking) keep(d digest.Digest) {
	if !m.live[d] {
		m.live[d] = true
		m.total += m.bytes[d]
	}
}
