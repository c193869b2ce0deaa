package cas_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// TestStoredAgainStays lists a blob, stores the same bytes in each way that there
// is, and removes what was listed: it must stay for whoever has stored it again.
func TestStoredAgainStays(t *testing.T) {
	content := bytes.Repeat([]byte("content "), 64<<10)
	file := func(t *testing.T, s *cas.Disk) string {
		dir, err := s.Temp()
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "file"), content, 0o644))
		return filepath.Join(dir, "file")
	}
	for name, again := range map[string]func(t *testing.T, s *cas.Disk) (digest.Digest, error){
		"bytes": func(t *testing.T, s *cas.Disk) (digest.Digest, error) { return s.PutBytes(t.Context(), content) },
		"stream": func(t *testing.T, s *cas.Disk) (digest.Digest, error) {
			return s.Put(t.Context(), bytes.NewReader(content))
		},
		"import": func(t *testing.T, s *cas.Disk) (digest.Digest, error) { return s.Import(t.Context(), file(t, s)) },
		"reuse": func(t *testing.T, s *cas.Disk) (digest.Digest, error) {
			s.SetGrain(0)
			ok, err := s.Reuse(t.Context(), digest.Of(content))
			if !ok {
				t.Error("it is not there")
			}
			return digest.Of(content), err
		},
		"adopt": func(t *testing.T, s *cas.Disk) (digest.Digest, error) { return s.Adopt(t.Context(), file(t, s)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := openDisk(t, t.TempDir())
			d, err := s.PutBytes(t.Context(), content)
			must(t, err)
			listed := only(t, s)
			// Some kernels count this time in ticks: the first in a new one shows.
			for began := time.Now(); !only(t, s).Changed.After(listed.Changed); {
				if time.Since(began) > time.Minute {
					t.Fatal("it looks as if it was stored long ago")
				}
				if got, err := again(t, s); err != nil || got != d {
					t.Fatalf("%v, %v", got, err)
				}
			}
			if gone, err := s.Remove(listed); gone || err != nil {
				t.Errorf("removed: %v, %v", gone, err)
			}
			if gone, err := s.Remove(only(t, s)); !gone || err != nil {
				t.Errorf("what nobody stored since is kept: %v", err)
			}
		})
	}
}

// only returns the one blob of a store.
func only(t *testing.T, s *cas.Disk) cas.Blob {
	t.Helper()
	var all []cas.Blob
	for b, err := range s.All(t.Context()) {
		must(t, err)
		all = append(all, b)
	}
	if len(all) != 1 {
		t.Fatalf("%d blobs", len(all))
	}
	return all[0]
}
