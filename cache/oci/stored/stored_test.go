package stored_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/oci/registrytest"
	"dbx/cache/oci/stored"
)

// ledger is a store that counts how often each blob is opened.
type ledger struct {
	t     *testing.T
	store *cas.Disk
	open  stored.Source

	mu     sync.Mutex
	opened map[v1.Hash]int
}

func newLedger(t *testing.T) *ledger {
	t.Helper()
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &ledger{t: t, store: store, open: stored.InStore(t.Context(), store), opened: map[v1.Hash]int{}}
}

// source is the ledger's [stored.Source].
func (l *ledger) source(sum v1.Hash) (io.ReadCloser, error) {
	r, err := l.open(sum)
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.opened[sum]++
	}
	return r, err
}

// since returns what was opened since the last call.
func (l *ledger) since() map[v1.Hash]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	got := maps.Clone(l.opened)
	clear(l.opened)
	return got
}

// put stores a blob under its SHA-256.
func (l *ledger) put(content []byte) v1.Hash {
	l.t.Helper()
	d, err := l.store.PutBytes(l.t.Context(), content)
	if err == nil {
		err = l.store.Alias(digest.SHA256Of(content), d)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return hashOf(content)
}

func hashOf(content []byte) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: digest.SHA256Of(content).String()}
}

// tarOf returns a layer with one file.
func tarOf(t *testing.T, name string) []byte {
	t.Helper()
	e := registrytest.Entry{Content: strings.Repeat(name+"\n", 1000)}
	e.Name, e.Mode, e.Typeflag = name, 0o644, '0'
	b, err := registrytest.Tar(e)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func zipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err1 := w.Write(content)
	if err := errors.Join(err1, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// form is how a layer lies in the store, beside being there uncompressed.
type form struct {
	name   string
	packed bool // its manifest lists it compressed
}

// image stores layers, and returns the image of them and their descriptors.
func (l *ledger) image(layers ...form) (*stored.Image, []v1.Descriptor) {
	l.t.Helper()
	m := v1.Manifest{SchemaVersion: 2, MediaType: types.OCIManifestSchema1}
	c := v1.ConfigFile{Architecture: "amd64", OS: "linux", RootFS: v1.RootFS{Type: "layers"}}
	for _, f := range layers {
		plain := tarOf(l.t, f.name)
		d := v1.Descriptor{MediaType: types.OCIUncompressedLayer, Digest: l.put(plain), Size: int64(len(plain))}
		c.RootFS.DiffIDs = append(c.RootFS.DiffIDs, d.Digest)
		if f.packed {
			packed := zipped(l.t, plain)
			d = v1.Descriptor{MediaType: types.OCILayer, Digest: l.put(packed), Size: int64(len(packed)), Annotations: map[string]string{"of": f.name}}
		}
		m.Layers = append(m.Layers, d)
	}
	config, err := json.Marshal(c)
	if err != nil {
		l.t.Fatal(err)
	}
	m.Config = v1.Descriptor{MediaType: types.OCIConfigJSON, Digest: hashOf(config), Size: int64(len(config))}
	manifest, err := json.Marshal(m)
	if err != nil {
		l.t.Fatal(err)
	}
	img, err := stored.New(manifest, config, l.source)
	if err != nil {
		l.t.Fatal(err)
	}
	return img, m.Layers
}

// TestJudged has go-containerregistry look at every byte of images and of each
// layer. It wants layers compressed with gzip; the same is done here for others.
func TestJudged(t *testing.T) {
	l := newLedger(t)
	packed, blobs := l.image(form{"a", true}, form{"b", true})
	if err := validate.Image(packed); err != nil {
		t.Error(err)
	}
	all, err := packed.Layers()
	if err != nil {
		t.Fatal(err)
	}
	for i, layer := range all {
		if err := validate.Layer(layer); err != nil {
			t.Errorf("layer %d: %v", i, err)
		}
		if d, err := partial.Descriptor(layer); err != nil || cmp.Diff(&blobs[i], d) != "" {
			t.Errorf("layer %d is described as %v, %v; want %v", i, d, err, blobs[i])
		}
	}
	plain, _ := l.image(form{"a", false})
	if err := validate.Image(plain, validate.Fast); err != nil {
		t.Error(err)
	}
	judgePlain(t, plain)
}

// judgePlain hashes layers that are not compressed, in both of their forms.
func judgePlain(t *testing.T, img v1.Image) {
	t.Helper()
	all, err := img.Layers()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		want, err1 := l.DiffID()
		size, err2 := l.Size()
		long, err3 := partial.UncompressedSize(l)
		lying, err4 := l.Compressed()
		plain, err5 := l.Uncompressed()
		if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
			t.Fatal(err)
		}
		for _, r := range []io.ReadCloser{lying, plain} {
			sum, n, err := v1.SHA256(r)
			if err := errors.Join(err, r.Close()); err != nil || sum != want || n != size || n != long {
				t.Errorf("layer %d: %s, %d bytes, %v; want %s, %d", i, sum, n, err, want, size)
			}
		}
	}
}

// TestEachFormAsItLies counts what is opened: for the compressed form the
// blob, for the plain one the plain tar, and never one to make the other.
func TestEachFormAsItLies(t *testing.T) {
	l := newLedger(t)
	img, blobs := l.image(form{"a", true}, form{"b", false})
	config, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	all, err := img.Layers()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		open func(v1.Layer) (io.ReadCloser, error)
		want map[v1.Hash]int
	}{
		"compressed": {v1.Layer.Compressed, map[v1.Hash]int{blobs[0].Digest: 1, blobs[1].Digest: 1}},
		"plain":      {v1.Layer.Uncompressed, map[v1.Hash]int{config.RootFS.DiffIDs[0]: 1, config.RootFS.DiffIDs[1]: 1}},
	} {
		for _, layer := range all {
			r, err := c.open(layer)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := r.(io.ReaderAt); !ok {
				t.Errorf("%s: it cannot be read at an offset", name)
			}
			r.Close()
		}
		if d := cmp.Diff(c.want, l.since()); d != "" {
			t.Errorf("%s: other blobs were opened (-want +got):\n%s", name, d)
		}
	}
}

// TestUnpacked reads layers of a layout in which no plain form lies.
func TestUnpacked(t *testing.T) {
	plain := tarOf(t, "a")
	packed := zipped(t, plain)
	tree := fstest.MapFS{"blobs/sha256/" + hashOf(packed).Hex: {Data: packed}}
	layer := stored.NewLayer(hashOf(plain), v1.Descriptor{MediaType: types.OCILayer, Digest: hashOf(packed), Size: int64(len(packed))},
		newLedger(t).source, stored.InLayout(tree))
	if err := validate.Layer(layer); err != nil {
		t.Error(err)
	}
	if n, err := layer.UncompressedSize(); err != nil || n != int64(len(plain)) {
		t.Errorf("%d bytes, %v, want %d", n, err, len(plain))
	}
	clear(tree)
	for _, open := range []func() (io.ReadCloser, error){layer.Compressed, layer.Uncompressed} {
		if _, err := open(); !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("a blob that is gone: %v", err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	config := []byte(`{"architecture":"arm","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}`)
	manifest := func(sum v1.Hash, layers string) []byte {
		return fmt.Appendf(nil, `{"schemaVersion":2,"config":{"digest":%q,"size":1},"layers":[%s]}`, sum, layers)
	}
	layer := fmt.Sprintf(`{"digest":%q}`, hashOf(nil))
	for name, c := range map[string]struct {
		manifest, config []byte
		say              string
	}{
		"no JSON":      {[]byte("{"), config, "manifest cannot be read"},
		"bad digest":   {manifest(v1.Hash{Algorithm: "sha256", Hex: "00"}, ""), config, "manifest cannot be read"},
		"config":       {manifest(hashOf(config), ""), []byte("["), "configuration cannot be read"},
		"other config": {manifest(hashOf(nil), ""), config, "names the configuration"},
		"more layers":  {manifest(hashOf(config), layer), config, "names 0"},
	} {
		if _, err := stored.New(c.manifest, c.config); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v lacks %q", name, err, c.say)
		}
	}
	img, err := stored.New(manifest(hashOf(config), ""), config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := img.LayerByDigest(hashOf(nil)); err == nil {
		t.Error("it has a blob that no one named")
	}
	if _, err := img.LayerByDiffID(hashOf(nil)); err == nil {
		t.Error("it has a layer that no one named")
	}
	if mediaType, err := img.MediaType(); err != nil || mediaType != types.OCIManifestSchema1 {
		t.Errorf("without a type it is %s, %v", mediaType, err)
	}
}
