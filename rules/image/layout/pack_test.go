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
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/cache/layer"
	"dbx/cache/require"
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
		layers, err := img.Layers(t.Context(), t.TempDir(), true)
		if err != nil {
			t.Fatal(err)
		}
		defer layers.Close()
		merged, err := layer.Merge(t.Context(), layers.Tars, layer.MergeOptions{})
		if err != nil || len(merged) != 1 || merged[0].Path != "text" {
			t.Errorf("%s: merged %v, %v", form, merged, err)
		}
		if l := img.Manifest.Layers[0]; l.Size > 2000 || !strings.HasSuffix(l.MediaType, form) {
			t.Errorf("%s: %+v", form, l)
		}
		if form == "zstd" {
			continue
		}
		// The judge decompresses gzip layers and checks diffIDs.
		index, err := ocilayout.ImageIndexFromPath(filepath.Join(dir, "image"))
		if err != nil {
			t.Fatal(err)
		}
		if err := validate.Index(index); err != nil {
			t.Error(err)
		}
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

// archived returns an archive of a small image.
func archived(t *testing.T, names ...string) string {
	t.Helper()
	dir, err := assemble(t, layers(t, 3), []string{"layout"}, full()...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var args []string
	for _, n := range names {
		args = append(args, "name="+n)
	}
	if err := layout.Archive(t.Context(), os.DirFS(dir), args, out, []string{"image.tar"}); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "image.tar")
}

func TestArchiveGolden(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(archived(t, "example.org/a/b:1", "c:2"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%x image.tar\n", sha256.Sum256(content))
	for r := tar.NewReader(bytes.NewReader(content)); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %o %d\n", h.Name, h.Mode, h.Size)
		if bytes.HasPrefix(text, []byte("[")) || strings.HasSuffix(h.Name, ".json") {
			fmt.Fprintf(&b, "  %s\n", text)
		}
	}
	golden(t, filepath.Join("image-archive@1", "two-names.txt"), b.String())
}

// TestArchiveAsDocker has go-containerregistry read the archive as docker load
// does, and our own reader, which also reads what has no OCI layout.
func TestArchiveAsDocker(t *testing.T) {
	t.Parallel()
	file := archived(t, "example.org/a/b:1")
	img, err := tarball.ImageFromPath(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	config, err := img.ConfigFile()
	if err != nil || config.Architecture != "arm" || len(config.RootFS.DiffIDs) != 3 {
		t.Fatal(config, err)
	}
	all, err := img.Layers()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		r, err := l.Uncompressed()
		if err != nil {
			t.Fatal(err)
		}
		sum, _, err := v1.SHA256(r)
		if err = errors.Join(err, r.Close()); err != nil || sum != config.RootFS.DiffIDs[i] {
			t.Errorf("layer %d: %v, %v", i, sum, err)
		}
	}
	dir := t.TempDir()
	if out, err := exec.Command(require.Tool(t, "tar"), "-xf", file, "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	oci, err := layout.Open(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "index.json")); err != nil {
		t.Fatal(err)
	}
	docker, err := layout.Open(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(oci.Config, docker.Config); d != "" || docker.Descriptor.Digest != "" || len(docker.Manifest.Layers) != 3 {
		t.Errorf("%+v\n%s", docker, d)
	}
	layers, err := docker.Layers(t.Context(), t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	layers.Close()
}
