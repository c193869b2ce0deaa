package digest

import (
	"encoding/binary"
	"fmt"
)

// BinarySize is the length in bytes of a digest's binary form.
const BinarySize = Size + 8

// AppendBinary implements [encoding.BinaryAppender]: the hash, then the length
// as eight bytes, the highest first. It never fails.
func (d Digest) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, d.hash[:]...)
	return binary.BigEndian.AppendUint64(b, uint64(d.size)), nil
}

// UnmarshalBinary implements [encoding.BinaryUnmarshaler].
func (d *Digest) UnmarshalBinary(b []byte) error {
	if len(b) != BinarySize {
		return fmt.Errorf("binary digest has %d bytes instead of %d", len(b), BinarySize)
	}
	size := int64(binary.BigEndian.Uint64(b[Size:]))
	if size < 0 {
		return fmt.Errorf("binary digest has a negative length")
	}
	copy(d.hash[:], b)
	d.size = size
	return nil
}

// MarshalBinary implements [encoding.BinaryMarshaler]. It never fails.
func (d Digest) MarshalBinary() ([]byte, error) {
	return d.AppendBinary(make([]byte, 0, BinarySize))
}
