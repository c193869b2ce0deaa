package layer

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dbx/cache/archive"

	"github.com/google/go-cmp/cmp"
)

// raw makes a tar of headers as they are, without content.
func raw(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		if h.Mode == 0 {
			h.Mode = 0o644
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rawFile(name string) tar.Header { return tar.Header{Name: name, Typeflag: tar.TypeReg} }
func rawDir(name string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: 0o755}
}
func rawLink(name, to string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: to}
}
func rawHard(name, to string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeLink, Linkname: to}
}

func TestUnpackRefuses(t *testing.T) {
	outside := t.TempDir()
	for _, tt := range []struct {
		name    string
		headers []tar.Header
		want    error
	}{
		{"parent", []tar.Header{rawFile("../evil")}, archive.ErrTraversal},
		{"absolute", []tar.Header{rawFile("/evil")}, archive.ErrTraversal},
		{"through an absolute link", []tar.Header{rawLink("s", outside), rawFile("s/evil")}, archive.ErrSymlink},
		{"through an inner link", []tar.Header{rawDir("d"), rawLink("s", "d"), rawFile("s/f")}, archive.ErrSymlink},
		{"through a link, deeper", []tar.Header{rawDir("d/e"), rawLink("s", "d"), rawFile("s/e/f")}, archive.ErrSymlink},
		{"directory at a link", []tar.Header{rawLink("s", outside), rawDir("s")}, archive.ErrSymlink},
		{"whiteout through a link", []tar.Header{rawLink("s", outside), rawFile("s/.wh.f")}, archive.ErrSymlink},
		{"opaque through a link", []tar.Header{rawLink("s", outside), rawFile("s/.wh..wh..opq")}, archive.ErrSymlink},
		{"hard link out", []tar.Header{rawHard("a", "../../etc/passwd")}, archive.ErrHardLink},
		{"hard link absolute", []tar.Header{rawHard("a", "/etc/passwd")}, archive.ErrHardLink},
		{"hard link to nothing", []tar.Header{rawHard("a", "b")}, archive.ErrHardLink},
		{"hard link to nothing, deep", []tar.Header{rawHard("a", "b/c")}, archive.ErrHardLink},
		{"hard link to a directory", []tar.Header{rawDir("b"), rawHard("a", "b")}, archive.ErrHardLink},
		{"hard link through a link", []tar.Header{rawLink("s", "/etc"), rawHard("a", "s/passwd")}, archive.ErrHardLink},
		{"whiteout of the parent", []tar.Header{rawFile("d/.wh...")}, archive.ErrTraversal},
		{"whiteout of itself", []tar.Header{rawFile("d/.wh..")}, archive.ErrTraversal},
		{"whiteout of nothing", []tar.Header{rawFile("d/.wh.")}, archive.ErrTraversal},
		{"inside a whiteout", []tar.Header{rawFile("d/.wh.a/b")}, archive.ErrConflict},
		{"file over directory", []tar.Header{rawDir("d"), rawFile("d")}, archive.ErrConflict},
		{"file as parent", []tar.Header{rawFile("d"), rawFile("d/f")}, archive.ErrConflict},
		{"root as a file", []tar.Header{rawLink(".", "/etc")}, archive.ErrConflict},
		{"unknown kind", []tar.Header{{Name: "a", Typeflag: 'Z'}}, archive.ErrSpecial},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Unpack(t.Context(), bytes.NewReader(raw(t, tt.headers...)), place(t))
			var entry *archive.EntryError
			if !errors.Is(err, tt.want) || !errors.As(err, &entry) {
				t.Errorf("got %v, want an EntryError of %v", err, tt.want)
			}
		})
	}
	if got, _ := os.ReadDir(outside); len(got) != 0 {
		t.Errorf("wrote outside: %v", got)
	}
}

func TestUnpackMetadata(t *testing.T) {
	closed := folder("closed", 0o311)
	dir := unpackTo(t, build(t,
		folder("d", 0o2755), text("d/su", 0o4711, "su"), text("d/none", 0, "secret"), nameOf("d/su2", "d/su", 0o4711),
		closed, text("closed/x", 0o644, "x"), linkTo("abs", "/etc/passwd"), text("implied/y", 0o644, "y"),
		Entry{Path: "pipe", Kind: Fifo, Mode: 0o640, ModTime: old},
	))
	want := map[string]struct {
		mode fs.FileMode
		time int64
	}{
		"d":         {fs.ModeDir | fs.ModeSetgid | 0o755, old.Unix()},
		"d/su":      {fs.ModeSetuid | 0o711, old.Unix()},
		"d/none":    {0o400, old.Unix()},
		"closed":    {fs.ModeDir | 0o711, old.Unix()},
		"closed/x":  {0o644, old.Unix()},
		"abs":       {fs.ModeSymlink | 0o777, old.Unix()},
		"implied":   {fs.ModeDir | 0o755, 0},
		"implied/y": {0o644, old.Unix()},
		"pipe":      {fs.ModeNamedPipe | 0o640, old.Unix()},
		".":         {fs.ModeDir | 0o755, 0},
	}
	for name, w := range want {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || info.Mode() != w.mode || info.ModTime().Unix() != w.time {
			t.Errorf("%s: %v %v, %v; want %v %v", name, info.Mode(), info.ModTime().Unix(), err, w.mode, w.time)
		}
	}
	a, _ := os.Stat(filepath.Join(dir, "d/su"))
	b, _ := os.Stat(filepath.Join(dir, "d/su2"))
	if !os.SameFile(a, b) {
		t.Error("the hard link is a copy")
	}
}

func TestUnpackMarks(t *testing.T) {
	dir := unpackTo(t, raw(t,
		rawFile(".wh.gone"), rawFile("d/.wh.gone"), rawFile("o/.wh..wh..opq"), rawFile("o/f"),
		rawFile(".wh.replaced"), rawFile("replaced"), rawDir("anew"), rawFile(".wh.anew"), rawFile(".wh..wh.plnk"),
		tar.Header{Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3}, tar.Header{Name: "fake", Typeflag: tar.TypeChar},
	))
	for _, name := range []string{"gone", "d/gone"} {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || !isWhiteout(info) {
			t.Errorf("%s: %v, %v; want a whiteout", name, info, err)
		}
	}
	for name, want := range map[string]bool{"o": true, "anew": true, "d": false} {
		if got, err := isOpaque(filepath.Join(dir, name)); err != nil || got != want {
			t.Errorf("%s: opaque %v, %v; want %v", name, got, err, want)
		}
	}
	if info, err := os.Lstat(filepath.Join(dir, "replaced")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("replaced: %v, %v; a whiteout must not hide its own layer", info, err)
	}
	for _, name := range []string{"null", "fake", ".wh..wh.plnk"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s was made: %v", name, err)
		}
	}
}

func TestUnpackLastWins(t *testing.T) {
	dir := unpackTo(t, raw(t, rawLink("a", "/etc/passwd"), rawFile("a"), rawFile("b"), rawHard("c", "b"), rawLink("b", "a"), rawHard("c", "c")))
	want := map[string]string{"a": `-rw-r--r-- ""`, "b": "-> a", "c": `-rw-r--r-- ""`}
	if diff := cmp.Diff(want, stackTree(t, NewStack(dir))); diff != "" {
		t.Error(diff)
	}
}

func TestUnpackRoundTrip(t *testing.T) {
	var entries []Entry
	for _, e := range everyKind() {
		if e.Kind != Whiteout && e.Kind != Opaque {
			entries = append(entries, e)
		}
	}
	layer := build(t, entries...)
	want := tarTree(t, layer)
	for p := range tarTree(t, layer) {
		for p = filepath.Dir(p); p != "."; p = filepath.Dir(p) {
			if want[p] == "" {
				want[p] = show(fs.ModeDir|0o755, "")
			}
		}
	}
	if diff := cmp.Diff(want, stackTree(t, NewStack(unpackTo(t, layer)))); diff != "" {
		t.Error(diff)
	}
}

func TestUnpackDamage(t *testing.T) {
	layer := build(t, text("a", 0o644, strings.Repeat("x", 5000)), text("b", 0o644, "y"))
	for _, cut := range []int{100, 600, 5000, 6000} {
		if err := Unpack(t.Context(), bytes.NewReader(layer[:cut]), place(t)); !errors.Is(err, archive.ErrCorrupt) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Unpack(ctx, bytes.NewReader(layer), place(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	full := place(t)
	os.Mkdir(filepath.Join(full, "old"), 0o755)
	if err := Unpack(t.Context(), bytes.NewReader(layer), full); err == nil {
		t.Error("a directory that is not empty: no error")
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(build(f, everyKind()...))
	f.Add(raw(f, rawLink("s", "/"), rawFile("s/.wh.f"), rawHard("a", "s")))
	f.Add(raw(f, rawFile(".wh.a"), rawDir("a"), rawFile("a/.wh..wh..opq"), rawFile("a/.wh...")))
	f.Fuzz(func(t *testing.T, data []byte) {
		outer := place(t)
		dir := filepath.Join(outer, "layer")
		os.Mkdir(dir, 0o755)
		before := time.Unix(1, 0)
		os.Chtimes(outer, before, before)
		err := Unpack(t.Context(), bytes.NewReader(data), dir)
		info, _ := os.Stat(outer)
		if got, _ := os.ReadDir(outer); len(got) != 1 || !info.ModTime().Equal(before) {
			t.Fatalf("wrote outside: %v", got)
		}
		if err != nil {
			return
		}
		filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
			if err != nil {
				t.Fatal(err)
			}
			info, _ := d.Info()
			if d.Type()&fs.ModeDevice != 0 && info.Sys().(*syscall.Stat_t).Rdev != 0 {
				t.Fatalf("%s is a device", at)
			}
			return nil
		})
		if err := Check(t.Context(), bytes.NewReader(data), dir); err != nil {
			t.Fatalf("what was unpacked is not the layer: %v", err)
		}
		stackTree(t, NewStack(dir))
	})
}

// FuzzNormalize: a layer that is normal stays as it is.
func FuzzNormalize(f *testing.F) {
	f.Add(build(f, everyKind()...))
	f.Add(raw(f, rawDir("/a"), rawFile("./a/b"), rawHard("c", "/a/b"), rawLink("s", "../../x")))
	f.Add(raw(f, rawFile(".wh.a"), rawDir("a"), rawFile("a/.wh..wh..opq"), rawHard("c", "../d")))
	f.Fuzz(func(t *testing.T, data []byte) {
		var once, twice bounded
		if Normalize(t.Context(), &once, bytes.NewReader(data)) != nil {
			return
		}
		if err := Normalize(t.Context(), &twice, bytes.NewReader(once.Bytes())); err != nil {
			t.Fatalf("what is normal is refused: %v", err)
		}
		if !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Error("normalised twice, another layer")
		}
	})
}
