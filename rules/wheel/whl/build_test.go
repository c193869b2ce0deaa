package whl_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"dbx/rules/wheel/elf/elftest"
)

// member is one entry of a wheel made for a test.
type member struct {
	name, content string
	mode          fs.FileMode
}

// build zips members as given, with times and methods of its own.
func build(t testing.TB, members ...member) *bytes.Reader {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: time.Date(2020, 1, 1+i, 1, 2, 3, 0, time.UTC)}
		if m.mode == 0 {
			m.mode = 0o600
		}
		h.SetMode(m.mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(out.Bytes())
}

// recorded appends a RECORD of members to them, written without the code
// under test.
func recorded(distInfo string, members ...member) []member {
	var b strings.Builder
	for _, m := range members {
		if !strings.HasSuffix(m.name, "/") {
			sum := sha256.Sum256([]byte(m.content))
			fmt.Fprintf(&b, "%s,sha256=%s,%d\n", m.name, base64.RawURLEncoding.EncodeToString(sum[:]), len(m.content))
		}
	}
	fmt.Fprintf(&b, "%s/RECORD,,\n", distInfo)
	return append(members, member{name: distInfo + "/RECORD", content: b.String()})
}

const (
	metadataOf = "Metadata-Version: 2.1\nName: MarkupSafe\nVersion: 2.1.2\nRequires-Python: >=3.7\n\nText: not a field\n"
	purelib    = "Wheel-Version: 1.0\nGenerator: test (0.1)\nRoot-Is-Purelib: true\n"
	platlib    = "Wheel-Version: 1.0\nGenerator: test (0.1)\nRoot-Is-Purelib: false\n"
	infoFolder = "MarkupSafe-2.1.2.dist-info"
	soName     = "markupsafe/_speedups.cpython-311-arm-linux-gnueabi.so"
)

// armWheel is a wheel as setuptools makes it for ARMv6, with one extension.
func armWheel(so []byte) []member {
	return recorded(infoFolder,
		member{name: "markupsafe/__init__.py", content: "from ._speedups import x\n"},
		member{name: soName, content: string(so), mode: 0o755},
		member{name: infoFolder + "/METADATA", content: metadataOf},
		member{name: infoFolder + "/WHEEL", content: platlib + "Tag: cp311-cp311-linux_armv6l\n"},
		member{name: infoFolder + "/top_level.txt", content: "markupsafe\n"},
	)
}

func armv6() []byte { return elftest.ARMv6Soft().Bytes() }

// pureWheel is a wheel without compiled code, for Python 2 and 3.
func pureWheel() []member {
	return recorded(infoFolder,
		member{name: "markupsafe/", mode: 0o755 | fs.ModeDir},
		member{name: "markupsafe/__init__.py", content: strings.Repeat("x = 1\n", 500)},
		member{name: "MarkupSafe-2.1.2.data/scripts/tool", content: "#!python\nprint('tool')\n", mode: 0o700},
		member{name: infoFolder + "/METADATA", content: metadataOf},
		member{name: infoFolder + "/WHEEL", content: purelib + "Tag: py3-none-any\nTag: py2-none-any\n"},
	)
}

// without drops the members of the given name; with replaces or adds one.
func without(members []member, name string) []member {
	var left []member
	for _, m := range members {
		if m.name != name {
			left = append(left, m)
		}
	}
	return left
}

func with(members []member, name, content string) []member {
	return append(without(members, name), member{name: name, content: content})
}
