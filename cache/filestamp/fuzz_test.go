package filestamp_test

import (
	"bytes"
	"testing"

	"dbx/cache/filestamp"
)

// FuzzUnmarshal: what is read is what is written.
func FuzzUnmarshal(f *testing.F) {
	for _, n := range []int{0, filestamp.BinarySize - 1, filestamp.BinarySize, filestamp.BinarySize + 1} {
		f.Add(bytes.Repeat([]byte{0xff}, n))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var s filestamp.Stamp
		err := s.UnmarshalBinary(b)
		if err != nil {
			if len(b) == filestamp.BinarySize || s != (filestamp.Stamp{}) {
				t.Errorf("%x is %v, %v", b, s, err)
			}
			return
		}
		if again, err := s.AppendBinary(nil); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x is %v, which is written as %x, %v", b, s, again, err)
		}
	})
}
