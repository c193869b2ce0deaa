package oci

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/digest"
)

const config = `{"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:` + hexA + `"]}}`

func TestParseDocumentRefuses(t *testing.T) {
	for text, say := range map[string]string{
		`{}`:                   "schema 0",
		`[]`:                   "no manifest",
		`{"schemaVersion": 1}`: "schema 1",
		`{"schemaVersion": 2}`: "neither an index nor",
		`{"schemaVersion": 2, "manifests": [], "layers": []}`:                             "both an index and a manifest",
		`{"schemaVersion": 2, "layers": []}`:                                              "without a configuration",
		`{"schemaVersion": 2, "manifests": [` + strings.Repeat(`{},`, 1024) + `{}` + `]}`: "more than",
	} {
		if d, err := parseDocument([]byte(text)); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%.60s: %v, %v; want %q", text, d, err, say)
		}
	}
}

func TestParseConfigRefuses(t *testing.T) {
	for text, say := range map[string]string{
		`{}`: "no configuration",
		`x`:  "no configuration",
		strings.Replace(config, "sha256:", "sha512:", 1):                      "no sha256",
		strings.Replace(config, `"os"`, `"config": {"Env": ["A"]}, "os"`, 1):  "NAME=VALUE",
		strings.Replace(config, `"os"`, `"config": {"Env": ["=A"]}, "os"`, 1): "NAME=VALUE",
		strings.Replace(config, `"type": "layers"`, `"type": "other"`, 1):     "no configuration",
	} {
		if _, img, err := parseConfig([]byte(text)); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%.60s: %v, %v; want %q", text, img, err, say)
		}
	}
}

func TestLayersRefused(t *testing.T) {
	good := v1.Descriptor{MediaType: v1.MediaTypeImageLayerGzip, Digest: v1Digest(sumOf(hexA)), Size: 1}
	for say, change := range map[string]func(*v1.Descriptor){
		"not kept in the registry": func(d *v1.Descriptor) { d.URLs = []string{"https://example.org/l"} },
		"elsewhere":                func(d *v1.Descriptor) { d.MediaType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" },
		"encrypted":                func(d *v1.Descriptor) { d.MediaType += "+encrypted" },
		"not the type of a layer":  func(d *v1.Descriptor) { d.MediaType = "application/json" },
		"no sha256":                func(d *v1.Descriptor) { d.Digest = "md5:1" },
		"-1 bytes":                 func(d *v1.Descriptor) { d.Size = -1 },
	} {
		d := good
		change(&d)
		img := Image{Layers: make([]Layer, 1)}
		if err := describeLayers(&img, []v1.Descriptor{d}); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("got %v, want %q", err, say)
		}
	}
	if err := describeLayers(&Image{}, []v1.Descriptor{good}); err == nil {
		t.Error("a layer more than the configuration has")
	}
}

// inMemory has documents by what they are the digest of.
type inMemory map[digest.SHA256][]byte

func (m inMemory) document(_ context.Context, want digest.SHA256, _ documentKind) ([]byte, error) {
	text, ok := m[want]
	if !ok {
		return nil, errors.New("not there")
	}
	return text, nil
}

// FuzzResolve must end, whatever the documents say, and with an error or an
// image that is whole.
func FuzzResolve(f *testing.F) {
	manifest := `{"schemaVersion": 2, "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "sha256:` +
		digest.SHA256Of([]byte(config)).String() + `"}, "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": "sha256:` + hexA + `", "size": 1}]}`
	index := `{"schemaVersion": 2, "manifests": [{"digest": "sha256:` + digest.SHA256Of([]byte(manifest)).String() + `"}]}`
	f.Add(index, manifest, config)
	f.Add(strings.Replace(index, `"digest"`, `"platform": {"os": "linux", "architecture": "amd64"}, "digest"`, 1), manifest, config)
	f.Add(index, index, config)
	f.Add(manifest, "", config)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		docs := inMemory{}
		for _, text := range []string{a, b, c} {
			docs[digest.SHA256Of([]byte(text))] = []byte(text)
		}
		img, err := resolve(t.Context(), docs, []v1.Descriptor{{Digest: v1Digest(digest.SHA256Of([]byte(a)))}}, Platform{Arch: "amd64"})
		if err != nil {
			return
		}
		if img.ID.IsZero() || img.Manifest.IsZero() {
			t.Errorf("an image without a name: %+v", img)
		}
		for _, l := range img.Layers {
			if l.DiffID.IsZero() && l.Blob.IsZero() || l.Size < 0 || l.MediaType == "" {
				t.Errorf("a layer that cannot be had: %+v", l)
			}
		}
	})
}

// FuzzArchive reads archives, and the layers of what is in them.
func FuzzArchive(f *testing.F) {
	f.Add([]byte(`[{"Config": "c.json", "RepoTags": ["a:b"], "Layers": ["l/layer.tar"]}]`), []byte(config), "a:b")
	f.Add([]byte(`[{"Config": "../c.json", "Layers": ["/etc/passwd"]}]`), []byte(config), "")
	f.Fuzz(func(t *testing.T, manifest, config []byte, name string) {
		a, err := OpenDir(fstest.MapFS{saveFile: {Data: manifest}, "c.json": {Data: config}, "l/layer.tar": {Data: []byte("x")}})
		if err != nil {
			t.Fatal(err)
		}
		img, err := a.Image(t.Context(), name, Platform{Arch: "amd64"})
		if err != nil {
			var refused *RequestError
			if !errors.As(err, &refused) {
				t.Errorf("%v is no mistake of the archive", err)
			}
			return
		}
		for _, l := range img.Layers {
			if r, err := a.Layer(l); err == nil {
				r.Close()
			}
		}
	})
}

// FuzzTar opens any bytes as an archive.
func FuzzTar(f *testing.F) {
	f.Add([]byte("\x1f\x8b"))
	f.Add(make([]byte, 1024))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := fstest.MapFS{"a": {Data: b}}.Open("a")
		if err != nil {
			t.Fatal(err)
		}
		a, err := OpenTar(file, func() (*os.File, error) { return os.CreateTemp(t.TempDir(), "spool") })
		if err != nil {
			return
		}
		defer a.Close()
		for name := range a.files.(*tarFS).files {
			f, err := a.files.Open(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, f); err == nil && n > int64(len(b))*2000 {
				t.Errorf("%d bytes out of %d", n, len(b))
			}
		}
	})
}

func TestNoArchive(t *testing.T) {
	file, err := fstest.MapFS{"a": {Data: bytes.Repeat([]byte{0}, 1024)}}.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	a, err := OpenTar(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Image(t.Context(), "", Platform{Arch: "amd64"}); err == nil || !strings.Contains(err.Error(), "neither an OCI image layout") {
		t.Error(err)
	}
	if _, err := OpenDir(fstest.MapFS{"x": {}}); err == nil {
		t.Error("a folder without images")
	}
}
