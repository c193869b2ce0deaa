package actioncache

import (
	"bytes"
	"context"
	"fmt"
	"sync"
)

// Mem is a Cache in memory, for tests. The zero Mem is not usable.
type Mem struct {
	mu      sync.RWMutex
	entries map[Key][]byte
}

// NewMem returns an empty cache.
func NewMem() *Mem { return &Mem{entries: make(map[Key][]byte)} }

// Lookup implements [Cache].
func (m *Mem) Lookup(ctx context.Context, k Key) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	entry, ok := m.entries[k]
	if !ok {
		return nil, fmt.Errorf("action %s: %w", k.Short(), ErrNotFound)
	}
	return bytes.Clone(entry), nil
}

// Record implements [Cache].
func (m *Mem) Record(ctx context.Context, k Key, entry []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[k] = bytes.Clone(entry)
	return nil
}

// Remove takes the entry out, as if it had been evicted.
func (m *Mem) Remove(k Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, k)
}
