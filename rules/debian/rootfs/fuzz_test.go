package rootfs

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"

	"dbx/cache/layer"
	"dbx/rules/debian/deb/debtest"
)

// FuzzExtract unpacks hostile packages: whatever is taken makes a layer that
// can be unpacked.
func FuzzExtract(f *testing.F) {
	for _, files := range [][]debtest.File{
		headers, passwd,
		{dir("./bin/"), {Name: "./bin/x", Text: "1"}, {Name: "./usr/bin/x", Text: "1"}},
		{{Name: "./a", Type: '2', Link: "b"}, {Name: "./b", Type: '2', Link: "a"}, dir("./a/")},
		{{Name: "./a", Type: '2', Link: "../.."}, {Name: "./a/x", Text: "x"}, {Name: "./y", Type: '1', Link: "./a/x"}},
	} {
		f.Add(debtest.Build(f, "a", "armel", files))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		spool, err := os.CreateTemp(t.TempDir(), "spool")
		if err != nil {
			t.Fatal(err)
		}
		defer spool.Close()
		x := NewExtraction(spool, nil)
		if x.Add(bytes.NewReader(data)) != nil {
			return
		}
		var out bytes.Buffer
		if _, err := layer.FromTree(&out, x.Entries(), time.Unix(1, 0), false, nil); err != nil {
			t.Skip(err) // a name that no layer can have, as one of a whiteout
		}
		if err := layer.Unpack(t.Context(), io.Reader(&out), t.TempDir()); err != nil {
			t.Errorf("it cannot be unpacked: %v", err)
		}
	})
}
