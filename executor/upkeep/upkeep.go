// Package upkeep looks after the cache directory: how big it is, what may go,
// whether it is sound.
//
// It knows which blobs a result needs and what was used when, and works beside
// builds of this and other processes. It does not know why a result was made,
// nor when it is time to collect.
package upkeep

import (
	"context"
	"errors"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/stage"
)

// Cache is what lies in one cache directory.
type Cache struct {
	Store   *cas.Disk
	Results *actioncache.Disk
	Trees   *merkle.Farm
	Layers  *stage.Stager
}

// Close removes this process's temporary files. The cache must not be used
// afterwards.
func (c Cache) Close() error { return errors.Join(c.Results.Close(), c.Store.Close()) }

// Part is how much there is of something; bytes are those on disk.
type Part struct {
	Count int   `json:"count"`
	Bytes int64 `json:"bytes"`
}

func (p *Part) add(bytes int64) {
	p.Count++
	p.Bytes += bytes
}

// Usage is what a cache directory holds. Trees are hard links to blobs, whose
// bytes are counted as those of the blobs.
type Usage struct {
	Blobs   Part `json:"blobs"`
	Results Part `json:"results"`
	Layers  Part `json:"layers"`  // unpacked
	Trees   Part `json:"trees"`   // laid out
	Damaged Part `json:"damaged"` // lying aside
}

// Bytes returns the sum.
func (u Usage) Bytes() int64 {
	return u.Blobs.Bytes + u.Results.Bytes + u.Layers.Bytes + u.Damaged.Bytes
}

// Measure returns what the cache holds. What other processes add or remove
// meanwhile may be counted or not.
func Measure(ctx context.Context, c Cache) (Usage, error) {
	s, err := survey(ctx, c)
	return s.usage, err
}

// inventory is what a cache directory held when it was looked through.
type inventory struct {
	usage   Usage
	blobs   []cas.Blob
	results []actioncache.Stored
	layers  []layer
	trees   []merkle.Planted
}

type layer struct {
	stage.UnpackedLayer
	bytes int64
}

func survey(ctx context.Context, c Cache) (s inventory, err error) {
	for b, err := range c.Store.All(ctx) {
		if err != nil {
			return s, err
		}
		s.blobs = append(s.blobs, b)
		s.usage.Blobs.add(b.Bytes)
	}
	for r, err := range c.Results.All(ctx) {
		if err != nil {
			return s, err
		}
		s.results = append(s.results, r)
		s.usage.Results.add(r.Bytes)
	}
	for l, err := range c.Layers.AllLayers(ctx) {
		if err != nil {
			return s, err
		}
		bytes, err := c.Layers.LayerBytes(ctx, l)
		if err != nil {
			return s, err
		}
		s.layers = append(s.layers, layer{l, bytes})
		s.usage.Layers.add(bytes)
	}
	for t, err := range c.Trees.All(ctx) {
		if err != nil {
			return s, err
		}
		s.trees = append(s.trees, t)
		s.usage.Trees.add(0)
	}
	s.usage.Damaged.Count, s.usage.Damaged.Bytes, err = c.Store.Corrupt(ctx)
	return s, err
}

// blobsOf returns what a result needs, or false if it is no longer whole or no
// result.
func (c Cache) blobsOf(ctx context.Context, k actioncache.Key) ([]digest.Digest, bool, error) {
	entry, err := c.Results.Peek(ctx, k)
	if errors.Is(err, actioncache.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	result, ok := executor.DecodeEntry(entry)
	if !ok {
		return nil, false, nil
	}
	blobs, err := result.Blobs(ctx, c.Store)
	if errors.Is(err, cas.ErrNotFound) {
		return nil, false, nil
	}
	return blobs, err == nil, err
}
