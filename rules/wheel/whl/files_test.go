package whl_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"dbx/rules/wheel/whl"

	"github.com/google/go-cmp/cmp"
)

func TestParseMetadata(t *testing.T) {
	got, err := whl.ParseMetadata([]byte("Metadata-Version: 2.1\r\nNAME: cytoolz\r\nVersion: 0.12.0\nSummary: a\n        b: c\nRequires-Dist: toolz (>=0.8.0)\n" +
		"Requires-Dist: x ; extra == 'y'\nRequires-Python: >=3.6\n\nName: body\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := whl.Metadata{Name: "cytoolz", Version: "0.12.0", RequiresPython: ">=3.6", RequiresDist: []string{"toolz (>=0.8.0)", "x ; extra == 'y'"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for in, want := range map[string]string{
		"":                               "no project name",
		"Name: -x\nVersion: 1\n":         "no project name",
		"Name: x\n\nVersion: 1\n":        "Version",
		"Name: x\nfree text\nVersion: 1": "Version",
	} {
		if _, err := whl.ParseMetadata([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", in, err, want)
		}
	}
}

func TestParseInfo(t *testing.T) {
	info, err := whl.ParseInfo([]byte("Wheel-Version: 1.0\nGenerator: x\nTag: py3.py2-none-any\nroot-is-purelib: TRUE\nBuild: 1x\nTag: py3-none-any\nX: a\n b\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "Wheel-Version: 1.0\nGenerator: x\nroot-is-purelib: TRUE\nX: a\n b\nBuild: 1x\nTag: py2-none-any\nTag: py3-none-any\n"
	if got := string(info.Bytes()); got != want || !info.Purelib {
		t.Errorf("got purelib %v\n%s", info.Purelib, got)
	}
	for in, want := range map[string]string{
		"":                                     "format version",
		"Wheel-Version: 2.0\nTag: a-b-c\n":     "format version",
		"Wheel-Version: 1.0\n":                 "no line",
		"Wheel-Version: 1.0\nTag: a-b\n":       "python-abi-platform",
		"Wheel-Version: 1.0\nnonsense\n":       "Key: value",
		" x\nWheel-Version: 1.0\nTag: a-b-c\n": "Key: value",
		"Wheel-Version: 1.0\n" + manyTags():    "more than",
	} {
		if _, err := whl.ParseInfo([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: got %v, want an error with %q", in, err, want)
		}
	}
}

// manyTags returns some 14,000 tags in 20 lines.
func manyTags() string {
	var set []string
	for i := range 27 {
		set = append(set, string(rune('a'+i%26))+strconv.Itoa(i/26))
	}
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "Tag: %[1]s-%[1]s-p%[2]d\n", strings.Join(set, "."), i)
	}
	return b.String()
}

func TestParseRecord(t *testing.T) {
	in := "a.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n\"a,\"\"b\"\".py\",,\nx-1.dist-info/RECORD,,\n"
	got, err := whl.ParseRecord([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := []whl.RecordEntry{
		{Path: "a.py", Hash: "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"},
		{Path: `a,"b".py`, Size: -1},
		{Path: "x-1.dist-info/RECORD", Size: -1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if out := string(whl.FormatRecord(got)); out != in {
		t.Errorf("written as\n%s", out)
	}
	for _, bad := range []string{"a", "a,b", "a,b,c,d", "a,,x", "a,,-1", "\"a,,\n", "\"a\nb\",,"} {
		if _, err := whl.ParseRecord([]byte(bad)); err == nil {
			t.Errorf("%q is read as a RECORD", bad)
		}
	}
}
