package layout_test

import (
	"crypto/rand"
	"fmt"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/builtin"
	"dbx/rules/image/layout"
)

// BenchmarkAssemble makes the layout of an image with one layer, small or big:
// its time must not depend on which.
func BenchmarkAssemble(b *testing.B) {
	for _, size := range []int{1 << 20, 256 << 20} {
		b.Run(fmt.Sprintf("%dMiB", size>>20), func(b *testing.B) {
			store, err := cas.OpenDisk(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			defer store.Close()
			content := make([]byte, size)
			rand.Read(content)
			d, err := store.PutBytes(b.Context(), content)
			if err != nil {
				b.Fatal(err)
			}
			diffID := digest.SHA256Of(content)
			if err := store.Alias(diffID, d); err != nil {
				b.Fatal(err)
			}
			e := builtin.New(store, map[string]builtin.Func{"oci@2": layout.Assemble})
			s := executor.Spawn{Command: executor.Command{
				Kind: executor.Builtin, Args: []string{"oci@2", "arch=amd64"},
				Outputs: []executor.OutputSpec{{Path: "oci", Kind: executor.OutputTree}},
			}, Rootfs: executor.Rootfs{Arch: "amd64", Layers: []digest.SHA256{diffID}}}
			for b.Loop() {
				if result, err := e.Execute(b.Context(), s); err != nil || result.Status != executor.Success {
					b.Fatal(result, err)
				}
			}
		})
	}
}
