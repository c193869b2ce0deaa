package whl_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"

	"github.com/google/go-cmp/cmp"
)

func FuzzParseName(f *testing.F) {
	f.Add("six-1.16.0-py2.py3-none-any.whl")
	f.Add("a-1-2b-cp37-abi3-linux_armv6l.linux_armv7l.whl")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := whl.ParseName(s)
		if err != nil {
			return
		}
		if n.String() != s {
			t.Errorf("%q is written as %q", s, n)
		}
		if len(n.Tags()) == 0 {
			t.Errorf("%q stands for no tag", s)
		}
	})
}

func FuzzNormaliseVersion(f *testing.F) {
	for v := range versions() {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, s string) {
		normal, err := whl.NormaliseVersion(s)
		if err != nil {
			return
		}
		if again, err := whl.NormaliseVersion(normal); err != nil || again != normal {
			t.Errorf("%q becomes %q, that becomes %q, %v", s, normal, again, err)
		}
		if !whl.SameVersion(s, normal) {
			t.Errorf("%q is not the version %q", s, normal)
		}
	})
}

func FuzzParseInfo(f *testing.F) {
	f.Add([]byte(purelib + "Build: 1\nTag: py2.py3-none-any\n"))
	f.Add([]byte("Wheel-Version: 1.9\nTag: a-b-c\nX: y\n z\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		info, err := whl.ParseInfo(b)
		if err != nil {
			return
		}
		again, err := whl.ParseInfo(info.Bytes())
		if err != nil {
			t.Fatalf("%q is written as %q: %v", b, info.Bytes(), err)
		}
		if !slices.Equal(again.Tags, info.Tags) || again.Purelib != info.Purelib || !bytes.Equal(again.Bytes(), info.Bytes()) {
			t.Errorf("%q, and written again %q", info.Bytes(), again.Bytes())
		}
	})
}

func FuzzParseMetadata(f *testing.F) {
	f.Add([]byte(metadataOf))
	f.Add([]byte("Name: x\r\nVersion: 1\r\nRequires-Dist: y\r\n  >1\r\n\r\nbody"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := whl.ParseMetadata(b)
		if err == nil && (m.Name == "" || m.Version == "") {
			t.Errorf("%q has no name or no version, and no error", b)
		}
		fields, body, _ := whl.ParseHeader(b)
		var written []byte
		for _, field := range fields {
			written = append(written, field.Key+": "+field.Value+"\n"...)
		}
		again, rest, clean := whl.ParseHeader(append(written, "\n"+body...))
		if !bytes.HasSuffix(b, []byte(body)) || !slices.Equal(again, fields) || rest != body || !clean {
			t.Errorf("%q has the fields %q over %q, and written again %q over %q, clean %v", b, fields, body, again, rest, clean)
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	f.Add([]byte("a.py,sha256=47DEQpj8HBSa,0\n\"a,\"\"b.py\",,\n"))
	f.Add([]byte("x-1.dist-info/RECORD,,\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := whl.ParseRecord(b)
		if err != nil {
			return
		}
		again, err := whl.ParseRecord(whl.FormatRecord(entries))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(entries, again); diff != "" {
			t.Errorf("(-read +written and read)\n%s", diff)
		}
	})
}

// FuzzNormalise: what it accepts, it accepts again unchanged, and can check.
func FuzzNormalise(f *testing.F) {
	for _, members := range [][]member{pureWheel(), armWheel(armv6())} {
		var b bytes.Buffer
		if _, err := build(f, members...).WriteTo(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		name, out, err := whl.Normalise(bytes.NewReader(b), int64(len(b)), whl.Options{})
		if err != nil {
			return
		}
		again, second, err := whl.Normalise(bytes.NewReader(out), int64(len(out)), whl.Options{})
		if err != nil || again != name || !bytes.Equal(second, out) {
			t.Fatalf("%q, then %q: %v", name, again, err)
		}
		w, err := whl.Read(bytes.NewReader(out), int64(len(out)))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := w.Record()
		if err != nil || len(entries) != len(w.Paths()) {
			t.Fatalf("RECORD has %d entries for %d files, %v", len(entries), len(w.Paths()), err)
		}
		for _, e := range entries {
			data, ok := w.File(e.Path)
			if why := e.Verify(data); !ok || why != "" && !strings.HasSuffix(e.Path, ".dist-info/RECORD") {
				t.Errorf("%s of a normalised wheel: %v, %s", e.Path, ok, why)
			}
		}
	})
}

// FuzzParsePlatform: a tag's machine is its end, and a floor that it sets is the
// one of the plain manylinux tag.
func FuzzParsePlatform(f *testing.F) {
	for _, tag := range []string{"linux_armv7l", "manylinux2014_x86_64", "manylinux_2_17_aarch64", "musllinux_1_2_armv6l", "manylinux_99999999999999999999_0_i686", "any"} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		p, err := whl.ParsePlatform(tag)
		if err != nil {
			return
		}
		if p.Arch == "" || !strings.HasSuffix(tag, "_"+p.Arch) {
			t.Errorf("%q is for %q", tag, p.Arch)
		}
		if p.Glibc == (elf.Version{}) {
			return
		}
		plain := fmt.Sprintf("manylinux_%d_%d_%s", p.Glibc.Major, p.Glibc.Minor, p.Arch)
		if again, err := whl.ParsePlatform(plain); err != nil || again != p {
			t.Errorf("%q is %+v, but %q is %+v, %v", tag, p, plain, again, err)
		}
	})
}
