package archive

import (
	"bytes"
	"io"
	"os"
	"testing"
)

func TestDecompress(t *testing.T) {
	text := bytes.Repeat([]byte("Package: hello\n"), 100)
	for _, c := range []Compression{Plain, Gzip, XZ, Zstd} {
		packed := pack(t, c, text)
		twice := append(bytes.Clone(packed), packed...)
		for _, tt := range []struct{ data, want []byte }{{packed, text}, {twice, append(bytes.Clone(text), text...)}} {
			r, got, err := Decompress(bytes.NewReader(tt.data))
			if err != nil {
				t.Fatalf("%v: %v", c, err)
			}
			out, err := io.ReadAll(r)
			if err != nil || got != c || !bytes.Equal(out, tt.want) {
				t.Errorf("%v: format %v, %d bytes, err %v", c, got, len(out), err)
			}
			if err := r.Close(); err != nil {
				t.Errorf("%v: close: %v", c, err)
			}
		}
	}
}

func TestDecompressShort(t *testing.T) {
	for _, s := range []string{"", "a", "\x1f", "BZ"} {
		r, c, err := Decompress(bytes.NewReader([]byte(s)))
		if err != nil || c != Plain {
			t.Fatalf("%q: %v, %v", s, c, err)
		}
		if out, err := io.ReadAll(r); err != nil || string(out) != s {
			t.Errorf("%q: got %q, %v", s, out, err)
		}
	}
	for _, s := range []string{"\x1f\x8b", "\xfd7zXZ\x00"} {
		if _, _, err := Decompress(bytes.NewReader([]byte(s))); err == nil {
			t.Errorf("%q: no error", s)
		}
	}
}

func TestCompressionString(t *testing.T) {
	data, err := os.ReadFile("testdata/hello.tar.bz2")
	if err != nil {
		t.Fatal(err)
	}
	if _, c, err := Decompress(bytes.NewReader(data)); err != nil || c.String() != "bzip2" {
		t.Errorf("got %v, %v", c, err)
	}
}
