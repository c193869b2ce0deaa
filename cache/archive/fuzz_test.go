package archive

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// safe checks what must hold of dst whatever was unpacked there: nothing
// beside it, only files, directories and links, no link that leads out.
func safe(t *testing.T, data []byte) {
	outer := t.TempDir()
	dst := filepath.Join(outer, "a", "dst")
	if err := os.MkdirAll(dst, 0o755); err != nil {
		t.Fatal(err)
	}
	limits := Limits{Bytes: 1 << 20, Files: 100}
	err := Unpack(t.Context(), bytes.NewReader(data), dst, Options{Limits: limits})
	if got, _ := os.ReadDir(filepath.Dir(dst)); len(got) != 1 {
		t.Fatalf("wrote outside: %v", got)
	}
	if got, _ := os.ReadDir(outer); len(got) != 1 {
		t.Fatalf("wrote outside: %v", got)
	}
	if err != nil {
		return
	}
	real, _ := filepath.EvalSymlinks(dst)
	filepath.WalkDir(dst, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		switch d.Type() {
		case 0, fs.ModeDir:
		case fs.ModeSymlink:
			to, err := filepath.EvalSymlinks(p)
			if err == nil && to != real && !strings.HasPrefix(to, real+"/") {
				t.Fatalf("%s leads to %s", p, to)
			}
		default:
			t.Fatalf("%s is a %v", p, d.Type())
		}
		return nil
	})
}

func FuzzUnpackTar(f *testing.F) {
	f.Add(makeTar(f, sample()...))
	f.Add(makeTar(f, reg("a", "x"), hard("b", "a"), link("c", "d/e"), link("d", ".")))
	f.Add(makeTar(f, link("x", "s/../.."), link("s", "d/e"), link("d/e", "../d")))
	f.Add(pack(f, Gzip, makeTar(f, sample()...)))
	f.Fuzz(safe)
}

func FuzzUnpackZip(f *testing.F) {
	f.Add(makeZip(f, sample()...))
	f.Add(makeZip(f, reg("../a", "x"), link("s", "..")))
	f.Fuzz(safe)
}
