package deb

import (
	"archive/tar"
	"bytes"
	"io"
	"strings"
	"testing"

	"dbx/rules/debian/deb/debtest"
)

var (
	scripts = []debtest.File{
		{Name: "./", Type: tar.TypeDir, Mode: 0o755},
		{Name: "./control", Text: "Package: a\nVersion: 1-2\nArchitecture: all\n"},
		{Name: "./postinst", Text: "#!/bin/sh\n", Mode: 0o755},
	}
	files = []debtest.File{{Name: "./usr/bin/a", Text: "content", Mode: 0o755}, {Name: "./usr/bin/b", Type: tar.TypeSymlink, Link: "a"}}
)

func build(t testing.TB, extension string) []byte {
	t.Helper()
	suffix := ""
	if extension != "" {
		suffix = "." + extension
	}
	return debtest.Ar(
		debtest.Member{Name: "debian-binary", Data: []byte("2.0\n")},
		debtest.Member{Name: "_note", Data: []byte("odd")},
		debtest.Member{Name: "control.tar" + suffix, Data: debtest.Compress(t, extension, debtest.Tar(t, scripts))},
		debtest.Member{Name: "data.tar" + suffix, Data: debtest.Compress(t, extension, debtest.Tar(t, files))},
	)
}

func TestOpen(t *testing.T) {
	for _, extension := range []string{"", "gz", "xz", "zst"} {
		p, err := Open(bytes.NewReader(build(t, extension)))
		if err != nil {
			t.Fatalf("%q: %v", extension, err)
		}
		if p.Control.Get("Version") != "1-2" || string(p.Scripts["postinst"]) != "#!/bin/sh\n" || len(p.Scripts) != 2 {
			t.Errorf("%q: control %v, scripts %v", extension, p.Control, p.Scripts)
		}
		data := p.Data()
		var names []string
		for {
			h, err := data.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(data)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, h.Name+"="+string(body)+h.Linkname)
		}
		if got := strings.Join(names, " "); got != "./usr/bin/a=content ./usr/bin/b=a" {
			t.Errorf("%q: data %s", extension, got)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	version := debtest.Member{Name: "debian-binary", Data: []byte("2.0\n")}
	control := debtest.Member{Name: "control.tar", Data: debtest.Tar(t, scripts)}
	data := debtest.Member{Name: "data.tar", Data: debtest.Tar(t, files)}
	with := func(files ...debtest.File) debtest.Member {
		return debtest.Member{Name: "control.tar", Data: debtest.Tar(t, files)}
	}
	whole := debtest.Ar(version, control, data)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "not a Debian package"},
		"no archive":      {[]byte("PK\x03\x04 and more"), "not a Debian package"},
		"only the magic":  {debtest.Ar(), "EOF"},
		"no version":      {debtest.Ar(control, data), "debian-binary"},
		"future version":  {debtest.Ar(debtest.Member{Name: "debian-binary", Data: []byte("3.0\n")}, control, data), "3.0"},
		"no data":         {debtest.Ar(version, control), "no data.tar"},
		"data first":      {debtest.Ar(version, data, control), "unexpected member"},
		"control twice":   {debtest.Ar(version, control, control, data), "unexpected member"},
		"unknown member":  {debtest.Ar(version, debtest.Member{Name: "extra"}, control, data), "unexpected member"},
		"no paragraph":    {debtest.Ar(version, with(scripts[2]), data), "no control paragraph"},
		"empty paragraph": {debtest.Ar(version, with(debtest.File{Name: "control"}), data), "EOF"},
		"deep control":    {debtest.Ar(version, with(debtest.File{Name: "../control", Text: "A: b\n"}), data), "not at the top"},
		"truncated":       {whole[:200], "EOF"},
		"bad header":      {append(debtest.Ar(version), strings.Repeat("x", 60)...), "broken ar header"},
	} {
		if p, err := Open(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, p, err, c.want)
		}
	}
}

// FuzzOpen demands that nothing from outside makes it panic or loop, and that
// what opens has a paragraph.
func FuzzOpen(f *testing.F) {
	f.Add(build(f, ""))
	f.Add(build(f, "gz"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(bytes.NewReader(data))
		if err != nil {
			return
		}
		defer p.Close()
		if len(p.Control.Fields) == 0 && len(p.Scripts["control"]) == 0 {
			t.Fatal("opened without a paragraph")
		}
		files := p.Data()
		for range 1000 {
			if _, err := files.Next(); err != nil {
				return
			}
		}
	})
}
