package cas_test

import (
	"bytes"
	"testing"

	"github.com/zeebo/blake3"

	"dbx/cache/cas/castest"
)

// BenchmarkPutSmall stores a thousand new blobs of 4 KiB.
func BenchmarkPutSmall(b *testing.B) {
	s := openDisk(b, b.TempDir())
	blob := castest.Bytes(4096, 1)
	var n uint32
	for b.Loop() {
		for range 1000 {
			n++
			blob[0], blob[1], blob[2], blob[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
			if _, err := s.PutBytes(b.Context(), blob); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/1000, "µs/blob")
}

// BenchmarkHashFile reports how fast the store hashes a large file that is in
// the page cache, as a share of what BLAKE3 alone does over the same bytes.
func BenchmarkHashFile(b *testing.B) {
	data := castest.Bytes(256<<20, 1)
	path := b.TempDir() + "/large"
	write(b, path, data, 0o644)
	s := openDisk(b, b.TempDir())
	if _, err := s.PutBytes(b.Context(), data); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := s.Digest(b.Context(), bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	mine := b.Elapsed().Seconds() / float64(b.N)
	bare := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			blake3.Sum256(data)
		}
	})
	b.ReportMetric(float64(bare.NsPerOp())/1e9/mine, "of-bare-blake3")
}
