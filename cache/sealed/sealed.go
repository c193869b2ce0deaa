// Package sealed frames the files in which a program keeps what it remembers: a
// header that says what follows, and behind it the digest of all that, so that
// a damaged file is none.
//
// It also knows how the values of such files are written. It knows neither what
// is remembered nor where.
package sealed

import (
	"bytes"

	"dbx/cache/digest"
)

// Seal returns b, which begins with its header, with the digest of it behind.
func Seal(b []byte) []byte {
	b, err := digest.Of(b).AppendBinary(b)
	if err != nil {
		panic("BUG: a digest has no binary form: " + err.Error())
	}
	return b
}

// Unseal returns what lies between the header and the digest, and false if the
// header is another or anything is not as it was sealed.
func Unseal(header string, b []byte) ([]byte, bool) {
	body := len(b) - digest.BinarySize
	var d digest.Digest
	if body < 0 || d.UnmarshalBinary(b[body:]) != nil || d != digest.Of(b[:body]) {
		return nil, false
	}
	return bytes.CutPrefix(b[:body], []byte(header))
}
