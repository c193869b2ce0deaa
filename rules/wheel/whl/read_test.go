package whl_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io/fs"
	"strings"
	"testing"

	"dbx/rules/wheel/whl"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	in := build(t, pureWheel()...)
	w, err := whl.Read(in, in.Size())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"MarkupSafe-2.1.2.data/scripts/tool", infoFolder + "/METADATA", infoFolder + "/RECORD",
		infoFolder + "/WHEEL", "markupsafe/__init__.py",
	}
	if diff := cmp.Diff(want, w.Paths()); diff != "" {
		t.Errorf("paths (-want +got)\n%s", diff)
	}
	if m, err := w.Metadata(); err != nil || m.Name != "MarkupSafe" || m.RequiresPython != ">=3.7" {
		t.Errorf("metadata %+v, %v", m, err)
	}
	if r, err := w.Record(); err != nil || len(r) != 5 {
		t.Errorf("record %v, %v", r, err)
	}
	if _, ok := w.File("markupsafe"); ok {
		t.Error("a folder is a file")
	}
}

func TestReadRefuses(t *testing.T) {
	plain := func(name string) []member { return append(pureWheel(), member{name: name, content: "x"}) }
	of := func(name string, mode fs.FileMode) []member {
		return append(pureWheel(), member{name: name, content: "x", mode: mode})
	}
	tests := []struct {
		name, want string
		members    []member
	}{
		{"absolute", "not a clean path", plain("/etc/passwd")},
		{"parent", "not a clean path", plain("../x")},
		{"parent inside", "not a clean path", plain("a/../../x")},
		{"parent folder", "not a clean path", append(pureWheel(), member{name: "../x/", mode: 0o755 | fs.ModeDir})},
		{"dot", "not a clean path", plain("./x")},
		{"double slash", "not a clean path", plain("a//x")},
		{"backslash", "not a clean path", plain(`..\x`)},
		{"drive", "not a clean path", plain("C:x")},
		{"line break", "not a clean path", plain("a\nb")},
		{"NUL", "not a clean path", plain("a\x00b")},
		{"empty", "not a clean path", plain("")},
		{"not UTF-8", "not UTF-8", plain("a\xff")},
		{"twice", "occurs twice", plain("markupsafe/__init__.py")},
		{"file and folder", "both a file and a folder", plain("markupsafe/__init__.py/x")},
		{"link", "symbolic link", of("x", 0o777|fs.ModeSymlink)},
		{"device", "neither a file nor a folder", of("x", 0o666|fs.ModeDevice)},
		{"fifo", "neither a file nor a folder", of("x", 0o666|fs.ModeNamedPipe)},
		{"file that is a folder", "neither a file nor a folder", of("x", 0o755|fs.ModeDir)},
		{"no dist-info", "want one .dist-info folder, found 0", []member{{name: "x.py"}}},
		{"two dist-infos", "found 2: MarkupSafe-2.1.2.dist-info, b-1.dist-info", plain("b-1.dist-info/x")},
		{"dist-info without version", "project-version", []member{{name: "b.dist-info/x"}}},
		{"dist-info without project", "project-version", []member{{name: "-1.dist-info/x"}}},
		{"dist-info with empty version", "project-version", []member{{name: "b-.dist-info/x"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := build(t, tt.members...)
			if _, err := whl.Read(in, in.Size()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := whl.Read(strings.NewReader("no zip"), 6); err == nil || !strings.Contains(err.Error(), "not a readable zip") {
		t.Errorf("text: got %v", err)
	}
}

// TestReadDamaged changes single fields of an otherwise good archive's
// directory.
func TestReadDamaged(t *testing.T) {
	tests := []struct {
		name   string
		damage func(entry []byte) // the first entry of the central directory
		want   string
	}{
		{"encrypted", func(e []byte) { e[8] |= 1 }, "encrypted"},
		{"wrong checksum", func(e []byte) { e[16]++ }, "checksum"},
		{"longer than said", func(e []byte) { binary.LittleEndian.PutUint32(e[24:], 3) }, "not a valid zip"},
		{"bomb", func(e []byte) { binary.LittleEndian.PutUint32(e[24:], 0xfffffff0) }, "unpacks to more"},
		{"unknown method", func(e []byte) { e[10] = 99 }, "unsupported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var raw bytes.Buffer
			if _, err := build(t, without(pureWheel(), "markupsafe/")...).WriteTo(&raw); err != nil {
				t.Fatal(err)
			}
			b := raw.Bytes()
			tt.damage(b[bytes.Index(b, []byte("PK\x01\x02")):])
			if _, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err != nil {
				t.Fatalf("the damage hides from the test: %v", err)
			}
			if _, err := whl.Read(bytes.NewReader(b), int64(len(b))); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
