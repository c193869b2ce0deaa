package merkle_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// TestCompare compares random trees, and demands what comparing lists of their
// files gives.
func TestCompare(t *testing.T) {
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	random := rand.New(rand.NewPCG(3, 3))
	for range 30 {
		one := randomFiles(random)
		two := maps.Clone(one)
		for name, text := range randomFiles(random) {
			if random.IntN(3) == 0 && fits(two, name) {
				two[name] = text
			}
		}
		for name := range one {
			if random.IntN(4) == 0 {
				delete(two, name)
			}
		}
		var want []string
		for _, name := range slices.Sorted(maps.Keys(union(one, two))) {
			if was, is := one[name], two[name]; was != is {
				want = append(want, name)
			}
		}
		got, err := merkle.Compare(t.Context(), store, ingested(t, store, one), ingested(t, store, two))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v\n%v\ngot  %q\nwant %q", one, two, got, want)
		}
	}
}

func randomFiles(random *rand.Rand) map[string]string {
	files := map[string]string{}
	for range 1 + random.IntN(8) {
		name := strconv.Itoa(random.IntN(3))
		for range random.IntN(3) {
			name += "/" + strconv.Itoa(random.IntN(3))
		}
		if fits(files, name) {
			files[name] = strconv.Itoa(random.IntN(4)) + "."
		}
	}
	return files
}

// fits tells whether a file of that name can stand beside the others.
func fits(files map[string]string, name string) bool {
	for other := range files {
		if within(name, other) || within(other, name) {
			return other == name
		}
	}
	return true
}

func within(dir, name string) bool {
	return name == dir || len(name) > len(dir) && name[:len(dir)+1] == dir+"/"
}

func union(one, two map[string]string) map[string]string {
	both := maps.Clone(one)
	maps.Copy(both, two)
	return both
}

func ingested(t *testing.T, store *cas.Disk, files map[string]string) digest.Digest {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	d, err := merkle.Ingest(t.Context(), store, dir, merkle.IngestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
