// Package debtest makes Debian packages for tests, as dpkg-deb would lay them
// out. It shares no code with package deb, which reads them.
package debtest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// File is a member of a package's control or data part.
type File struct {
	Name, Text string
	Mode       int64
	Type       byte   // of package archive/tar; 0 means a regular file
	Link       string // target of a link
}

// Tar returns an uncompressed tar of files.
func Tar(t testing.TB, files []File) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		h := &tar.Header{Name: f.Name, Typeflag: f.Type, Linkname: f.Link, Mode: f.Mode, Size: int64(len(f.Text))}
		if f.Type == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Mode == 0 {
			h.Mode = 0o644
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.Text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Compress packs data in the format that a file name's extension asks for:
// "gz", "xz", "zst", or "" for none.
func Compress(t testing.TB, extension string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w interface {
		Write([]byte) (int, error)
		Close() error
	}
	var err error
	switch extension {
	case "":
		return data
	case "gz":
		w = gzip.NewWriter(&out)
	case "xz":
		w, err = xz.NewWriter(&out)
	case "zst":
		w, err = zstd.NewWriter(&out)
	default:
		t.Fatalf("unknown compression %q", extension)
	}
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Member is a member of an ar archive.
type Member struct {
	Name string
	Data []byte
}

// Ar returns an ar archive.
func Ar(members ...Member) []byte {
	out := []byte("!<arch>\n")
	for _, m := range members {
		out = fmt.Appendf(out, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", m.Name, 0, 0, 0, "100644", len(m.Data))
		out = append(out, m.Data...)
		if len(m.Data)%2 == 1 {
			out = append(out, '\n')
		}
	}
	return out
}

// Build returns a package of a name and architecture with the given files,
// compressed with xz.
func Build(t testing.TB, name, arch string, files []File) []byte {
	t.Helper()
	paragraph := fmt.Sprintf("Package: %s\nVersion: 1\nArchitecture: %s\nDescription: for a test\n", name, arch)
	return Ar(
		Member{"debian-binary", []byte("2.0\n")},
		Member{"control.tar.xz", Compress(t, "xz", Tar(t, []File{{Name: "./control", Text: paragraph}}))},
		Member{"data.tar.xz", Compress(t, "xz", Tar(t, files))},
	)
}
