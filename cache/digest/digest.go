// Package digest names content.
//
// A Digest is the BLAKE3-256 hash of some bytes together with their length: it
// is what keys, blobs and trees are called by everywhere inside dbx. SHA256 is
// the foreign hash that the outside world (OCI, Debian, wheels) uses; it is
// checked at the edge and never names anything inside.
//
// The Encoder is the only way from structured values to a digest that serves
// as a key. The package does no I/O of its own and knows nothing of stores.
package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/zeebo/blake3"
)

// Size is the length of a digest's hash in bytes.
const Size = 32

// Digest is a BLAKE3-256 hash and the length in bytes of what was hashed.
// It is comparable and may serve as a map key. The zero Digest names nothing.
type Digest struct {
	hash [Size]byte
	size int64
}

// Of returns the digest of b.
func Of(b []byte) Digest {
	return Digest{hash: blake3.Sum256(b), size: int64(len(b))}
}

// Parse reads what [Digest.String] writes.
func Parse(s string) (Digest, error) {
	hash, size, ok := strings.Cut(s, "-")
	if !ok || len(hash) != 2*Size {
		return Digest{}, fmt.Errorf("digest %q: want %d hex digits, a dash and a length", s, 2*Size)
	}
	var d Digest
	if _, err := hex.Decode(d.hash[:], []byte(hash)); err != nil {
		return Digest{}, fmt.Errorf("digest %q: %w", s, err)
	}
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != size || strings.ToLower(hash) != hash {
		return Digest{}, fmt.Errorf("digest %q: not in canonical form", s)
	}
	d.size = n
	return d, nil
}

// String returns the canonical text form: the hash in lower-case hex, a dash,
// the length in decimal. It is safe as a file name.
func (d Digest) String() string {
	return d.Hex() + "-" + strconv.FormatInt(d.size, 10)
}

// Hex returns the hash alone, in lower-case hex.
func (d Digest) Hex() string { return hex.EncodeToString(d.hash[:]) }

// Short returns the first twelve hex digits, for people.
func (d Digest) Short() string { return d.Hex()[:12] }

// Size returns the length in bytes of the named content.
func (d Digest) Size() int64 { return d.size }

// Shard returns the first byte of the hash, two digits of hex: stores divide
// their files among 256 folders by it.
func (d Digest) Shard() byte { return d.hash[0] }

// IsZero reports whether d names nothing.
func (d Digest) IsZero() bool { return d == Digest{} }

// MarshalText implements [encoding.TextMarshaler]; the zero Digest is empty.
func (d Digest) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Digest) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Digest{}
		return nil
	}
	parsed, err := Parse(string(b))
	*d = parsed
	return err
}

// Hasher computes a Digest of what is written to it. Its Write never fails.
// It is not safe for concurrent use.
type Hasher struct {
	h *blake3.Hasher
	n int64
}

// NewHasher returns an empty Hasher.
func NewHasher() *Hasher { return &Hasher{h: blake3.New()} }

// Write implements [io.Writer].
func (h *Hasher) Write(p []byte) (int, error) {
	h.n += int64(len(p))
	return h.h.Write(p)
}

// Sum returns the digest of all that was written so far.
func (h *Hasher) Sum() Digest {
	d := Digest{size: h.n}
	h.h.Sum(d.hash[:0])
	return d
}

// FromReader returns the digest of all of r.
func FromReader(r io.Reader) (Digest, error) {
	h := NewHasher()
	if _, err := io.Copy(h, r); err != nil {
		return Digest{}, err
	}
	return h.Sum(), nil
}

// SHA256 is a SHA-256 hash, as the outside world names content.
// It is comparable; the zero value names nothing.
type SHA256 [sha256.Size]byte

// SHA256Of returns the SHA-256 hash of b.
func SHA256Of(b []byte) SHA256 { return sha256.Sum256(b) }

// ParseSHA256 reads 64 hex digits, with or without OCI's "sha256:" in front.
func ParseSHA256(s string) (SHA256, error) {
	var sum SHA256
	digits := strings.TrimPrefix(s, "sha256:")
	if len(digits) != 2*len(sum) {
		return SHA256{}, fmt.Errorf("sha256 %q: want 64 hex digits, have %d characters", s, len(digits))
	}
	if _, err := hex.Decode(sum[:], []byte(digits)); err != nil {
		return SHA256{}, fmt.Errorf("sha256 %q: %w", s, err)
	}
	return sum, nil
}

// String returns the hash in lower-case hex, without a prefix.
func (s SHA256) String() string { return hex.EncodeToString(s[:]) }

// IsZero reports whether s names nothing.
func (s SHA256) IsZero() bool { return s == SHA256{} }

// MarshalText implements [encoding.TextMarshaler]; the zero value is empty.
func (s SHA256) MarshalText() ([]byte, error) {
	if s.IsZero() {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *SHA256) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*s = SHA256{}
		return nil
	}
	parsed, err := ParseSHA256(string(b))
	*s = parsed
	return err
}
