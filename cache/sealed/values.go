package sealed

import (
	"encoding/binary"

	"dbx/cache/digest"
	"dbx/cache/filestamp"
)

// AppendNumber appends four bytes, the highest first.
func AppendNumber(b []byte, n int) []byte { return binary.BigEndian.AppendUint32(b, uint32(n)) }

// AppendLong appends eight bytes, the highest first.
func AppendLong(b []byte, n int64) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }

// AppendText appends the length of s as a number, and s.
func AppendText(b []byte, s string) []byte { return append(AppendNumber(b, len(s)), s...) }

// AppendDigest appends the binary form of d.
func AppendDigest(b []byte, d digest.Digest) []byte {
	b, _ = d.AppendBinary(b) // which never fails
	return b
}

// AppendStamp appends the binary form of s.
func AppendStamp(b []byte, s filestamp.Stamp) []byte {
	b, _ = s.AppendBinary(b) // which never fails
	return b
}

// Reader takes from bytes what the Append functions put there. Once something is
// missing, or not of the form that it must have, it is bad, and gives zeroes.
type Reader struct {
	rest []byte
	bad  bool
}

// NewReader returns a reader of b, whose bytes must not change.
func NewReader(b []byte) *Reader { return &Reader{rest: b} }

// Len returns how many bytes are left.
func (r *Reader) Len() int { return len(r.rest) }

// Bad reports whether anything so far was missing or malformed.
func (r *Reader) Bad() bool { return r.bad }

// Check makes the reader bad unless ok.
func (r *Reader) Check(ok bool) {
	if !ok {
		r.bad, r.rest = true, nil
	}
}

// Bytes takes n bytes, nil if there are not so many.
func (r *Reader) Bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.Check(false)
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

// Byte takes one byte.
func (r *Reader) Byte() byte {
	if b := r.Bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// Number takes what AppendNumber put there.
func (r *Reader) Number() int {
	if b := r.Bytes(4); b != nil {
		return int(binary.BigEndian.Uint32(b))
	}
	return 0
}

// Count takes the number of things that follow, each of which has at least so
// many bytes: of a damaged file no more is believed than it can hold.
func (r *Reader) Count(bytes int) int {
	n := r.Number()
	if n > len(r.rest)/bytes {
		r.Check(false)
		return 0
	}
	return n
}

// Long takes what AppendLong put there.
func (r *Reader) Long() int64 {
	if b := r.Bytes(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

// Text takes what AppendText put there.
func (r *Reader) Text() string { return string(r.Bytes(r.Number())) }

// Digest takes what AppendDigest put there.
func (r *Reader) Digest() (d digest.Digest) {
	r.Check(d.UnmarshalBinary(r.Bytes(digest.BinarySize)) == nil)
	return d
}

// Stamp takes what AppendStamp put there.
func (r *Reader) Stamp() (s filestamp.Stamp) {
	r.Check(s.UnmarshalBinary(r.Bytes(filestamp.BinarySize)) == nil)
	return s
}
