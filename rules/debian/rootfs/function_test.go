package rootfs

import (
	"archive/tar"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/cache/digest"
	"dbx/rules/debian/deb/debtest"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden pins what debian-bootstrap@1 gives: results under this name are
// in caches, so another output needs another version.
func TestGolden(t *testing.T) {
	in := fstest.MapFS{
		"debs/0000-base-passwd.deb": {Data: debtest.Build(t, "base-passwd", "amd64", passwd)},
		"debs/0001-tool.deb": {Data: debtest.Build(t, "tool", "amd64", []debtest.File{
			dir("./bin"),
			{Name: "./bin/tool", Text: "#!/bin/sh\n", Mode: 0o755},
			{Name: "./bin/alias", Type: tar.TypeSymlink, Link: "tool"},
			{Name: "./usr/share/doc/tool/copyright", Text: "free\n"},
			{Name: "./usr/share/doc/tool/README", Text: "left out\n"},
			{Name: "./etc/tool.conf", Text: "a=1\n", Mode: 0o640},
		})},
	}
	content, err := lay(t, in, "epoch=1700000000")
	if err != nil {
		t.Fatal(err)
	}
	got := listing(t, content)
	golden := filepath.Join("testdata", "golden", "debian-bootstrap@1", "tool.txt")
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(golden), 0o755), os.WriteFile(golden, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("debian-bootstrap@1 gives another layer; raise the version in the rule and in cmd/dbx:\n%s", got)
	}
}

func TestLayRefuses(t *testing.T) {
	whole := debtest.Build(t, "base-passwd", "amd64", passwd)
	for _, test := range []struct {
		name, arg string
		data      []byte
		want      string
	}{
		{"no epoch", "mode=1", whole, "want epoch="},
		{"no package", "epoch=1", []byte("not a package"), "0000.deb"},
		{"truncated", "epoch=1", whole[:len(whole)/2], "0000.deb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := lay(t, fstest.MapFS{"debs/0000.deb": {Data: test.data}}, test.arg)
			var blame interface{ UserFailure() }
			if err == nil || !errors.As(err, &blame) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want a failure of the input with %q", err, test.want)
			}
		})
	}
}

func lay(t *testing.T, in fstest.MapFS, args ...string) ([]byte, error) {
	t.Helper()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := Lay(t.Context(), in, args, out, []string{"layer"}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(out.Name(), "layer"))
}

// listing shows a layer: its digest, then an entry a line.
func listing(t *testing.T, content []byte) string {
	t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "layer %s\n", digest.SHA256Of(content))
	for r := tar.NewReader(bytes.NewReader(content)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "%c %04o %s", h.Typeflag, h.Mode, h.Name)
		switch {
		case h.Linkname != "":
			fmt.Fprintf(&text, " → %s", h.Linkname)
		case h.Typeflag == tar.TypeReg:
			fmt.Fprintf(&text, " %s", digest.SHA256Of(data))
		}
		fmt.Fprintln(&text)
	}
}
