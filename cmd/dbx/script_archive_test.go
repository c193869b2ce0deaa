package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// evil are entries that no archive may have, by what they try.
var evil = map[string]tar.Header{
	"traversal": {Typeflag: tar.TypeReg, Name: "top/../../escaped", Mode: 0o644},
	"absolute":  {Typeflag: tar.TypeSymlink, Name: "top/link", Linkname: "/etc/passwd", Mode: 0o777},
	"upwards":   {Typeflag: tar.TypeSymlink, Name: "top/link", Linkname: "../../escaped", Mode: 0o777},
	"hardlink":  {Typeflag: tar.TypeLink, Name: "top/link", Linkname: "../escaped", Mode: 0o644},
	"device":    {Typeflag: tar.TypeChar, Name: "top/null", Mode: 0o666, Devmajor: 1, Devminor: 3},
}

// cmdArchive is "archive OUT DIR [EVIL]": it packs a folder, with a gzipped
// tar's entries below top/, and behind them one of the evil entries.
func cmdArchive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: archive OUT DIR [EVIL]")
	}
	entries, err := entriesOf(ts.MkAbs(args[1]), "top")
	ts.Check(err)
	if len(args) == 3 {
		h, ok := evil[args[2]]
		if !ok {
			ts.Fatalf("no evil called %s", args[2])
		}
		entries = append(entries, tarEntry{header: h})
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), tarGz(entries), 0o644))
}

type tarEntry struct {
	header  tar.Header
	content []byte
}

// entriesOf returns the files of a folder, below a name.
func entriesOf(dir, top string) ([]tarEntry, error) {
	var entries []tarEntry
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(name)
		entries = append(entries, tarEntry{
			tar.Header{Typeflag: tar.TypeReg, Name: path.Join(top, filepath.ToSlash(rel)), Mode: 0o644, Size: int64(len(content))},
			content,
		})
		return err
	})
	return entries, err
}

// tarGz writes to memory, so that nothing but a bad header can fail.
func tarGz(entries []tarEntry) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	var errs []error
	for _, e := range entries {
		errs = append(errs, w.WriteHeader(&e.header))
		_, err := w.Write(e.content)
		errs = append(errs, err)
	}
	if err := errors.Join(append(errs, w.Close(), z.Close())...); err != nil {
		panic("BUG: cannot write a tar: " + err.Error())
	}
	return b.Bytes()
}
