package stage

import (
	"os"
	"path/filepath"
	"testing"

	"dbx/cache/digest"
	"dbx/executor"
)

// TestLayersAfterPowerFailure cuts a file of an unpacked layer short, as a disk
// may that lost its power, and looks who notices.
func TestLayersAfterPowerFailure(t *testing.T) {
	for name, c := range map[string]struct {
		before func(t *testing.T, s *Stager, mark string)
		want   string
	}{
		"unpacked in this boot": {func(*testing.T, *Stager, string) {}, "cut"},
		"on the disk":           {func(_ *testing.T, s *Stager, _ string) { s.settle() }, "cut"},
		"unpacked in another boot": {func(t *testing.T, _ *Stager, mark string) {
			if err := os.WriteFile(mark, []byte("another"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "content"},
		"with a mark that was lost": {func(t *testing.T, _ *Stager, mark string) {
			if err := os.Truncate(mark, 0); err != nil {
				t.Fatal(err)
			}
		}, "content"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStager(t)
			diffID := s.putLayer(t, "content")
			r := executor.Rootfs{Layers: []digest.SHA256{diffID}}
			dirs, err := s.Layers(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dirs[0], "file")
			if err := os.WriteFile(file, []byte("cut"), 0o644); err != nil {
				t.Fatal(err)
			}
			c.before(t, s, s.freshMark(diffID))
			next, err := New(s.store, s.farm, s.layers)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := next.Layers(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if b, err := os.ReadFile(file); err != nil || string(b) != c.want {
				t.Errorf("the file holds %q, %v; want %q", b, err, c.want)
			}
		})
	}
}

func TestSettleTakesTheMarkAway(t *testing.T) {
	s := newStager(t)
	diffID := s.putLayer(t, "content")
	if _, err := s.Layers(t.Context(), executor.Rootfs{Layers: []digest.SHA256{diffID}}); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(s.freshMark(diffID)); err != nil || string(b) != bootID() || len(b) < 30 {
		t.Errorf("mark %q, %v", b, err)
	}
	s.settle()
	if _, err := os.Stat(s.freshMark(diffID)); err == nil {
		t.Error("the mark is still there")
	}
}
