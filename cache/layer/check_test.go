package layer_test

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"dbx/cache/layer"
)

// TestCheck unpacks a layer of every kind of entry, and then spoils one thing
// after another.
func TestCheck(t *testing.T) {
	var b bytes.Buffer
	tw := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "d/", Typeflag: tar.TypeDir, Mode: 0o755},
		{Name: "d/file", Typeflag: tar.TypeReg, Mode: 0o644, Size: 3},
		{Name: "d/same", Typeflag: tar.TypeLink, Linkname: "d/file"},
		{Name: "d/link", Typeflag: tar.TypeSymlink, Linkname: "file"},
		{Name: "d/pipe", Typeflag: tar.TypeFifo, Mode: 0o644},
		{Name: "implied/by/file", Typeflag: tar.TypeReg, Mode: 0o644},
		{Name: "d/.wh.gone", Typeflag: tar.TypeReg},
		{Name: "new/.wh..wh..opq", Typeflag: tar.TypeReg},
	} {
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := tw.Write([]byte("abc")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(dir string) error{
		"":                nil,
		"content":         func(d string) error { return os.WriteFile(d+"/d/file", []byte("abd"), 0o644) },
		"empty file":      func(d string) error { return os.WriteFile(d+"/implied/by/file", []byte("x"), 0o644) },
		"a file too many": func(d string) error { return os.WriteFile(d+"/d/new", nil, 0o644) },
		"a file too few":  func(d string) error { return os.Remove(d + "/d/file") },
		"no whiteout":     func(d string) error { return os.Remove(d + "/d/gone") },
		"another kind":    func(d string) error { os.Remove(d + "/d/pipe"); return os.Mkdir(d+"/d/pipe", 0o755) },
		"another target":  func(d string) error { os.Remove(d + "/d/link"); return os.Symlink("other", d+"/d/link") },
		"no folder":       func(d string) error { return os.RemoveAll(d + "/new") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "layer")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := layer.Unpack(t.Context(), bytes.NewReader(b.Bytes()), dir); err != nil {
				t.Fatal(err)
			}
			if spoil != nil {
				if err := spoil(dir); err != nil {
					t.Fatal(err)
				}
			}
			if err := layer.Check(t.Context(), bytes.NewReader(b.Bytes()), dir); (err == nil) != (spoil == nil) {
				t.Errorf("check: %v", err)
			}
		})
	}
}
