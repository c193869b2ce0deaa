package layer

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"testing"

	"dbx/cache/archive"
)

// TestReadName has the image-spec's examples of whiteouts, what AUFS leaves, and
// what could reach out of a directory.
func TestReadName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		says sense
		of   string
		err  error
	}{
		".":                   {plainName, ".", nil},
		"a/b":                 {plainName, "a/b", nil},
		"a/.whale":            {plainName, "a/.whale", nil},
		".wh.a":               {hidesPath, "a", nil},
		"a/.wh.b":             {hidesPath, "a/b", nil},
		"a/.wh..b":            {hidesPath, "a/.b", nil},
		"a/.wh...b":           {hidesPath, "a/..b", nil},
		".wh..wh..opq":        {hidesDir, ".", nil},
		"a/b/.wh..wh..opq":    {hidesDir, "a/b", nil},
		".wh..wh.plnk":        {noSense, ".wh..wh.plnk", nil},
		"a/.wh..wh.orph":      {noSense, "a/.wh..wh.orph", nil},
		".wh.":                {err: archive.ErrTraversal},
		"a/.wh..":             {err: archive.ErrTraversal},
		"a/.wh...":            {err: archive.ErrTraversal},
		".wh.a/b":             {err: archive.ErrConflict},
		"a/.wh.b/c":           {err: archive.ErrConflict},
		"a/.wh..wh..opq/.wh.": {err: archive.ErrConflict},
	} {
		says, of, err := readName(name)
		if !errors.Is(err, want.err) || err == nil && (says != want.says || of != want.of) {
			t.Errorf("%s: %v, %q, %v; want %v", name, says, of, err, want)
		}
	}
}

// TestOneBound has every reader of layers refuse a layer in the same place for
// the same reason.
func TestOneBound(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{"a/.wh..": archive.ErrTraversal, ".wh.a/b": archive.ErrConflict, "../a": archive.ErrTraversal} {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for reader, read := range map[string]func(context.Context) error{
			"Unpack": func(ctx context.Context) error { return Unpack(ctx, bytes.NewReader(b.Bytes()), t.TempDir()) },
			"Check":  func(ctx context.Context) error { return Check(ctx, bytes.NewReader(b.Bytes()), t.TempDir()) },
			"Merge": func(ctx context.Context) error {
				_, err := Merge(ctx, []Tar{bytes.NewReader(b.Bytes())}, MergeOptions{})
				return err
			},
			"Normalize": func(ctx context.Context) error { return Normalize(ctx, &bytes.Buffer{}, bytes.NewReader(b.Bytes())) },
		} {
			var entry *archive.EntryError
			if err := read(t.Context()); !errors.Is(err, want) || !errors.As(err, &entry) || entry.Name != name {
				t.Errorf("%s of %s: %v, want %v", reader, name, err, want)
			}
		}
	}
}
