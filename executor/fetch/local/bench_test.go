package local_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/hashcache"
	"dbx/executor/fetch/local"
)

// BenchmarkTake looks at a folder of 5,000 files that did not change, which
// every build with such a source does.
func BenchmarkTake(b *testing.B) {
	store, err := cas.OpenDisk(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	files, err := hashcache.Open(filepath.Join(store.Dir(), "hashes"), store)
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for i := range 5000 {
		name := filepath.Join(dir, fmt.Sprintf("d%d", i%50), fmt.Sprint(i))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(name), 0o644)); err != nil {
			b.Fatal(err)
		}
	}
	time.Sleep(200 * time.Millisecond) // until times can be trusted
	for b.Loop() {
		if _, err := local.Take(b.Context(), store, files, local.Folder{Path: dir}); err != nil {
			b.Fatal(err)
		}
	}
}
