package layout_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/cache/layer"
	"dbx/rules/image/layout"
)

// text returns a layer that is worth compressing.
func text(t *testing.T) fstest.MapFS {
	t.Helper()
	content := []byte(strings.Repeat("all work and no play makes a dull layer\n", 5000))
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "text", Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{fmt.Sprintf("layers/0000-%x.tar", sha256.Sum256(b.Bytes())): &fstest.MapFile{Data: b.Bytes()}}
}

// packed compresses a layer and returns an input tree with both forms.
func packed(t *testing.T, form string) (in fstest.MapFS, dir string) {
	t.Helper()
	in = text(t)
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	pack := layout.Gzip
	if form == "zstd" {
		pack = layout.Zstd
	}
	if err := pack(t.Context(), in, nil, out, []string{"descriptor.json", "layer"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"descriptor.json", "layer"} {
		content, err := out.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in["packed/0000/"+name] = &fstest.MapFile{Data: content}
	}
	return in, out.Name()
}

// TestPackGolden pins the bytes that compressors make. If it fails after a
// change of the library, the builtin needs a new version.
func TestPackGolden(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"gzip", "zstd"} {
		_, dir := packed(t, form)
		golden(t, filepath.Join(form+"-layer@1", "text.txt"), listing(t, dir))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// TestPackedLayout has gzip and zstd themselves, and go-containerregistry, look
// at an image with compressed layers.
func TestPackedLayout(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"gzip", "zstd"} {
		in, _ := packed(t, form)
		dir, err := assemble(t, in, []string{"image"}, "arch=amd64")
		if err != nil {
			t.Fatal(err)
		}
		img, err := layout.Open(os.DirFS(filepath.Join(dir, "image")))
		if err != nil {
			t.Fatal(err)
		}
		layers, err := img.OpenLayers(t.Context(), t.TempDir(), true)
		if err != nil {
			t.Fatal(err)
		}
		defer layers.Close()
		merged, err := layer.Merge(t.Context(), layers.All, layer.MergeOptions{})
		if err != nil || len(merged) != 1 || merged[0].Path != "text" {
			t.Errorf("%s: merged %v, %v", form, merged, err)
		}
		if l := documents(t, img).manifest.Layers[0]; l.Size > 2000 || !strings.HasSuffix(string(l.MediaType), form) {
			t.Errorf("%s: %+v", form, l)
		}
		if form == "zstd" {
			continue
		}
		// The judge decompresses gzip layers and checks diffIDs.
		if err := validate.Image(img); err != nil {
			t.Error(err)
		}
		index, err := ocilayout.ImageIndexFromPath(filepath.Join(dir, "image"))
		if err != nil {
			t.Fatal(err)
		}
		if err := validate.Index(index); err != nil {
			t.Error(err)
		}
	}
}

// TestPlainFirst has an image whose layer lies compressed in its layout and plain
// elsewhere: what wants it plain unpacks nothing, and what wants it as it lies
// does not look elsewhere.
func TestPlainFirst(t *testing.T) {
	t.Parallel()
	in, _ := packed(t, "gzip")
	dir, err := assemble(t, in, []string{"image"}, "arch=amd64")
	if err != nil {
		t.Fatal(err)
	}
	tree := os.DirFS(filepath.Join(dir, "image"))
	var opened []string
	img, err := layout.Open(tree, func(sum v1.Hash) (io.ReadCloser, error) {
		f, err := in.Open(fmt.Sprintf("layers/0000-%s.tar", sum.Hex))
		if err == nil {
			opened = append(opened, sum.Hex)
		}
		return f, err
	})
	if err != nil {
		t.Fatal(err)
	}
	blob := documents(t, img).manifest.Layers[0].Digest
	if err := img.CopyTo(t.Context(), t.TempDir(), nil); err != nil || len(opened) != 0 {
		t.Errorf("a copy opened %q, %v", opened, err)
	}
	if err := os.Remove(filepath.Join(dir, "image", blobOf(blob))); err != nil {
		t.Fatal(err)
	}
	layers, err := img.OpenLayers(t.Context(), t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	layers.Close()
	if err := img.WriteDocker(t.Context(), io.Discard, nil); err != nil || len(opened) == 0 {
		t.Errorf("opened %q, %v", opened, err)
	}
	if err := img.WriteArchive(t.Context(), io.Discard, nil); err == nil {
		t.Error("an archive was written without the blob of the layer")
	}
}

func TestPackRefuses(t *testing.T) {
	t.Parallel()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	two := []string{"descriptor.json", "layer"}
	for _, c := range []struct {
		in      fs.FS
		args    []string
		outputs []string
	}{
		{fstest.MapFS{}, nil, two}, {layers(t, 2), nil, two}, {text(t), []string{"level=9"}, two}, {text(t), nil, two[:1]}, {text(t), nil, []string{"a", "b"}},
	} {
		var failure interface{ UserFailure() }
		if err := layout.Gzip(t.Context(), c.in, c.args, out, c.outputs); !errors.As(err, &failure) {
			t.Errorf("%q, %q: %v", c.args, c.outputs, err)
		}
	}
}
