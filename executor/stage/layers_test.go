package stage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/filelock"
	"dbx/cache/layer"
	"dbx/executor"
)

// putLayer stores a layer with one file.
func (s *Stager) putLayer(t *testing.T, content string) digest.SHA256 {
	t.Helper()
	var buf bytes.Buffer
	info, err := layer.FromTree(&buf, []layer.Entry{{
		Path: "file", Kind: layer.File, Mode: 0o644, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}}, time.Unix(1e9, 0), false, layer.NewStack())
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.store.Put(t.Context(), &buf)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.Alias(info.DiffID, d); err != nil {
		t.Fatal(err)
	}
	return info.DiffID
}

func TestLayersUnpacksOnce(t *testing.T) {
	s := newStager(t)
	r := executor.Rootfs{Layers: []digest.SHA256{s.putLayer(t, "lower"), s.putLayer(t, "upper")}}
	var wg sync.WaitGroup
	found := make([][]string, 8)
	errs := make([]error, len(found))
	for i := range found {
		wg.Go(func() { found[i], errs[i] = s.Layers(t.Context(), r) })
	}
	wg.Wait()
	for i, dirs := range found {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if strings.Join(dirs, " ") != strings.Join(found[0], " ") {
			t.Errorf("%v, then %v", found[0], dirs)
		}
	}
	for i, want := range []string{"lower", "upper"} {
		if b, err := os.ReadFile(filepath.Join(found[0][i], "file")); err != nil || string(b) != want {
			t.Errorf("layer %d holds %q, %v", i, b, err)
		}
	}
	// Another process finds what this one left, and does not unpack again.
	if err := os.WriteFile(filepath.Join(found[0][0], "mark"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	other, err := New(s.store, s.farm, s.layers)
	if err != nil {
		t.Fatal(err)
	}
	if dirs, err := other.Layers(t.Context(), r); err != nil || dirs[0] != found[0][0] {
		t.Fatal(dirs, err)
	}
	if _, err := os.Stat(filepath.Join(found[0][0], "mark")); err != nil {
		t.Errorf("the layer was unpacked again: %v", err)
	}
}

func TestLayersMissing(t *testing.T) {
	s := newStager(t)
	id := digest.SHA256Of([]byte("not here"))
	r := executor.Rootfs{Layers: []digest.SHA256{id}}
	for range 2 { // a failure is not remembered
		_, err := s.Layers(t.Context(), r)
		if !errors.Is(err, cas.ErrNotFound) || !strings.Contains(err.Error(), id.String()) {
			t.Errorf("error %v", err)
		}
	}
}

func TestLayersDamaged(t *testing.T) {
	s := newStager(t)
	d := s.put(t, "no tar at all, but more than nothing")
	id := digest.SHA256Of([]byte("no tar at all, but more than nothing"))
	if err := s.store.Alias(id, d); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Layers(t.Context(), executor.Rootfs{Layers: []digest.SHA256{id}}); err == nil {
		t.Error("no error")
	}
	if _, err := os.Lstat(filepath.Join(s.layers, id.String())); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a layer is there: %v", err)
	}
}

func TestLayersWaitsForOthersAndGivesUp(t *testing.T) {
	s := newStager(t)
	id := s.putLayer(t, "x")
	lock, err := filelock.Acquire(t.Context(), filepath.Join(s.layers, "locks", id.String()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Layers(ctx, executor.Rootfs{Layers: []digest.SHA256{id}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v while another process unpacks", err)
	}
	lock.Close()
	if _, err := s.Layers(t.Context(), executor.Rootfs{Layers: []digest.SHA256{id}}); err != nil {
		t.Error(err)
	}
}
