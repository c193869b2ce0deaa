package rootfs

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"dbx/cache/layer"
	"dbx/rules/debian/deb/debtest"
)

func dir(name string) debtest.File { return debtest.File{Name: name, Type: tar.TypeDir, Mode: 0o755} }

var passwd = []debtest.File{
	{Name: "./usr/share/base-passwd/passwd.master", Text: "root:*:0:0::/root:/bin/sh\n"},
	{Name: "./usr/share/base-passwd/group.master", Text: "root:*:0:\n"},
}

// tree bootstraps packages given as name:arch and files, and returns what is
// at each path.
func tree(t *testing.T, packages ...any) (map[string]string, []layer.Entry, error) {
	t.Helper()
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { spool.Close() })
	b := NewBootstrap(spool)
	for i := 0; i < len(packages); i += 2 {
		name, arch, _ := strings.Cut(packages[i].(string), ":")
		if err := b.Add(bytes.NewReader(debtest.Build(t, name, arch, packages[i+1].([]debtest.File)))); err != nil {
			return nil, nil, err
		}
	}
	entries, err := b.Entries()
	if err != nil {
		return nil, nil, err
	}
	got := map[string]string{}
	for _, e := range entries {
		text := ""
		if e.Open != nil {
			body, err := e.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(body)
			if err != nil || int64(len(data)) != e.Size {
				t.Fatalf("%s: %d bytes of %d, %v", e.Path, len(data), e.Size, err)
			}
			text = string(data)
		}
		got[e.Path] = fmt.Sprintf("%s %o %s%s", e.Kind, e.Mode, e.Link, text)
	}
	return got, entries, nil
}

func TestBootstrap(t *testing.T) {
	got, entries, err := tree(t,
		"base-passwd:amd64", passwd,
		"libc6:amd64", []debtest.File{
			dir("./"), dir("./lib/"), dir("./lib64/"), {Name: "./lib64/ld.so", Type: tar.TypeSymlink, Link: "/lib/x86_64-linux-gnu/ld.so"},
			{Name: "./lib/x86_64-linux-gnu/libc.so", Text: "c"}, {Name: "./usr/share/doc/libc6/copyright", Text: "free"},
			{Name: "./usr/share/doc/libc6/NEWS.gz", Text: "news"}, {Name: "./usr/share/man/man1/x.1.gz", Text: "man"},
			{Name: "./usr/share/locale/de/x.mo", Text: "de"}, {Name: "./usr/share/locale/locale.alias", Text: "alias"},
		},
		"coreutils:amd64", []debtest.File{
			dir("./bin/"), {Name: "./bin/ls", Text: "old ls", Mode: 0o4755}, {Name: "./bin/dir", Type: tar.TypeLink, Link: "./bin/ls"},
			{Name: "./var/tmp/", Type: tar.TypeDir, Mode: 0o1777},
		},
		"newer:all", []debtest.File{{Name: "./usr/bin/ls", Text: "new ls", Mode: 0o755}, {Name: "./usr/bin/awk", Type: tar.TypeSymlink, Link: "mawk"}, dir("./var/tmp/")},
	)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"bin": "symlink 777 usr/bin", "lib": "symlink 777 usr/lib", "lib64": "symlink 777 usr/lib64", "libx32": "symlink 777 usr/libx32",
		"usr/lib64/ld.so":                     "symlink 777 /lib/x86_64-linux-gnu/ld.so",
		"usr/lib/x86_64-linux-gnu/libc.so":    "file 644 c",
		"usr/bin/ls":                          "file 755 new ls",
		"usr/bin/dir":                         "file 4755 old ls",
		"usr/bin/awk":                         "symlink 777 mawk",
		"var/tmp":                             "directory 1777 ",
		"etc/passwd":                          "file 644 root:*:0:0::/root:/bin/sh\n",
		"var/lib/dpkg/status":                 "file 644 ",
		"var/lib/dpkg/arch":                   "file 644 amd64\n",
		"var/lib/dpkg/bootstrap":              "file 644 base-passwd\ncoreutils\nlibc6\nnewer\n",
		"etc/dpkg/dpkg.cfg.d/dbx":             "file 644 " + dpkgConfig,
		"usr/share/doc/libc6/copyright":       "file 644 free",
		"usr/share/locale/locale.alias":       "file 644 alias",
		"usr/share/man/man1":                  "directory 755 ",
		"usr/share/doc/libc6/NEWS.gz":         "",
		"usr/share/man/man1/x.1.gz":           "",
		"usr/share/locale/de/x.mo":            "",
		"lib/x86_64-linux-gnu":                "",
		"usr/share/base-passwd/passwd.master": "file 644 root:*:0:0::/root:/bin/sh\n",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	var first, second bytes.Buffer
	epoch := time.Unix(1_700_000_000, 0)
	for _, out := range []*bytes.Buffer{&first, &second} {
		if _, err := layer.FromTree(out, entries, epoch, true, nil); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same tree gives two layers")
	}
}

func TestBootstrapRefuses(t *testing.T) {
	ok := []any{"base-passwd:amd64", passwd}
	for name, c := range map[string]struct {
		packages []any
		want     string
	}{
		"no users":           {[]any{"a:amd64", []debtest.File{dir("./usr/")}}, "base-passwd is missing"},
		"two architectures":  {append(ok, "a:armel", []debtest.File{}), "is for armel"},
		"path upwards":       {append(ok, "a:amd64", []debtest.File{{Name: "./../x"}}), "package a"},
		"absolute path":      {append(ok, "a:amd64", []debtest.File{{Name: "/etc/x"}}), "package a"},
		"device":             {append(ok, "a:amd64", []debtest.File{{Name: "./dev/x", Type: tar.TypeChar}}), "no file, directory or link"},
		"below a link":       {append(ok, "a:amd64", []debtest.File{{Name: "./etc/l", Type: tar.TypeSymlink, Link: "/"}, {Name: "./etc/l/x"}}), "lies below a symlink"},
		"below a file":       {append(ok, "a:amd64", []debtest.File{{Name: "./etc/l"}, {Name: "./etc/l/x"}}), "lies below a file"},
		"link to nothing":    {append(ok, "a:amd64", []debtest.File{{Name: "./etc/l", Type: tar.TypeLink, Link: "./etc/none"}}), "no file of it"},
		"file for directory": {append(ok, "a:amd64", []debtest.File{{Name: "./etc"}}), "directory of another package"},
		"link for directory": {append(ok, "a:amd64", []debtest.File{{Name: "./etc", Type: tar.TypeSymlink, Link: "x"}}), "directory of another package"},
	} {
		if got, _, err := tree(t, c.packages...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestExcluded(t *testing.T) {
	for path, want := range map[string]bool{
		"usr/share/doc": false, "usr/share/doc/a": false, "usr/share/doc/a/copyright": false, "usr/share/doc/a/examples/copyright": false,
		"usr/share/doc/a/README": true, "usr/share/man": false, "usr/share/man/man1": true, "usr/share/info/x": true,
		"usr/share/locale/locale.alias": false, "usr/share/locale/de": true, "usr/share/perl": false, "etc/doc/x/y": false,
	} {
		if excluded(path) != want {
			t.Errorf("%s: not %v", path, want)
		}
	}
}
