package rootfs

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/layer"
	"dbx/rules/debian/deb/debtest"
)

// image is a layer of a Debian with a merged /usr.
func image(t *testing.T) []byte {
	t.Helper()
	file := func(name, text string, mode uint32) layer.Entry {
		return layer.Entry{Path: name, Kind: layer.File, Mode: mode, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(text)), nil
		}}
	}
	entries := []layer.Entry{
		{Path: "lib", Kind: layer.Symlink, Mode: 0o777, Link: "usr/lib"},
		{Path: "usr", Kind: layer.Dir, Mode: 0o755},
		{Path: "usr/lib", Kind: layer.Dir, Mode: 0o755},
		{Path: "usr/lib/python3", Kind: layer.Symlink, Mode: 0o777, Link: "/opt/python"},
		{Path: "opt", Kind: layer.Dir, Mode: 0o711},
		{Path: "opt/python", Kind: layer.Dir, Mode: 0o700},
		{Path: "etc", Kind: layer.Dir, Mode: 0o755},
		file("etc/conf", "old", 0o600),
		file("usr/lib/same.h", "same", 0o644),
		{Path: "usr/lib/twin.h", Kind: layer.HardLink, Link: "usr/lib/same.h"},
	}
	var out bytes.Buffer
	if _, err := layer.FromTree(&out, entries, time.Unix(1_600_000_000, 0), false, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func extracted(t *testing.T, base []byte, packages ...any) (string, error) {
	t.Helper()
	in := fstest.MapFS{}
	if base != nil {
		in["base/0000.tar"] = &fstest.MapFile{Data: base}
	}
	for i := 0; i < len(packages); i += 2 {
		name, arch, _ := strings.Cut(packages[i].(string), ":")
		in[fmt.Sprintf("debs/%04d.deb", i)] = &fstest.MapFile{Data: debtest.Build(t, name, arch, packages[i+1].([]debtest.File))}
	}
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := Extract(t.Context(), in, []string{"epoch=1700000000"}, out, []string{"layer"}); err != nil {
		return "", err
	}
	content, err := os.ReadFile(filepath.Join(out.Name(), "layer"))
	if err != nil {
		t.Fatal(err)
	}
	return listing(t, content), nil
}

var headers = []debtest.File{
	dir("./"), dir("./lib/"), dir("./lib/arm/"), {Name: "./lib/arm/libz.so", Type: tar.TypeSymlink, Link: "libz.so.1"},
	{Name: "./lib/arm/libz.so.1", Text: "elf", Mode: 0o644},
	{Name: "./lib/same.h", Text: "same"}, {Name: "./lib/twin.h", Text: "same"},
	dir("./etc/"), {Name: "./etc/conf", Text: "new"},
	dir("./usr/"), dir("./usr/lib/"), dir("./usr/lib/python3/"), {Name: "./usr/lib/python3/m.py", Text: "pass\n"},
	{Name: "./usr/lib/python3/n.py", Type: tar.TypeLink, Link: "./usr/lib/python3/m.py"},
	{Name: "./usr/share/doc/zlib/copyright", Text: "free\n"}, {Name: "./usr/share/doc/zlib/NEWS", Text: "left out\n"},
}

// TestGoldenExtract pins what debian-extract@1 gives: results under this name
// are in caches, so another output needs another version.
func TestGoldenExtract(t *testing.T) {
	for name, base := range map[string][]byte{"over-an-image.txt": image(t), "over-nothing.txt": nil} {
		got, err := extracted(t, base, "zlib:armel", headers, "twice:armel", headers[:5])
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "golden", "debian-extract@1", name)
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(golden), 0o755), os.WriteFile(golden, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: debian-extract@1 gives another layer; raise the version in the rule and in cmd/dbx:\n%s", name, diff)
		}
	}
}

func TestExtractRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		packages []any
		want     string
	}{
		"path upwards":       {[]any{"a:armel", []debtest.File{{Name: "./../x"}}}, "package a"},
		"absolute path":      {[]any{"a:armel", []debtest.File{{Name: "/etc/x"}}}, "package a"},
		"device":             {[]any{"a:armel", []debtest.File{{Name: "./dev/x", Type: tar.TypeChar}}}, "no file, directory or link"},
		"below a file":       {[]any{"a:armel", []debtest.File{{Name: "./etc/conf/x"}}}, "lies below a file"},
		"link to nothing":    {[]any{"a:armel", []debtest.File{{Name: "./etc/l", Type: tar.TypeLink, Link: "./etc/none"}}}, "no file of it"},
		"file for directory": {[]any{"a:armel", []debtest.File{{Name: "./etc"}}}, "its file etc is a directory of the image"},
		"link for directory": {[]any{"a:armel", []debtest.File{{Name: "./etc", Type: tar.TypeSymlink, Link: "x"}}}, "its link etc is a directory of the image"},
		"directory for file": {[]any{"a:armel", []debtest.File{dir("./etc/conf")}}, "its directory etc/conf is a file of the image"},
		"links in a ring":    {[]any{"a:armel", []debtest.File{{Name: "./r", Type: tar.TypeSymlink, Link: "r"}, {Name: "./r/x"}}}, "symbolic links"},
		"two of one name": {[]any{
			"a:armel", []debtest.File{{Name: "./lib/x", Text: "a"}}, "b:armel", []debtest.File{{Name: "./usr/lib/x", Text: "b"}},
		}, "package b: a has another /usr/lib/x"},
		"two links of one name": {[]any{
			"a:armel", []debtest.File{{Name: "./x", Text: "a"}}, "b:armel", []debtest.File{{Name: "./x", Type: tar.TypeSymlink, Link: "y"}},
		}, "package b: a has another /x"},
	} {
		var blame interface{ UserFailure() }
		if got, err := extracted(t, image(t), c.packages...); err == nil || !errors.As(err, &blame) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want a failure of the input with %q", name, got, err, c.want)
		}
	}
}

// TestExtractDamaged has a base that is no layer, and a package that is none.
func TestExtractDamaged(t *testing.T) {
	if _, err := extracted(t, []byte(strings.Repeat("no tar", 200)), "a:armel", headers); err == nil {
		t.Error("a base that is no tar was taken")
	}
	whole := debtest.Build(t, "a", "armel", headers)
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	in := fstest.MapFS{"debs/0000.deb": {Data: whole[:len(whole)/2]}}
	var blame interface{ UserFailure() }
	if err := Extract(t.Context(), in, []string{"epoch=1"}, out, []string{"layer"}); err == nil || !errors.As(err, &blame) || !strings.Contains(err.Error(), "0000.deb") {
		t.Errorf("half a package: %v", err)
	}
}
