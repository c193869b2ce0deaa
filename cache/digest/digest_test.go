package digest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/zeebo/blake3"

	"dbx/cache/digest"
)

// TestVectors pins the hash to the published BLAKE3 test vectors: the input is
// the bytes 0, 1, 2, … 250, 0, 1, …
func TestVectors(t *testing.T) {
	vectors := map[int]string{
		0:    "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
		1:    "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
		1024: "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
		8192: "aae792484c8efe4f19e2ca7d371d8c467ffb10748d8a5a1ae579948f718a2a63",
	}
	for n, want := range vectors {
		input := make([]byte, n)
		for i := range input {
			input[i] = byte(i % 251)
		}
		d := digest.Of(input)
		if d.Hex() != want || d.Size() != int64(n) {
			t.Errorf("%d bytes: %s, want %s", n, d, want)
		}
	}
}

func TestAllWaysAgree(t *testing.T) {
	for _, n := range []int{0, 1, 31, 1024, 1025, 100_000} {
		b := bytes.Repeat([]byte("dbx"), n)
		want := digest.Of(b)
		h := digest.NewHasher()
		for piece := b; len(piece) > 0; {
			k := min(len(piece), 777)
			h.Write(piece[:k])
			piece = piece[k:]
		}
		if got := h.Sum(); got != want {
			t.Errorf("%d bytes in pieces: %v, want %v", len(b), got, want)
		}
		if got := h.Sum(); got != want {
			t.Errorf("second Sum: %v, want %v", got, want)
		}
		if got, err := digest.FromReader(iotest.HalfReader(bytes.NewReader(b))); err != nil || got != want {
			t.Errorf("%d bytes from a reader: %v, %v, want %v", len(b), got, err, want)
		}
	}
	broken := io.MultiReader(strings.NewReader("x"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if d, err := digest.FromReader(broken); !errors.Is(err, io.ErrUnexpectedEOF) || !d.IsZero() {
		t.Errorf("digest of a broken reader: %v, %v", d, err)
	}
}

func TestParse(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	bad := []string{
		"", "-", hash, hash + "-", hash + "--1", hash + "-+1", hash + "-01", hash + "-1 ", " " + hash + "-1",
		strings.ToUpper(hash) + "-1", hash[1:] + "-1", "g" + hash[1:] + "-1", hash + "-9223372036854775808", hash + "-1-1",
	}
	for _, s := range bad {
		if d, err := digest.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v", s, d)
		}
	}
	for _, s := range []string{hash + "-0", hash + "-1", hash + "-9223372036854775807"} {
		if d, err := digest.Parse(s); err != nil || d.String() != s {
			t.Errorf("Parse(%q) = %v, %v", s, d, err)
		}
	}
}

func TestTextAndBinary(t *testing.T) {
	type record struct {
		D, Zero digest.Digest
		S, None digest.SHA256
	}
	want := record{D: digest.Of([]byte("x")), S: digest.SHA256Of([]byte("x"))}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := record{Zero: want.D, None: want.S}
	if err := json.Unmarshal(b, &got); err != nil || got != want {
		t.Errorf("through JSON: %v, %v, want %v", got, err, want)
	}
	bin, err := want.D.AppendBinary([]byte("x"))
	if err != nil || len(bin) != 1+digest.BinarySize {
		t.Fatalf("binary: %d bytes, %v", len(bin), err)
	}
	var d digest.Digest
	if err := d.UnmarshalBinary(bin[1:]); err != nil || d != want.D {
		t.Errorf("through binary: %v, %v", d, err)
	}
	negative := append(make([]byte, digest.Size), 0x80, 0, 0, 0, 0, 0, 0, 0)
	for _, bad := range [][]byte{nil, bin, bin[2:], negative} {
		if err := d.UnmarshalBinary(bad); err == nil {
			t.Errorf("unmarshalled %x", bad)
		}
	}
}

func TestSHA256(t *testing.T) {
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-4
	sum := digest.SHA256Of([]byte("abc"))
	if sum.String() != abc {
		t.Errorf("SHA256 of abc: %s", sum)
	}
	for _, s := range []string{abc, "sha256:" + abc} {
		if got, err := digest.ParseSHA256(s); err != nil || got != sum {
			t.Errorf("ParseSHA256(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "sha256:", abc[1:], "sha512:" + abc, "x" + abc[1:], abc + "0"} {
		if got, err := digest.ParseSHA256(s); err == nil {
			t.Errorf("ParseSHA256(%q) = %v", s, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(digest.Of(nil).String())
	f.Add(strings.Repeat("f", 64) + "-18446744073709551616")
	f.Add("sha256:" + digest.SHA256{}.String())
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := digest.Parse(s); err == nil && d.String() != s {
			t.Errorf("Parse(%q) reads as %q", s, d)
		}
		if sum, err := digest.ParseSHA256(s); err == nil && !strings.EqualFold(sum.String(), strings.TrimPrefix(s, "sha256:")) {
			t.Errorf("ParseSHA256(%q) reads as %q", s, sum)
		}
	})
}

// BenchmarkHasher reports the throughput of a Hasher as a share of that of the
// bare BLAKE3 implementation over the same bytes.
func BenchmarkHasher(b *testing.B) {
	data := make([]byte, 64<<20)
	const piece = 128 << 10
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		h := digest.NewHasher()
		for at := 0; at < len(data); at += piece {
			h.Write(data[at : at+piece])
		}
		h.Sum()
	}
	mine := b.Elapsed().Seconds() / float64(b.N)
	start := time.Now()
	for range b.N {
		blake3.Sum256(data)
	}
	b.ReportMetric(time.Since(start).Seconds()/float64(b.N)/mine, "of-bare-blake3")
}

// FuzzUnmarshal: text and bytes that are read are what is written.
func FuzzUnmarshal(f *testing.F) {
	d, sum := digest.Of([]byte("x")), digest.SHA256Of([]byte("x"))
	b, err := d.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, []byte(d.String()), []byte(sum.String()), b, append(b[:len(b)-8:len(b)-8], 0xff, 0, 0, 0, 0, 0, 0, 0)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var d digest.Digest
		if d.UnmarshalBinary(b) == nil {
			if again, err := d.MarshalBinary(); err != nil || !bytes.Equal(again, b) || d.Size() < 0 {
				t.Errorf("%x is %v, which is written as %x, %v", b, d, again, err)
			}
		}
		if d.UnmarshalText(b) == nil {
			if again, err := d.MarshalText(); err != nil || !bytes.Equal(again, b) && !d.IsZero() {
				t.Errorf("%q is %v, which is written as %q, %v", b, d, again, err)
			}
		}
		var sum, back digest.SHA256
		if sum.UnmarshalText(b) == nil {
			again, err := sum.MarshalText()
			if err != nil || back.UnmarshalText(again) != nil || back != sum {
				t.Errorf("%q is %v, which is written as %q, %v", b, sum, again, err)
			}
		}
	})
}
