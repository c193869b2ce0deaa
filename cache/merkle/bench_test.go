package merkle_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// wide is a tree of ten thousand files of 4 KiB.
func wide() tree {
	lines := numbered(10_000)
	for i := range lines {
		lines[i] += strings.Repeat("x", 4096-len(lines[i])%64)
	}
	return lines
}

// BenchmarkIngest stores ten thousand files, by copying and by adopting.
func BenchmarkIngest(b *testing.B) {
	for _, adopt := range []bool{false, true} {
		b.Run("adopt="+strconv.FormatBool(adopt), func(b *testing.B) {
			lines := wide()
			for b.Loop() {
				b.StopTimer()
				s, dir := newDisk(b), b.TempDir()
				lines.write(b, dir)
				b.StartTimer()
				_, err := merkle.Ingest(b.Context(), s, dir, merkle.IngestOptions{Adopt: adopt})
				must(b, err)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/10_000, "µs/file")
		})
	}
}

// BenchmarkFarm lays out a tree of ten thousand files: as shared links the first
// time, as shared links that are there already, and as a private copy.
func BenchmarkFarm(b *testing.B) {
	s := newDisk(b)
	root := wide().store(b, s)
	variants := map[string]func(f *merkle.Farm, root digest.Digest, dir string) error{
		"first": func(f *merkle.Farm, root digest.Digest, _ string) error {
			_, err := f.Tree(b.Context(), root)
			return err
		},
		"copy": func(f *merkle.Farm, root digest.Digest, dir string) error {
			return f.Copy(b.Context(), root, filepath.Join(dir, "copy"), time.Unix(0, 0))
		},
	}
	for name, lay := range variants {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				dir, err := s.Temp()
				must(b, err)
				f, err := merkle.NewFarm(s, filepath.Join(dir, "trees"))
				must(b, err)
				b.StartTimer()
				must(b, lay(f, root, dir))
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/10_000, "µs/file")
		})
	}
	b.Run("again", func(b *testing.B) {
		_, err := newFarm(b, s).Tree(b.Context(), root)
		must(b, err)
		for b.Loop() { // a farm each, as in processes that start one after the other
			_, err := newFarm(b, s).Tree(b.Context(), root)
			must(b, err)
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/10_000, "µs/file")
	})
}
