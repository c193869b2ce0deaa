package cas

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"dbx/cache/digest"
)

// Mem is a Store in memory, for tests. The zero Mem is not usable.
type Mem struct {
	mu    sync.RWMutex
	blobs map[digest.Digest][]byte
}

// NewMem returns an empty store.
func NewMem() *Mem { return &Mem{blobs: make(map[digest.Digest][]byte)} }

// Open implements [Store]. The reader can also seek and read at an offset.
func (m *Mem) Open(ctx context.Context, d digest.Digest) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	b, ok := m.blobs[d]
	if !ok {
		return nil, fmt.Errorf("blob %s: %w", d.Short(), ErrNotFound)
	}
	return memReader{bytes.NewReader(b)}, nil
}

// Put implements [Store].
func (m *Mem) Put(ctx context.Context, r io.Reader) (digest.Digest, error) {
	if err := ctx.Err(); err != nil {
		return digest.Digest{}, err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return digest.Digest{}, err
	}
	d := digest.Of(b)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[d] = b
	return d, nil
}

// Missing implements [Store].
func (m *Mem) Missing(ctx context.Context, ds []digest.Digest) ([]digest.Digest, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	var missing []digest.Digest
	for _, d := range ds {
		if _, ok := m.blobs[d]; !ok {
			missing = append(missing, d)
		}
	}
	return missing, nil
}

// Remove takes the blob out, as if it had been evicted.
func (m *Mem) Remove(d digest.Digest) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.blobs, d)
}

type memReader struct{ *bytes.Reader }

func (memReader) Close() error { return nil }
