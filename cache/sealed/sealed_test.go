package sealed_test

import (
	"bytes"
	"testing"

	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/sealed"
)

func TestSeal(t *testing.T) {
	for _, body := range []string{"", "x", "two\nlines\n"} {
		b := sealed.Seal([]byte("header\n" + body))
		if got, ok := sealed.Unseal("header\n", b); !ok || string(got) != body {
			t.Errorf("%q came back as %q, %v", body, got, ok)
		}
		if got, ok := sealed.Unseal("other\n", b); ok {
			t.Errorf("under another header: %q", got)
		}
		for i := range b {
			bad := bytes.Clone(b)
			bad[i] ^= 1
			if _, ok := sealed.Unseal("header\n", bad); ok {
				t.Errorf("byte %d of %q changed, and nobody noticed", i, body)
			}
			if _, ok := sealed.Unseal("header\n", b[:i]); ok {
				t.Errorf("%d bytes of %q are enough", i, body)
			}
		}
	}
}

func TestValues(t *testing.T) {
	d, s := digest.Of([]byte("x")), filestamp.Stamp{Inode: 7, Ctime: -1}
	var b []byte
	b = sealed.AppendNumber(b, 1<<32-1)
	b = sealed.AppendLong(b, -5)
	b = sealed.AppendText(b, "text")
	b = sealed.AppendDigest(b, d)
	b = sealed.AppendStamp(b, s)
	for cut := range len(b) + 1 {
		r := sealed.NewReader(b[:cut])
		number, long, text, gotDigest, stamp := r.Number(), r.Long(), r.Text(), r.Digest(), r.Stamp()
		whole := number == 1<<32-1 && long == -5 && text == "text" && gotDigest == d && stamp == s
		if whole != (cut == len(b)) || r.Bad() == whole || r.Len() != 0 {
			t.Errorf("%d of %d bytes: whole %v, bad %v, %d left", cut, len(b), whole, r.Bad(), r.Len())
		}
	}
	r := sealed.NewReader(append(sealed.AppendNumber(nil, 3), make([]byte, 23)...))
	if n := r.Count(8); n != 0 || !r.Bad() {
		t.Errorf("three times eight in 23 bytes: %d, bad %v", n, r.Bad())
	}
}
