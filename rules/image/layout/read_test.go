package layout_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"dbx/rules/image/layout"
)

// small returns the files of a layout with one layer.
func small(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// parsed are an image's documents.
type parsed struct {
	manifest *v1.Manifest
	config   *v1.ConfigFile
}

func documents(t testing.TB, img v1.Image) parsed {
	t.Helper()
	manifest, err1 := img.Manifest()
	config, err2 := img.ConfigFile()
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return parsed{manifest, config}
}

func blobOf(sum v1.Hash) string { return "blobs/sha256/" + sum.Hex }

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir, err := assemble(t, layers(t, 1), []string{"image"}, "arch=arm")
	if err != nil {
		t.Fatal(err)
	}
	good := small(t, filepath.Join(dir, "image"))
	img, err := layout.Open(good)
	if err != nil {
		t.Fatal(err)
	}
	manifest, config, blob := layout.Blob(img.Descriptor.Digest), blobOf(documents(t, img).manifest.Config.Digest), blobOf(documents(t, img).manifest.Layers[0].Digest)
	edit := func(name, old, new string) fstest.MapFS {
		files := maps.Clone(good)
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(good[name].Data), old, new, 1))}
		return files
	}
	without := func(name string) fstest.MapFS {
		files := maps.Clone(good)
		delete(files, name)
		return files
	}
	for name, c := range map[string]struct {
		files fs.FS
		say   string
	}{
		"nothing":       {fstest.MapFS{}, "not an image layout"},
		"no manifest":   {without(manifest), "not an image layout"},
		"no config":     {without(config), "not an image layout"},
		"changed":       {edit(config, "arm", "ARM"), "has the digest"},
		"digest":        {edit("index.json", "sha256:", "sha256:../../"), "digest"},
		"algorithm":     {edit("index.json", "sha256:", "md5:"), "digest"},
		"no JSON":       {edit("index.json", "{", ""), "index.json"},
		"none":          {edit("index.json", `"manifests":[`, `"other":[`), "0 images"},
		"big":           {edit("index.json", `"size":`, `"size":99999999`), "more than any has"},
		"docker, two":   {fstest.MapFS{"manifest.json": {Data: []byte(`[{},{}]`)}}, "2 images"},
		"docker, lost":  {fstest.MapFS{"manifest.json": {Data: []byte(`[{"Config":"c","Layers":["l"]}]`)}}, "not an image layout"},
		"docker, up":    {fstest.MapFS{"manifest.json": {Data: []byte(`[{"Config":"../c"}]`)}}, "not an image layout"},
		"docker, count": {fstest.MapFS{"manifest.json": {Data: []byte(`[{"Config":"c","Layers":["l"]}]`)}, "c": {Data: []byte("{}")}}, "names 0"},
	} {
		_, err := layout.Open(c.files)
		if err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v lacks %q", name, err, c.say)
		}
	}
	for name, c := range map[string]struct {
		files fs.FS
		say   string
	}{"layer lost": {without(blob), "not an image layout"}, "layer changed": {edit(blob, "x\n", "y\n"), "instead of"}} {
		img, err := layout.Open(c.files)
		if err != nil {
			t.Fatal(name, err)
		}
		var failure interface{ UserFailure() }
		if _, err := img.OpenLayers(t.Context(), t.TempDir(), true); !errors.As(err, &failure) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v lacks %q", name, err, c.say)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"manifests":[{"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}]}`), []byte("{}"), []byte(`[{"Config":"config","Layers":["a"]}]`))
	f.Add([]byte(`{}`), []byte(`{"rootfs":{"diff_ids":["sha256:00"]}}`), []byte(`[{"Config":"config"}]`))
	f.Fuzz(func(t *testing.T, index, document, docker []byte) {
		for _, files := range []fstest.MapFS{
			{"index.json": {Data: index}, "blobs/sha256/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a": {Data: document}},
			{"manifest.json": {Data: docker}, "config": {Data: document}, "a": {Data: document}},
		} {
			img, err := layout.Open(files)
			if err != nil {
				continue
			}
			if d := documents(t, img); len(d.manifest.Layers) != len(d.config.RootFS.DiffIDs) {
				t.Errorf("%d layers, %d diffIDs", len(d.manifest.Layers), len(d.config.RootFS.DiffIDs))
			}
			if layers, err := img.OpenLayers(t.Context(), t.TempDir(), true); err == nil {
				layers.Close()
			}
		}
	})
}
