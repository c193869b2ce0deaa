package content_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-containerregistry/pkg/compression"

	"dbx/cache/oci/registrytest"
	"dbx/rules/image/content"
)

// compressed returns a layer's blob.
func compressed(t *testing.T, b []byte, how compression.Compression) []byte {
	t.Helper()
	l, err := registrytest.Layer(b, how)
	if err != nil {
		t.Fatal(err)
	}
	r, err := l.Compressed()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blob, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return blob
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLayer(t *testing.T) {
	t.Parallel()
	plain := pack(t, foreign()...)
	for _, how := range []compression.Compression{compression.None, compression.GZip, compression.ZStd} {
		in := fstest.MapFS{"blob": file(compressed(t, plain, how))}
		dir, err := run(t, content.Layer, in, []string{"shipped/0000.tar"}, diffID(plain))
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if string(read(t, dir, "shipped/0000.tar")) != string(plain) {
			t.Errorf("%s: other bytes came out", how)
		}
		dir, err = run(t, content.Rootfs, in, []string{"layer"}, diffID(plain))
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		golden(t, "rootfs-layer@1", "foreign", listing(t, read(t, dir, "layer")))
	}
	golden(t, "image-layer@1", "foreign", listing(t, plain))
}

func TestLayerRefuses(t *testing.T) {
	t.Parallel()
	plain := pack(t, foreign()...)
	zipped := compressed(t, plain, compression.GZip)
	good := diffID(plain)
	for name, tt := range map[string]struct {
		blob []byte
		args []string
		say  string
	}{
		"another layer":    {plain, []string{diffID([]byte("x"))}, "but its image says sha256:2d711642"},
		"behind the end":   {append(plain[:len(plain):len(plain)], 1), []string{good}, "but its image says"},
		"cut":              {zipped[:len(zipped)/2], []string{good}, "cannot be unpacked"},
		"damaged":          {append(append([]byte{}, zipped[:len(zipped)-8]...), "12345678"...), []string{good}, "cannot be unpacked"},
		"no header":        {zipped[:3], []string{good}, "gzip header"},
		"no argument":      {plain, nil, "want the argument"},
		"unknown argument": {plain, []string{"sha=1"}, "want diffid="},
		"no hash":          {plain, []string{"diffid=1"}, "diffid=1"},
	} {
		in := fstest.MapFS{"blob": file(tt.blob)}
		_, err := run(t, content.Layer, in, []string{"out"}, tt.args...)
		t.Run(name, func(t *testing.T) { refused(t, err, tt.say) })
		_, err = run(t, content.Rootfs, in, []string{"out"}, tt.args...)
		t.Run(name+" for commands", func(t *testing.T) { refused(t, err, strings.TrimPrefix(tt.say, "cannot be unpacked")) })
	}
	if _, err := run(t, content.Layer, fstest.MapFS{"blob": file(plain)}, []string{"a", "b"}, good); err == nil {
		t.Error("two outputs")
	}
}

func TestRootfsRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		entry registrytest.Entry
		say   string
	}{
		"upwards":          {entry("f", "../x", 0o644, ""), `".."`},
		"link upwards":     {entry("h", "x", 0o644, "../y"), "unsafe hard link"},
		"unknown type":     {registrytest.Entry{Header: tarHeader('Z', "x")}, "tar type"},
		"upwards whiteout": {entry("f", "a/../.wh.x", 0, ""), `".."`},
	} {
		plain := pack(t, tt.entry)
		_, err := run(t, content.Rootfs, fstest.MapFS{"blob": file(plain)}, []string{"out"}, diffID(plain))
		t.Run(name, func(t *testing.T) { refused(t, err, tt.say) })
	}
}

func layers(t *testing.T, all ...[]registrytest.Entry) fstest.MapFS {
	t.Helper()
	in := fstest.MapFS{}
	for i, entries := range all {
		plain := pack(t, entries...)
		dir, err := run(t, content.Rootfs, fstest.MapFS{"blob": file(plain)}, []string{"layer"}, diffID(plain))
		if err != nil {
			t.Fatal(err)
		}
		in["layers/000"+string(rune('0'+i))+".tar"] = file(read(t, dir, "layer"))
	}
	return in
}

func TestFiles(t *testing.T) {
	t.Parallel()
	upper := []registrytest.Entry{
		entry("f", "usr/lib/x/.wh.dangling", 0, ""),
		entry("f", "usr/lib/x/sub/new", 0o711, "new\n"),
	}
	for name, tt := range map[string]struct {
		in  fstest.MapFS
		arg string
	}{
		"folder":           {layers(t, foreign()), "path=usr/lib/x"},
		"through a link":   {layers(t, foreign(), upper), "path=lib/x"},
		"opaque":           {layers(t, foreign(), append(upper, entry("f", "usr/lib/x/sub/.wh..wh..opq", 0, ""))), "path=usr/lib/x/sub"},
		"file":             {layers(t, foreign()), "file=bin/alias"},
		"file over a link": {layers(t, foreign()), "file=usr/lib/x/abs"},
	} {
		dir, err := run(t, content.Files, tt.in, []string{"out"}, tt.arg)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden(t, "image-files@1", strings.ReplaceAll(name, " ", "-"), treeListing(t, filepath.Join(dir, "out")))
	}
}

func TestFilesRefuses(t *testing.T) {
	t.Parallel()
	in := layers(t, foreign(), []registrytest.Entry{
		entry("l", "a/loop", 0o777, "loop"),
		entry("l", "b/away", 0o777, "../usr"),
		entry("l", "c/none", 0o777, "/nowhere"),
	})
	for arg, say := range map[string]string{
		"path=none":           "the image has no /none",
		"file=none":           "the image has no /none",
		"path=usr/bin/tool":   "is no folder",
		"file=usr/bin":        "is no file",
		"file=a/loop":         "more than 40 symbolic links",
		"path=a":              "", // the loop stays in the folder
		"path=b":              "/b/away is a link to ../usr, which is neither in /b nor a file",
		"path=c":              "/c/none is a link to /nowhere",
		"path=../x":           "clean path",
		"path=/usr":           "clean path",
		"size=1":              "want path= or file=",
		"file=usr/lib/x/pipe": "is no file in the image but a fifo",
	} {
		_, err := run(t, content.Files, in, []string{"out"}, arg)
		if say == "" {
			if err != nil {
				t.Errorf("%s: %v", arg, err)
			}
			continue
		}
		t.Run(arg, func(t *testing.T) { refused(t, err, say) })
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	in := layers(t, foreign(), []registrytest.Entry{entry("l", "a/loop", 0o777, "loop"), entry("l", "b/none", 0o777, "/nowhere")})
	for name, patterns := range map[string][]string{
		"some":    {"usr/bin/{tool,none}", "**/abs", "bin/*"},
		"all":     {"**"},
		"nothing": {"lib/*.so"},
	} {
		dir, err := run(t, content.Matches, in, []string{"out"}, patterns...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden(t, "image-matches@1", name, treeListing(t, filepath.Join(dir, "out")))
	}
	_, err := run(t, content.Matches, in, []string{"out"}, "[a")
	refused(t, err, `"[a" is no pattern`)
	_, err = run(t, content.Matches, in, []string{"out"})
	refused(t, err, "want patterns")
}
