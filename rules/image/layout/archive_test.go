package layout_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/cache/require"
	"dbx/rules/image/layout"
)

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
	if d := cmp.Diff(documents(t, oci).config, documents(t, docker).config); d != "" || docker.Descriptor.Digest != "" || len(documents(t, docker).manifest.Layers) != 3 {
		t.Errorf("%+v\n%s", docker, d)
	}
	layers, err := docker.OpenLayers(t.Context(), t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	layers.Close()
}

// TestDockerArchiveOfOthers reads an archive as go-containerregistry writes it,
// with layers compressed, and finds out what they are called.
func TestDockerArchiveOfOthers(t *testing.T) {
	t.Parallel()
	in, _ := packed(t, "gzip")
	dir, err := assemble(t, in, []string{"image"}, "arch=amd64")
	if err != nil {
		t.Fatal(err)
	}
	img, err := layout.Open(os.DirFS(filepath.Join(dir, "image")))
	if err != nil {
		t.Fatal(err)
	}
	ref, err := name.NewTag("a/b:c")
	if err != nil {
		t.Fatal(err)
	}
	file, to := filepath.Join(dir, "docker.tar"), t.TempDir()
	if err := tarball.WriteToFile(file, ref, img); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(require.Tool(t, "tar"), "-xf", file, "-C", to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	read, err := layout.Open(os.DirFS(to))
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Image(read); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff(documents(t, img).manifest.Layers, documents(t, read).manifest.Layers); d != "" {
		t.Errorf("other layers (-want +got):\n%s", d)
	}
	layers, err := read.OpenLayers(t.Context(), t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	layers.Close()
}
