package content_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/oci/registrytest"
	"dbx/executor/builtin"
)

var update = flag.Bool("update", false, "write the golden files")

// entry makes an entry of a layer as other tools write them: "f" a file, "d" a
// folder, "l" a symbolic link, "h" a hard link, "p" a pipe, "c" a device.
func entry(kind, name string, mode int64, rest string) registrytest.Entry {
	h := tar.Header{
		Name: name, Mode: mode, Uid: 101, Gid: 102, Uname: "someone", Gname: "some",
		ModTime: time.Unix(1_600_000_000, 999), Format: tar.FormatPAX,
		PAXRecords: map[string]string{"SCHILY.xattr.user.note": "x"},
	}
	e := registrytest.Entry{}
	switch kind {
	case "f":
		h.Typeflag, e.Content = tar.TypeReg, rest
	case "d":
		h.Typeflag = tar.TypeDir
	case "l":
		h.Typeflag, h.Linkname = tar.TypeSymlink, rest
	case "h":
		h.Typeflag, h.Linkname = tar.TypeLink, rest
	case "p":
		h.Typeflag = tar.TypeFifo
	case "c":
		h.Typeflag, h.Devmajor, h.Devminor = tar.TypeChar, 1, 3
	}
	e.Header = h
	return e
}

// foreign is a layer with all that others put into layers.
func foreign() []registrytest.Entry {
	return []registrytest.Entry{
		entry("d", "./", 0o755, ""),
		entry("d", "./usr/", 0o755, ""),
		entry("d", "usr/bin", 0o111, ""),
		entry("f", "usr/bin/tool", 0o4755, "#!/bin/sh\n"),
		entry("h", "usr/bin/alias", 0o4755, "/usr/bin/tool"),
		entry("l", "bin", 0o777, "usr/bin"),
		entry("f", "/etc/shadow", 0, "secret"),
		entry("c", "dev/null", 0o666, ""),
		entry("p", "run/pipe", 0o600, ""),
		entry("f", "usr/lib/.wh.gone", 0, ""),
		entry("f", "opt/.wh..wh..opq", 0, ""),
		entry("f", ".wh..wh.plnk", 0, ""),
		entry("l", "usr/lib/x/in", 0o777, "data"),
		entry("l", "usr/lib/x/abs", 0o777, "/usr/lib/x/sub/data"),
		entry("l", "usr/lib/x/sub/up", 0o777, "../data"),
		entry("l", "usr/lib/x/out", 0o777, "/bin/tool"),
		entry("l", "usr/lib/x/dangling", 0o777, "none"),
		entry("f", "usr/lib/x/data", 0o600, "data\n"),
		entry("f", "usr/lib/x/sub/data", 0o755, "sub\n"),
		entry("p", "usr/lib/x/pipe", 0o600, ""),
		entry("h", "usr/lib/x/hard", 0o600, "usr/lib/x/data"),
		entry("l", "lib", 0o777, "usr/lib"),
	}
}

func pack(t *testing.T, entries ...registrytest.Entry) []byte {
	t.Helper()
	b, err := registrytest.Tar(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(b []byte) *fstest.MapFile { return &fstest.MapFile{Data: b, Mode: 0o644} }

func diffID(b []byte) string { return fmt.Sprintf("diffid=%x", sha256.Sum256(b)) }

// run calls a builtin and returns the folder with its outputs.
func run(t *testing.T, fn builtin.Func, in fs.FS, outputs []string, args ...string) (string, error) {
	t.Helper()
	out, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for _, name := range outputs {
		if err := out.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return out.Name(), fn(t.Context(), in, args, out, outputs)
}

// refused checks that an error blames the input, and says why.
func refused(t *testing.T, err error, say string) {
	t.Helper()
	var failure builtin.Failure
	if err == nil || !errors.As(err, &failure) || !strings.Contains(err.Error(), say) {
		t.Errorf("got %v, want a failure with %q", err, say)
	}
}

// listing shows a layer's entries and its hash.
func listing(t *testing.T, b []byte) string {
	t.Helper()
	var s strings.Builder
	fmt.Fprintf(&s, "sha256:%x\n", sha256.Sum256(b))
	r := tar.NewReader(bytes.NewReader(b))
	for {
		h, err := r.Next()
		if err == io.EOF {
			return s.String()
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			t.Fatal(err)
		}
		fmt.Fprintf(&s, "%c %04o %d:%d%s%s %d.%d %s", h.Typeflag, h.Mode, h.Uid, h.Gid, h.Uname, h.Gname, h.ModTime.Unix(), h.ModTime.Nanosecond(), h.Name)
		if h.Linkname != "" {
			fmt.Fprintf(&s, " -> %s", h.Linkname)
		}
		for name, value := range h.PAXRecords {
			if strings.HasPrefix(name, "SCHILY") {
				fmt.Fprintf(&s, " %s=%s", name, value)
			}
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&s, " %q\n", content)
	}
}

// treeListing shows the files below a folder.
func treeListing(t *testing.T, dir string) string {
	t.Helper()
	var s strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&s, "%v %s", info.Mode(), rel)
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&s, " -> %s", target)
		case info.Mode().IsRegular():
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&s, " %q", content)
		}
		s.WriteString("\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.String()
}

// golden compares with the file of a builtin's version. If it fails, the
// builtin needs a new version, here and in the rule that names it.
func golden(t *testing.T, builtin, name, got string) {
	t.Helper()
	at := filepath.Join("testdata", "golden", builtin, name+".txt")
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func tarHeader(kind byte, name string) tar.Header {
	return tar.Header{Typeflag: kind, Name: name, Format: tar.FormatGNU, ModTime: time.Unix(0, 0)}
}
