package layer

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkMerge lists the tree of ten layers of two thousand files of 4 KB,
// and BenchmarkFlatten writes it as one layer.
func BenchmarkMerge(b *testing.B) {
	layers := manyLayers(b)
	for b.Loop() {
		if _, err := Merge(b.Context(), tars(layers...), MergeOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFlatten(b *testing.B) {
	layers := manyLayers(b)
	b.SetBytes(int64(10 * len(layers[0])))
	for b.Loop() {
		if _, err := Flatten(b.Context(), io.Discard, tars(layers...), MergeOptions{}, epoch); err != nil {
			b.Fatal(err)
		}
	}
}

func manyLayers(b *testing.B) [][]byte {
	var layers [][]byte
	content := strings.Repeat("x", 4096)
	for l := range 10 {
		var entries []Entry
		for d := range 20 {
			dir := fmt.Sprintf("dir%d", d)
			entries = append(entries, folder(dir, 0o755))
			for f := range 100 {
				entries = append(entries, text(fmt.Sprintf("%s/layer%d-file%d", dir, l, f), 0o644, content))
			}
		}
		layers = append(layers, build(b, entries...))
	}
	return layers
}
