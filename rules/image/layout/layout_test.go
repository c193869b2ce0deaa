package layout_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/rules/image/layout"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

var update = flag.Bool("update", false, "write the golden files")

// layers returns n layers, of which the last repeats the first.
func layers(t *testing.T, n int) fstest.MapFS {
	t.Helper()
	in := fstest.MapFS{}
	for i := range n {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		name := fmt.Sprintf("file%d", i%max(n-1, 1))
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: 2}); err != nil {
			t.Fatal(err)
		}
		w.Write([]byte("x\n"))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		in[fmt.Sprintf("layers/%04d-%x.tar", i, sha256.Sum256(b.Bytes()))] = &fstest.MapFile{Data: b.Bytes(), Mode: 0o644}
	}
	return in
}

func assemble(t *testing.T, in fs.FS, outputs []string, args ...string) (string, error) {
	t.Helper()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	return out.Name(), layout.Assemble(t.Context(), in, args, out, outputs)
}

func full() []string {
	return []string{
		"arch=arm", "variant=v6", "env=PATH=/bin", "env=A=1", "env=A=2=3", "env=EMPTY=", "user=1000:1000", "workdir=/src",
		"entrypoint=/start.sh", "entrypoint=", "cmd=a b", "cmd=c=d", "label=b=2", "label=a=1=1", "annotation=org.example.note=<&>",
		"created=1700000000", "author=Someone <someone@example.org>", "port=80", "port=53/udp", "volume=/data", "stop-signal=SIGQUIT",
	}
}

// TestValid has go-containerregistry look at every byte of the layout.
func TestValid(t *testing.T) {
	t.Parallel()
	dir, err := assemble(t, layers(t, 3), []string{"digest", "image"}, full()...)
	if err != nil {
		t.Fatal(err)
	}
	index, err := ocilayout.ImageIndexFromPath(filepath.Join(dir, "image"))
	if err != nil {
		t.Fatal(err)
	}
	// Without Fast, layers must be compressed with gzip; checkLayers does the
	// same for ours.
	if err := validate.Index(index, validate.Fast); err != nil {
		t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil || len(manifest.Manifests) != 1 {
		t.Fatal(manifest, err)
	}
	if p := manifest.Manifests[0].Platform; p == nil || p.String() != "linux/arm/v6" {
		t.Errorf("platform %v", p)
	}
	img, err := index.Image(manifest.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Image(img, validate.Fast); err != nil {
		t.Fatal(err)
	}
	checkLayers(t, img)
	said, err := os.ReadFile(filepath.Join(dir, "digest"))
	if d, _ := img.Digest(); err != nil || string(said) != d.String()+"\n" {
		t.Errorf("digest file %q, want %s", said, d)
	}
	config, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	c := config.Config
	for _, d := range []string{
		cmp.Diff([]string{"PATH=/bin", "A=2=3", "EMPTY="}, c.Env),
		cmp.Diff([]string{"/start.sh", ""}, c.Entrypoint),
		cmp.Diff([]string{"a b", "c=d"}, c.Cmd),
		cmp.Diff(map[string]string{"a": "1=1", "b": "2"}, c.Labels),
		cmp.Diff([]string{"1000:1000", "/src", "arm", "v6", "linux"}, []string{c.User, c.WorkingDir, config.Architecture, config.Variant, config.OS}),
		cmp.Diff([]string{"SIGQUIT", "Someone <someone@example.org>"}, []string{c.StopSignal, config.Author}),
		cmp.Diff(map[string]struct{}{"80/tcp": {}, "53/udp": {}}, c.ExposedPorts),
		cmp.Diff(map[string]struct{}{"/data": {}}, c.Volumes),
	} {
		if d != "" {
			t.Error(d)
		}
	}
	if config.Created.Unix() != 1_700_000_000 || len(config.RootFS.DiffIDs) != 3 {
		t.Errorf("config: %+v", config)
	}
	diffID, layerDigest := config.RootFS.DiffIDs[0], config.RootFS.DiffIDs[2]
	if diffID != layerDigest {
		t.Errorf("equal layers have diffIDs %s and %s", diffID, layerDigest)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "image/blobs/sha256/*")); len(files) != 4 {
		t.Errorf("blobs: %q, want two layers, a config and a manifest", files)
	}
}

// checkLayers hashes the layers as they are stored and as they unpack.
func checkLayers(t *testing.T, img v1.Image) {
	t.Helper()
	layers, err := img.Layers()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range layers {
		digest, err1 := l.Digest()
		diffID, err2 := l.DiffID()
		size, err3 := l.Size()
		mediaType, err4 := l.MediaType()
		stored, err5 := l.Compressed()
		plain, err6 := l.Uncompressed()
		if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
			t.Fatal(err)
		}
		for name, r := range map[string]io.ReadCloser{"stored": stored, "plain": plain} {
			sum, n, err := v1.SHA256(r)
			if err := errors.Join(err, r.Close()); err != nil {
				t.Fatal(err)
			}
			if sum != digest || sum != diffID || n != size {
				t.Errorf("layer %d, %s: %s, %d bytes; digest %s, diffID %s, %d bytes", i, name, sum, n, digest, diffID, size)
			}
		}
		if mediaType != types.OCIUncompressedLayer {
			t.Errorf("layer %d: %s", i, mediaType)
		}
	}
}

// TestGolden pins the bytes that this version of the builtin makes. If it
// fails, oci needs a new version, here and in the rule that names it.
func TestGolden(t *testing.T) {
	t.Parallel()
	past := []string{"history=//a:b CopyIntoImage /x", "history=//a:b RunInImage true"}
	for name, args := range map[string][]string{"small": {"arch=amd64"}, "full": append(full(), past...)} {
		dir, err := assemble(t, layers(t, 2), []string{"image", "digest"}, args...)
		if err != nil {
			t.Fatal(err)
		}
		got := listing(t, dir)
		golden := filepath.Join("testdata", "golden", "oci@2", name+".txt")
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(golden), 0o755), os.WriteFile(golden, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(content), name)
		if content[0] == '{' {
			fmt.Fprintf(&b, "  %s\n", content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFailures(t *testing.T) {
	t.Parallel()
	one := []string{"image"}
	for _, c := range []struct {
		in      fs.FS
		outputs []string
		args    []string
		say     string
	}{
		{fstest.MapFS{}, one, []string{"arch=arm"}, "without layers"},
		{layers(t, 1), one, nil, "arch= is missing"},
		{layers(t, 1), one, []string{"arch=arm", "arch=arm64"}, "twice"},
		{layers(t, 1), one, []string{"arch=arm", "user="}, "empty"},
		{layers(t, 1), one, []string{"arch=arm", "workdir=src"}, "not an absolute path"},
		{layers(t, 1), one, []string{"arch=arm", "env=A"}, "want env=NAME=VALUE"},
		{layers(t, 1), one, []string{"arch=arm", "colour=a=b"}, "not known"},
		{layers(t, 1), one, []string{"arch"}, "want name=value"},
		{layers(t, 1), one, []string{"arch=arm", "created=now"}, "seconds since 1970"},
		{layers(t, 1), one, []string{"arch=arm", "port=http"}, "want a number"},
		{layers(t, 1), one, []string{"arch=arm", "volume=data"}, "not an absolute path"},
		{layers(t, 2), one, []string{"arch=arm", "history=x"}, "for 2 layers"},
		{fstest.MapFS{"layers/0000.tar": {}}, one, []string{"arch=arm"}, "DIFFID"},
		{fstest.MapFS{"layers/0001-" + zeros + ".tar": {}}, one, []string{"arch=arm"}, "DIFFID"},
		{fstest.MapFS{"layers/0000-" + zeros[1:] + ".tar": {}}, one, []string{"arch=arm"}, "DIFFID"},
		{fstest.MapFS{"layers/0000-" + zeros + ".tar": {}, "packed/0000/descriptor.json": {Data: []byte("{")}}, one, []string{"arch=arm"}, "descriptor of layer 0"},
		{layers(t, 1), []string{"a", "b"}, []string{"arch=arm"}, "outputs"},
		{layers(t, 1), []string{"digest"}, []string{"arch=arm"}, "no output for the image layout"},
	} {
		_, err := assemble(t, c.in, c.outputs, c.args...)
		var failure interface{ UserFailure() }
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%v: %v lacks %q", c.args, err, c.say)
		}
	}
}

var zeros = strings.Repeat("0", 64)

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := layout.Assemble(ctx, layers(t, 1), []string{"arch=arm"}, out, []string{"image"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
