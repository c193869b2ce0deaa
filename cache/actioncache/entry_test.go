package actioncache

import (
	"bytes"
	"testing"

	"dbx/cache/digest"
)

func FuzzUnseal(f *testing.F) {
	k := Key(digest.Of([]byte("k")))
	f.Add(seal(k, nil))
	f.Add(seal(k, []byte("entry\nof two lines")))
	f.Add([]byte(header + "\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		entry, err := unseal(k, file)
		if err == nil && !bytes.Equal(seal(k, entry), file) {
			t.Errorf("accepted %q, which seal would not write", file)
		}
	})
}

// TestSealGolden pins the bytes on disk: a change of them needs a new version
// in the header.
func TestSealGolden(t *testing.T) {
	k := Key(digest.Of([]byte("k")))
	const want = "dbx action 1 e1641510197f1f8537ed5e311db5d772b6bc95dd128dd709d2c345517b5e06fa\nentry"
	if got := string(seal(k, []byte("entry"))); got != want {
		t.Errorf("sealed %q, want %q", got, want)
	}
}
