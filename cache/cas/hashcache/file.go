package hashcache

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/cache/digest"
)

// The file is a header, a record of five numbers and a digest for each entry,
// and the digest of all that. Numbers are eight bytes, the highest first.
const (
	header     = "dbx hashes 1\n"
	recordSize = 5*8 + digest.BinarySize
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

func encode(entries map[stamp]entry) []byte {
	b := make([]byte, 0, len(header)+recordSize*len(entries)+digest.BinarySize)
	b = append(b, header...)
	for s, e := range entries {
		if len(entries) > maxEntries && !e.used {
			continue
		}
		b = binary.BigEndian.AppendUint64(b, s.device)
		b = binary.BigEndian.AppendUint64(b, s.inode)
		b = binary.BigEndian.AppendUint64(b, uint64(s.size))
		b = binary.BigEndian.AppendUint64(b, uint64(s.mtime))
		b = binary.BigEndian.AppendUint64(b, uint64(s.ctime))
		b = appendDigest(b, e.digest)
	}
	return appendDigest(b, digest.Of(b))
}

// decode returns the entries of a file, none if it is damaged anywhere.
func decode(b []byte) map[stamp]entry {
	body := len(b) - digest.BinarySize
	if body < 0 || !bytes.Equal(b[body:], appendDigest(nil, digest.Of(b[:body]))) {
		return make(map[stamp]entry)
	}
	records, ok := bytes.CutPrefix(b[:body], []byte(header))
	if !ok || len(records)%recordSize != 0 {
		return make(map[stamp]entry)
	}
	entries := make(map[stamp]entry, len(records)/recordSize)
	for ; len(records) > 0; records = records[recordSize:] {
		number := func(i int) uint64 { return binary.BigEndian.Uint64(records[8*i:]) }
		s := stamp{
			device: number(0), inode: number(1), size: int64(number(2)),
			mtime: int64(number(3)), ctime: int64(number(4)),
		}
		var e entry
		if err := e.digest.UnmarshalBinary(records[5*8 : recordSize]); err != nil {
			return make(map[stamp]entry)
		}
		entries[s] = e
	}
	return entries
}

func appendDigest(b []byte, d digest.Digest) []byte {
	b, err := d.AppendBinary(b)
	if err != nil {
		panic("BUG: a digest has no binary form: " + err.Error())
	}
	return b
}
