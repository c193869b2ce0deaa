package archive

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

func TestUnpackTruncated(t *testing.T) {
	noise := make([]byte, 5000)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	members := []member{reg("a", string(noise)), reg("b", "tail"), reg("zero", string(make([]byte, 1024)))}
	plain := makeTar(t, members...)
	for name, data := range map[string][]byte{
		"tar": plain[:len(plain)-1024], // without its end mark
		"gz":  pack(t, Gzip, plain), "xz": pack(t, XZ, plain), "zst": pack(t, Zstd, plain),
		"zip": makeZip(t, members...),
	} {
		t.Run(name, func(t *testing.T) {
			for cut := len(data); cut >= 0; cut -= 1 + len(data)/60 {
				if cut == len(data) && name != "tar" {
					continue
				}
				err := Unpack(t.Context(), bytes.NewReader(data[:cut]), t.TempDir(), Options{})
				if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrFormat) {
					t.Errorf("cut at %d of %d: %v", cut, len(data), err)
				}
			}
		})
	}
}

func TestUnpackFlippedBit(t *testing.T) {
	plain := makeTar(t, reg("a", string(bytes.Repeat([]byte("some text "), 500))))
	for name, data := range map[string][]byte{
		"gz": pack(t, Gzip, plain), "xz": pack(t, XZ, plain), "zst": pack(t, Zstd, plain),
		"zip": makeZip(t, reg("a", string(bytes.Repeat([]byte("some text "), 500)))),
	} {
		at := len(data) / 2
		if name == "zip" {
			at = 40
		}
		damaged := bytes.Clone(data)
		damaged[at] ^= 0x10
		if err := Unpack(t.Context(), bytes.NewReader(damaged), t.TempDir(), Options{}); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// zeros is n bytes of nothing.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func bomb(t *testing.T, size int64) []byte {
	t.Helper()
	r, w := io.Pipe()
	go func() {
		tw := tar.NewWriter(w)
		tw.WriteHeader(&tar.Header{Name: "bomb", Typeflag: tar.TypeReg, Mode: 0o644, Size: size})
		io.Copy(tw, io.LimitReader(zeros{}, size))
		w.CloseWithError(tw.Close())
	}()
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestUnpackBomb(t *testing.T) {
	plain := bomb(t, ratioFloor+32<<20)
	for name, data := range map[string][]byte{"gz": pack(t, Gzip, plain), "zst": pack(t, Zstd, plain)} {
		err := Unpack(t.Context(), bytes.NewReader(data), t.TempDir(), Options{})
		if !errors.Is(err, ErrTooBig) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	zipped := makeZip(t, reg("bomb", string(make([]byte, ratioFloor+32<<20))))
	if err := Unpack(t.Context(), bytes.NewReader(zipped), t.TempDir(), Options{}); !errors.Is(err, ErrTooBig) {
		t.Errorf("zip: got %v", err)
	}
}

func TestUnpackLimits(t *testing.T) {
	three := makeTar(t, reg("a", "0123456789"), reg("b", "0123456789"), hard("c", "a"))
	for _, tt := range []struct {
		limits Limits
		ok     bool
	}{
		{Limits{Bytes: 30, Files: 3}, true},
		{Limits{Bytes: 29}, false},
		{Limits{Files: 2}, false},
	} {
		err := Unpack(t.Context(), bytes.NewReader(three), t.TempDir(), Options{Limits: tt.limits})
		if tt.ok && err != nil || !tt.ok && !errors.Is(err, ErrTooBig) {
			t.Errorf("%+v: got %v", tt.limits, err)
		}
	}
}

// A sparse file claims a size that no byte of the archive backs.
func TestUnpackSparseBomb(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: "a", Typeflag: tar.TypeReg, Mode: 0o644, Size: 512})
	w.Write(make([]byte, 512))
	w.Close()
	h := b.Bytes()[:512]
	h[156] = 'S'
	copy(h[386:], "00000000000\x0000000000000\x00") // one empty stretch of data
	copy(h[257:], "ustar  \x00")
	copy(h[482:], "\x0077777777777\x00") // real size: 8 GiB
	h[482] = 0
	copy(h[483:], "77777777777\x00")
	copy(h[124:], "00000000000\x00")
	copy(h[148:], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:], octal6(sum))
	data := append(bytes.Clone(h), make([]byte, 1024)...)
	err := Unpack(t.Context(), bytes.NewReader(data), t.TempDir(), Options{})
	if !errors.Is(err, ErrTooBig) {
		t.Errorf("got %v", err)
	}
}

func octal6(n int) string {
	out := []byte("000000\x00 ")
	for i := 5; i >= 0; i-- {
		out[i] = byte('0' + n%8)
		n /= 8
	}
	return string(out)
}
