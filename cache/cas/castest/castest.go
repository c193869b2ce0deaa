// Package castest is the conformance suite of cas.Store: what every store, and
// every decorator of one, must do. It knows no implementation.
package castest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/iotest"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Run runs the suite. Each call of open gives a store of its own, empty.
func Run(t *testing.T, open func(t *testing.T) cas.Store) {
	tests := []struct {
		name string
		run  func(t *testing.T, s cas.Store)
	}{
		{"round trip", roundTrip},
		{"not found", notFound},
		{"missing", missing},
		{"failing reader", failingReader},
		{"cancelled", cancelled},
		{"concurrent", concurrent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// Sizes are lengths around the limits at which stores change their ways.
func Sizes() []int {
	return []int{0, 1, 4095, 4096, 64 << 10, 128<<10 - 1, 128 << 10, 128<<10 + 1, 256 << 10, 1<<20 + 7}
}

// Bytes returns n bytes that depend on n and seed alone.
func Bytes(n int, seed uint64) []byte {
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	b := make([]byte, n)
	rand.NewChaCha8(key).Read(b)
	return b
}

func roundTrip(t *testing.T, s cas.Store) {
	for _, n := range Sizes() {
		want := Bytes(n, 1)
		for range 2 {
			for kind, r := range map[string]io.Reader{
				"whole": bytes.NewReader(want), "one byte": iotest.OneByteReader(bytes.NewReader(want)),
				"data with EOF": iotest.DataErrReader(bytes.NewReader(want)),
			} {
				if n > 256<<10 && kind == "one byte" {
					continue
				}
				d, err := s.Put(t.Context(), r)
				if err != nil {
					t.Fatalf("put %d bytes, %s: %v", n, kind, err)
				}
				if d != digest.Of(want) {
					t.Fatalf("put %d bytes, %s: digest %s, want %s", n, kind, d, digest.Of(want))
				}
				if got := read(t, s, d); !bytes.Equal(got, want) {
					t.Fatalf("read back %d bytes that are not the %d stored, %s", len(got), n, kind)
				}
			}
		}
	}
}

func notFound(t *testing.T, s cas.Store) {
	for _, d := range []digest.Digest{digest.Of([]byte("never stored")), digest.Of(nil)} {
		if _, err := s.Open(t.Context(), d); !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("open %s: %v, want ErrNotFound", d, err)
		}
	}
}

func missing(t *testing.T, s cas.Store) {
	a := put(t, s, []byte("a"))
	b := digest.Of([]byte("b"))
	c := put(t, s, []byte("c"))
	got, err := s.Missing(t.Context(), []digest.Digest{a, b, c, b})
	if err != nil || !slices.Equal(got, []digest.Digest{b, b}) {
		t.Errorf("missing: %v, %v; want %v twice", got, err, b)
	}
	if got, err := s.Missing(t.Context(), nil); len(got) != 0 || err != nil {
		t.Errorf("missing of nothing: %v, %v", got, err)
	}
}

// failingReader: what could not be read to its end is not stored, in
// particular not a download that ends early.
func failingReader(t *testing.T, s cas.Store) {
	for _, n := range Sizes() {
		for _, fault := range []error{errors.New("broken pipe"), io.ErrUnexpectedEOF} {
			part := Bytes(n, 2)
			r := io.MultiReader(bytes.NewReader(part), iotest.ErrReader(fault))
			if _, err := s.Put(t.Context(), r); !errors.Is(err, fault) {
				t.Errorf("put of a reader that fails after %d bytes: %v, want %v", n, err, fault)
			}
			if got, err := s.Missing(t.Context(), []digest.Digest{digest.Of(part)}); len(got) != 1 || err != nil {
				t.Errorf("the first %d bytes of a failed reader were stored", n)
			}
		}
	}
}

func cancelled(t *testing.T, s cas.Store) {
	d := put(t, s, []byte("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, bytes.NewReader(Bytes(1<<20, 3))); !errors.Is(err, context.Canceled) {
		t.Errorf("put after cancel: %v", err)
	}
	if _, err := s.Missing(ctx, []digest.Digest{d}); !errors.Is(err, context.Canceled) {
		t.Errorf("missing after cancel: %v", err)
	}
}

func concurrent(t *testing.T, s cas.Store) {
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range 50 {
				want := fmt.Appendf(nil, "blob %d", (g+i)%40)
				d, err := s.Put(t.Context(), bytes.NewReader(want))
				if err != nil {
					t.Errorf("put: %v", err)
					return
				}
				r, err := s.Open(t.Context(), d)
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				got, err := io.ReadAll(r)
				r.Close()
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("read %q, %v; want %q", got, err, want)
				}
			}
		})
	}
	wg.Wait()
}

func put(t *testing.T, s cas.Store, b []byte) digest.Digest {
	t.Helper()
	d, err := s.Put(t.Context(), bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, s cas.Store, d digest.Digest) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
