package sealed_test

import (
	"bytes"
	"testing"

	"dbx/cache/sealed"
)

// FuzzUnseal: only what was sealed is unsealed, and of its values no more is
// taken than is there.
func FuzzUnseal(f *testing.F) {
	for _, body := range []string{"", "header\n", "header\n\x00\x00\x00\x01x\xff\xff\xff\xff", "other\n"} {
		f.Add([]byte(body))
		f.Add(sealed.Seal([]byte(body)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if body, ok := sealed.Unseal("header\n", b); ok && !bytes.Equal(sealed.Seal([]byte("header\n"+string(body))), b) {
			t.Errorf("%q is not what is sealed of %q", b, body)
		}
		body, ok := sealed.Unseal("", sealed.Seal(bytes.Clone(b)))
		if !ok || !bytes.Equal(body, b) {
			t.Fatalf("%q came back as %q, %v", b, body, ok)
		}
		r := sealed.NewReader(body)
		for range r.Count(1) {
			before := r.Len()
			text := r.Text()
			if taken := before - r.Len(); !r.Bad() && taken != 4+len(text) || r.Bad() && text != "" {
				t.Fatalf("of %q: text %q of %d bytes, bad %v", b, text, taken, r.Bad())
			}
		}
		if r.Digest(); r.Bad() && r.Len() != 0 {
			t.Errorf("of %q: bad, and %d bytes left", b, r.Len())
		}
	})
}
