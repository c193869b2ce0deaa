package recall

import (
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/executor"
)

// kind is what a folder of the cache holds.
type kind uint8

const (
	entries kind = iota
	blobs
	aliases // from SHA-256 to blobs
	kinds
)

// shards is how many folders there are of each kind.
const shards = 256

// places are the folders of a cache as they were at one time.
type places struct {
	now   [kinds][shards]filestamp.Stamp // zero for one that is not there, or that changed a moment before
	still [kinds][shards]bool            // as the memory knows it
}

// look returns the folders' state.
func look(store *cas.Disk, results *actioncache.Disk, now time.Time) *places {
	p := &places{}
	for k, folder := range map[kind]func(byte) string{entries: results.Folder, blobs: store.Folder, aliases: store.AliasFolder} {
		for i := range shards {
			if s, err := filestamp.Of(folder(byte(i))); err == nil && !s.Racy(now) {
				p.now[k][i] = s
			}
		}
	}
	return p
}

// compare notes which folders are as they were.
func (p *places) compare(then *[kinds][shards]filestamp.Stamp) {
	for k := range kinds {
		for i := range shards {
			s := p.now[k][i]
			p.still[k][i] = s != filestamp.Stamp{} && s == then[k][i]
		}
	}
}

// hold reports whether the entry under the key, and what leads from diffIDs to
// layers, is as it was.
func (p *places) hold(key actioncache.Key, r executor.Result) bool {
	if !p.still[entries][digest.Digest(key).Shard()] {
		return false
	}
	for _, out := range r.Outputs {
		if !out.DiffID.IsZero() && !p.still[aliases][out.DiffID[0]] {
			return false
		}
	}
	return true
}
