package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// member is an entry of a test archive. Kinds are tar's.
type member struct {
	name string
	kind byte
	body string // content, or the target of a link
	mode int64
}

func reg(name, body string) member       { return member{name, tar.TypeReg, body, 0o640} }
func dir(name string) member             { return member{name, tar.TypeDir, "", 0o700} }
func link(name, target string) member    { return member{name, tar.TypeSymlink, target, 0o777} }
func hard(name, target string) member    { return member{name, tar.TypeLink, target, 0o644} }
func special(name string, k byte) member { return member{name, k, "", 0o644} }

func makeTar(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Typeflag: m.kind, Mode: m.mode, ModTime: time.Unix(1e9, 0)}
		switch m.kind {
		case tar.TypeReg:
			h.Size = int64(len(m.body))
		case tar.TypeSymlink, tar.TypeLink:
			h.Linkname = m.body
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if m.kind == tar.TypeReg {
			io.WriteString(w, m.body)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func makeZip(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		switch m.kind {
		case tar.TypeReg:
			h.SetMode(fs.FileMode(m.mode))
		case tar.TypeDir:
			h.Name += "/"
			h.SetMode(fs.ModeDir | fs.FileMode(m.mode))
		case tar.TypeSymlink:
			h.SetMode(fs.ModeSymlink | 0o777)
		case tar.TypeFifo:
			h.SetMode(fs.ModeNamedPipe | 0o644)
		case tar.TypeChar:
			h.SetMode(fs.ModeDevice | fs.ModeCharDevice | 0o644)
		default:
			t.Fatalf("no zip entry is a %q", m.kind)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, m.body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pack(t testing.TB, c Compression, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch c {
	case Plain:
		return plain
	case Gzip:
		w = gzip.NewWriter(&b)
	case XZ:
		w, err = xz.NewWriter(&b)
	case Zstd:
		w, err = zstd.NewWriter(&b)
	default:
		t.Fatalf("no writer of %v", c)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// list describes a tree: one "mode path" a file or directory, content or
// target behind it.
func list(t testing.TB, root string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == root {
			return err
		}
		name, _ := filepath.Rel(root, p)
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			got[name] = fmt.Sprintf("%v", info.Mode())
		case info.Mode().IsRegular():
			b, err := os.ReadFile(p)
			got[name] = fmt.Sprintf("%v %s", info.Mode(), b)
			return err
		default:
			target, err := os.Readlink(p)
			got[name] = "-> " + target
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}
