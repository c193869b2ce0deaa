package place

import (
	"archive/tar"
	"bytes"
	"path"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// FuzzReadBase: whatever two layers say, their names stay below the root, and
// so does what their links lead to.
func FuzzReadBase(f *testing.F) {
	f.Add(headers(f, tar.Header{Name: "bin", Typeflag: tar.TypeSymlink, Linkname: "/usr/../../bin"}, tar.Header{Name: "../x"}), headers(f, tar.Header{Name: ".wh.bin"}), "bin/x")
	f.Add(headers(f, tar.Header{Name: "a/", Typeflag: tar.TypeDir}, tar.Header{Name: "a/b"}), headers(f, tar.Header{Name: "a/.wh..wh..opq"}, tar.Header{Name: "a"}), "a/b/..")
	f.Add([]byte("no tar"), []byte{}, "loop")
	f.Fuzz(func(t *testing.T, low, high []byte, name string) {
		b, err := readBase(t.Context(), fstest.MapFS{"base/0.tar": {Data: low}, "base/1.tar": {Data: high}})
		if err != nil {
			return
		}
		for at, n := range b.nodes {
			if !below(at) {
				t.Errorf("%q is in the base: %+v", at, n)
			}
		}
		if !below(name) {
			return
		}
		if at, err := b.resolve(name); err == nil && !below(at) {
			t.Errorf("%q leads to %q", name, at)
		}
	})
}

// below reports whether a name is clean and does not lead outside.
func below(name string) bool { return filepath.IsLocal(name) && path.Clean(name) == name }

func headers(f *testing.F, all ...tar.Header) []byte {
	f.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range all {
		if err := w.WriteHeader(&h); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}
