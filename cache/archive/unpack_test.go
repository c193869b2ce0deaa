package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample() []member {
	return []member{
		dir("pkg-1.0"),
		reg("pkg-1.0/README", "read me\n"),
		{"pkg-1.0/configure", tar.TypeReg, "#!/bin/sh\n", 0o711},
		reg("pkg-1.0/src/deep/main.c", "int main;\n"),
		link("pkg-1.0/src/top", "../README"),
		link("pkg-1.0/lib", "src/deep"),
		reg("pkg-1.0/README", "read me twice\n"),
	}
}

func sampleTree() map[string]string {
	return map[string]string{
		"README":          "-rw-r--r-- read me twice\n",
		"configure":       "-rwxr-xr-x #!/bin/sh\n",
		"src":             "drwxr-xr-x",
		"src/deep":        "drwxr-xr-x",
		"src/deep/main.c": "-rw-r--r-- int main;\n",
		"src/top":         "-> ../README",
		"lib":             "-> src/deep",
	}
}

func TestUnpackFormats(t *testing.T) {
	plain := makeTar(t, sample()...)
	archives := map[string][]byte{
		"tar": plain, "tar.gz": pack(t, Gzip, plain), "tar.xz": pack(t, XZ, plain),
		"tar.zst": pack(t, Zstd, plain), "zip": makeZip(t, sample()...),
	}
	epoch := time.Unix(1700000000, 0)
	for name, data := range archives {
		readers := map[string]io.Reader{"seekable": bytes.NewReader(data), "stream": iotest.OneByteReader(bytes.NewReader(data))}
		for how, r := range readers {
			t.Run(name+"/"+how, func(t *testing.T) {
				dst := t.TempDir()
				if err := Unpack(t.Context(), r, dst, Options{StripComponents: 1, MTime: epoch}); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(sampleTree(), list(t, dst)); diff != "" {
					t.Error(diff)
				}
				for p := range sampleTree() {
					info, err := os.Lstat(filepath.Join(dst, p))
					if err != nil || !info.ModTime().Equal(epoch) {
						t.Errorf("%s: time %v, err %v; want %v", p, info.ModTime(), err, epoch)
					}
				}
			})
		}
	}
}

func TestUnpackBzip2(t *testing.T) {
	data, err := os.ReadFile("testdata/hello.tar.bz2")
	if err != nil {
		t.Fatal(err)
	}
	dst := t.TempDir()
	if err := Unpack(t.Context(), bytes.NewReader(data), dst, Options{}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"pkg": "drwxr-xr-x", "pkg/a.txt": "-rw-r--r-- hello\n"}
	if diff := cmp.Diff(want, list(t, dst)); diff != "" {
		t.Error(diff)
	}
	for _, cut := range []int{1, 3, 10, len(data) / 2, len(data) - 1} {
		if err := Unpack(t.Context(), bytes.NewReader(data[:cut]), t.TempDir(), Options{}); err == nil {
			t.Errorf("cut at %d: no error", cut)
		}
	}
}

func TestUnpackRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		members []member
		want    error
	}{
		{"parent", []member{reg("../evil", "x")}, ErrTraversal},
		{"parent inside", []member{reg("a/../b", "x")}, ErrTraversal},
		{"absolute", []member{reg("/evil", "x")}, ErrTraversal},
		{"absolute directory", []member{dir("/tmp/evil")}, ErrTraversal},
		{"absolute link", []member{link("a", "/etc/passwd")}, ErrSymlink},
		{"link out", []member{link("a", "..")}, ErrSymlink},
		{"link out from below", []member{link("d/a", "../../x")}, ErrSymlink},
		{"link out and in again", []member{link("d/a", "../../d/x")}, ErrSymlink},
		{"link chain", []member{dir("d/e"), link("d/e/up", ".."), link("x", "d/e/up/../../..")}, ErrSymlink},
		{"link chain, last first", []member{link("x", "s/../.."), link("s", "d/e"), link("d/e", "../d")}, ErrSymlink},
		{"through a link", []member{dir("d"), link("s", "d"), reg("s/f", "x")}, ErrSymlink},
		{"through a link, deep", []member{dir("d"), link("s", "d"), reg("s/t/u/f", "x")}, ErrSymlink},
		{"directory over a link", []member{link("s", "."), dir("s")}, ErrConflict},
		{"empty link", []member{link("s", "")}, ErrSymlink},
		{"hard link out", []member{hard("a", "../../etc/passwd")}, ErrHardLink},
		{"hard link absolute", []member{hard("a", "/etc/passwd")}, ErrHardLink},
		{"hard link to nothing", []member{hard("a", "b")}, ErrHardLink},
		{"hard link to a directory", []member{dir("b"), hard("a", "b")}, ErrHardLink},
		{"hard link to a moved link", []member{link("x/y/s", "../.."), hard("s", "x/y/s")}, ErrSymlink},
		{"device", []member{special("null", tar.TypeChar)}, ErrSpecial},
		{"block device", []member{special("sda", tar.TypeBlock)}, ErrSpecial},
		{"fifo", []member{special("p", tar.TypeFifo)}, ErrSpecial},
		{"unknown kind", []member{special("p", 'Z')}, ErrSpecial},
		{"file over directory", []member{reg("d/f", "x"), reg("d", "x")}, ErrConflict},
		{"file as parent", []member{reg("d", "x"), reg("d/f", "x")}, ErrConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			outer := t.TempDir()
			dst := filepath.Join(outer, "dst")
			os.Mkdir(dst, 0o755)
			err := Unpack(t.Context(), bytes.NewReader(makeTar(t, tt.members...)), dst, Options{})
			var entry *EntryError
			if !errors.Is(err, tt.want) || !errors.As(err, &entry) {
				t.Errorf("got %v, want an EntryError of %v", err, tt.want)
			}
			if got, _ := os.ReadDir(outer); len(got) != 1 {
				t.Errorf("wrote outside: %v", got)
			}
		})
	}
}

func TestUnpackRefusesZip(t *testing.T) {
	for _, tt := range []struct {
		name   string
		member member
		want   error
	}{
		{"parent", reg("../evil", "x"), ErrTraversal},
		{"absolute", reg("/evil", "x"), ErrTraversal},
		{"absolute link", link("a", "/etc"), ErrSymlink},
		{"link out", link("d/a", "../.."), ErrSymlink},
		{"fifo", special("p", tar.TypeFifo), ErrSpecial},
		{"device", special("p", tar.TypeChar), ErrSpecial},
	} {
		err := Unpack(t.Context(), bytes.NewReader(makeZip(t, tt.member)), t.TempDir(), Options{})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestUnpackHardLinkIsCopy(t *testing.T) {
	dst := t.TempDir()
	data := makeTar(t, reg("top/a", "one"), hard("top/b", "top/a"), reg("top/a", "two"), hard("top/b", "top/b"),
		link("top/s", "a"), hard("top/t", "top/s"))
	if err := Unpack(t.Context(), bytes.NewReader(data), dst, Options{StripComponents: 1}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "-rw-r--r-- two", "b": "-rw-r--r-- one", "s": "-> a", "t": "-> a"}
	if diff := cmp.Diff(want, list(t, dst)); diff != "" {
		t.Error(diff)
	}
}

func TestUnpackLinkLoop(t *testing.T) {
	data := makeTar(t, link("a", "b"), link("b", "a/../b"), link("c", "c/x"))
	if err := Unpack(t.Context(), bytes.NewReader(data), t.TempDir(), Options{}); err != nil {
		t.Errorf("a loop leads nowhere, so it does no harm: %v", err)
	}
}

func TestUnpackCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Unpack(ctx, bytes.NewReader(makeTar(t, reg("a", "x"))), t.TempDir(), Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUnpackNeedsEmptyDirectory(t *testing.T) {
	dst := t.TempDir()
	os.WriteFile(filepath.Join(dst, "old"), nil, 0o644)
	if err := Unpack(t.Context(), bytes.NewReader(makeTar(t, reg("a", "x"))), dst, Options{}); err == nil {
		t.Error("no error")
	}
}

func TestUnpackNotAnArchive(t *testing.T) {
	for _, data := range []string{"", "<html>not found</html>", string(make([]byte, 100))} {
		err := Unpack(t.Context(), bytes.NewReader([]byte(data)), t.TempDir(), Options{})
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%.10q: got %v", data, err)
		}
	}
}

func TestUnpackSourceFailure(t *testing.T) {
	broken := errors.New("connection reset")
	data := makeTar(t, reg("a", string(make([]byte, 1<<20))))
	r := io.MultiReader(bytes.NewReader(data[:len(data)/2]), iotest.ErrReader(broken))
	err := Unpack(t.Context(), r, t.TempDir(), Options{})
	if !errors.Is(err, broken) || errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v: the network's failure is no damage of the archive", err)
	}
}
