package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"dbx/cache/layer"
)

// imageTree is the merged tree of an image.
type imageTree struct {
	layers  *layer.Tars
	diffIDs []v1.Hash
	entries map[string]layer.Merged
	order   []string
}

func openTree(ctx context.Context, s imageSource) (*imageTree, error) {
	layers, err := s.image.OpenLayers(ctx, os.TempDir(), s.foreign)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	merged, err := layer.Merge(ctx, layers.All, layer.MergeOptions{})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", s.name, err), layers.Close())
	}
	config, err := s.image.ConfigFile()
	if err != nil {
		return nil, errors.Join(err, layers.Close())
	}
	t := &imageTree{layers: layers, diffIDs: config.RootFS.DiffIDs, entries: map[string]layer.Merged{}}
	for _, e := range merged {
		if e.Kind == layer.HardLink {
			// A name of a file is that file: which one comes first says nothing.
			to := t.entries[e.Link]
			to.Path = e.Path
			e = to
		}
		t.entries[e.Path] = e
		t.order = append(t.order, e.Path)
	}
	return t, nil
}

func (t *imageTree) state(path string) (*fileState, error) {
	e, ok := t.entries[path]
	if !ok {
		return nil, nil
	}
	s := &fileState{Kind: e.Kind.String(), Mode: fmt.Sprintf("%04o", e.Mode), Owner: fmt.Sprintf("%d:%d", e.UID, e.GID), Size: e.Size, Link: e.Link}
	if e.Kind != layer.File {
		return s, nil
	}
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s.SHA256 = fmt.Sprintf("%x", h.Sum(nil))
	return s, nil
}

// sameAs reports whether both trees have the very same entry, so that nothing
// needs to be read.
func (t *imageTree) sameAs(other *imageTree, path string) bool {
	a, ok := t.entries[path]
	b, ok2 := other.entries[path]
	return ok && ok2 && t.diffIDs[a.Layer] == other.diffIDs[b.Layer] && a.Offset == b.Offset && a.Kind == b.Kind && a.Offset > 0
}
