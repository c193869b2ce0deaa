package layout_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/rules/image/layout"
)

// platformImages returns a folder with images/NNNN, each an image of its own
// number of layers.
func platformImages(t *testing.T, args ...[]string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	for i, a := range args {
		dir, err := assemble(t, layers(t, i+2), []string{"image"}, a...)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(root.Name(), "images", string(rune('a'+i)))
		if err := os.CopyFS(to, os.DirFS(filepath.Join(dir, "image"))); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestIndex has go-containerregistry look at every byte of an index over two
// images that share a layer.
func TestIndex(t *testing.T) {
	t.Parallel()
	root := platformImages(t, []string{"arch=amd64"}, []string{"arch=arm", "variant=v7"})
	err := layout.AssembleIndex(t.Context(), root.FS(), []string{"annotation=a=b=c"}, root, []string{"digest", "index"})
	if err != nil {
		t.Fatal(err)
	}
	top, err := ocilayout.ImageIndexFromPath(filepath.Join(root.Name(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Index(top, validate.Fast); err != nil {
		t.Error(err)
	}
	names, err := top.IndexManifest()
	if err != nil || len(names.Manifests) != 1 {
		t.Fatal(names, err)
	}
	index, err := top.ImageIndex(names.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		t.Fatal(err)
	}
	var platforms []string
	for _, d := range manifest.Manifests {
		img, err := index.Image(d.Digest)
		if err != nil {
			t.Fatal(err)
		}
		checkLayers(t, img)
		platforms = append(platforms, d.Platform.String())
	}
	if got := strings.Join(platforms, " "); got != "linux/amd64 linux/arm/v7" || manifest.Annotations["a"] != "b=c" {
		t.Errorf("platforms %s, annotations %v", got, manifest.Annotations)
	}
	said, err := root.ReadFile("digest")
	if d, _ := index.Digest(); err != nil || string(said) != d.String()+"\n" {
		t.Errorf("digest file %q, want %s", said, d)
	}
	if _, err := layout.Open(os.DirFS(filepath.Join(root.Name(), "index"))); err == nil || !strings.Contains(err.Error(), "several platforms") {
		t.Errorf("read as one image: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(root.Name(), "images")); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("oci-index@1", "two.txt"), listing(t, root.Name()))
}

func TestIndexRefuses(t *testing.T) {
	t.Parallel()
	same := platformImages(t, []string{"arch=amd64"}, []string{"arch=amd64"})
	none := platformImages(t)
	for _, c := range []struct {
		root *os.Root
		args []string
		say  string
	}{
		{none, nil, "without images"},
		{same, nil, "two images for linux/amd64"},
		{same, []string{"label=a=b"}, "not known"},
		{same, []string{"annotation=a"}, "NAME=VALUE"},
	} {
		err := layout.AssembleIndex(t.Context(), c.root.FS(), c.args, c.root, []string{"index"})
		var failure interface{ UserFailure() }
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%q: %v lacks %q", c.args, err, c.say)
		}
	}
}
