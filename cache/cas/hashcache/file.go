package hashcache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/sealed"
)

// The file is sealed: a header, and for each entry a stamp and a digest.
const (
	header     = "dbx hashes 1\n"
	recordSize = filestamp.BinarySize + digest.BinarySize
)

// Close writes the cache's file, together with what other processes wrote to
// it since Open. The cache must not be used afterwards.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.changed {
		return nil
	}
	b, err := os.ReadFile(c.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("hash cache: %w", err)
	}
	for s, e := range decode(b) {
		if _, ours := c.entries[s]; !ours {
			c.entries[s] = e
		}
	}
	if err := c.write(encode(c.entries)); err != nil {
		return fmt.Errorf("hash cache: %w", err)
	}
	return nil
}

// write replaces the file. The temporary one lies where the store's own do, so
// that it does not outlive a killed process for long.
func (c *Cache) write(b []byte) error {
	dir, err := c.store.Temp()
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, "hashes")
	if err := os.WriteFile(temp, b, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, c.path)
}

func encode(entries map[filestamp.Stamp]entry) []byte {
	b := make([]byte, 0, len(header)+recordSize*len(entries)+digest.BinarySize)
	b = append(b, header...)
	for s, e := range entries {
		if len(entries) > maxEntries && !e.used {
			continue
		}
		b, _ = s.AppendBinary(b)
		b, _ = e.digest.AppendBinary(b)
	}
	return sealed.Seal(b)
}

// decode returns the entries of a file, none if it is damaged anywhere.
func decode(b []byte) map[filestamp.Stamp]entry {
	records, ok := sealed.Unseal(header, b)
	if !ok || len(records)%recordSize != 0 {
		return make(map[filestamp.Stamp]entry)
	}
	entries := make(map[filestamp.Stamp]entry, len(records)/recordSize)
	for ; len(records) > 0; records = records[recordSize:] {
		var s filestamp.Stamp
		var e entry
		if s.UnmarshalBinary(records[:filestamp.BinarySize]) != nil ||
			e.digest.UnmarshalBinary(records[filestamp.BinarySize:recordSize]) != nil {
			return make(map[filestamp.Stamp]entry)
		}
		entries[s] = e
	}
	return entries
}
