package stage

import (
	"fmt"
	"testing"

	"dbx/cache/merkle"
	"dbx/executor"
)

// BenchmarkPrepare lays out ten thousand files of input that lie in the farm
// already: a mount is named, and no file touched.
func BenchmarkPrepare(b *testing.B) {
	const files = 10_000
	s := newStager(b)
	tree := merkle.NewBuilder()
	for i := range files {
		d := s.put(b, fmt.Sprintf("%0*d", 4096, i))
		if err := tree.File(fmt.Sprintf("%02d/%04d", i%100, i), d, false); err != nil {
			b.Fatal(err)
		}
	}
	root, err := tree.Root(b.Context(), s.store)
	if err != nil {
		b.Fatal(err)
	}
	sp := executor.Spawn{
		Command: executor.Command{Outputs: []executor.OutputSpec{{Path: "out/x"}}},
		Inputs:  []executor.Input{{Path: "in", Kind: merkle.Dir, Digest: root}},
	}
	for b.Loop() {
		a, err := s.Prepare(b.Context(), sp)
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Release(); err != nil {
			b.Fatal(err)
		}
	}
}
