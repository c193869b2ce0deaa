package lock

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"dbx/cache/digest"
	"dbx/rules/debian/repo"
)

var sample = File{
	Snapshots: []Snapshot{{Suite: "bookworm", Time: time.Date(2026, 7, 11, 10, 16, 37, 0, time.UTC)}},
	Sets: []Set{
		{ID: "//images:bookworm", Suite: "bookworm", Arch: "amd64", Packages: []Package{
			{Name: "bash", Version: "5.2.15-2+b13", Arch: "amd64", Path: "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb", Size: 1490652,
				SHA256: digest.SHA256{1}, Essential: true, PreDepends: []string{"libc6:amd64"}},
			{Name: "libc6", Version: "2.36-9", Arch: "amd64", Path: "pool/main/g/glibc/libc6_2.36-9_amd64.deb", Size: 2, SHA256: digest.SHA256{2}, Essential: true},
		}},
		{ID: "//images:cross", Suite: "bookworm", Arch: "amd64", Foreign: []string{"armel"}, Base: "//images:bookworm", Extracted: []Package{
			{Name: "zlib1g-dev", Version: "1:1.2", Arch: "armel", Path: "pool/z.deb", Size: 4, SHA256: digest.SHA256{4}},
		}},
	},
	Sources: []Source{{Suite: "bookworm", Package: repo.Source{Name: "m", Version: "1:2${x}", Files: []repo.File{{Path: "pool/m.dsc", Size: 3, SHA256: digest.SHA256{3}}}}}},
}

const sampleText = `debian_snapshot "bookworm" {
  time = "2026-07-11T10:16:37Z"
}

debian_set "//images:bookworm" {
  suite = "bookworm"
  arch  = "amd64"
  packages = [
    ["bash", "5.2.15-2+b13", "amd64", "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb", 1490652, "0100000000000000000000000000000000000000000000000000000000000000"],
    ["libc6", "2.36-9", "amd64", "pool/main/g/glibc/libc6_2.36-9_amd64.deb", 2, "0200000000000000000000000000000000000000000000000000000000000000"],
  ]
  essential = [
    ["bash:amd64"],
    ["libc6:amd64"],
  ]
  pre_depends = [
    ["bash:amd64", "libc6:amd64"],
  ]
}

debian_set "//images:cross" {
  suite   = "bookworm"
  arch    = "amd64"
  foreign = ["armel"]
  base    = "//images:bookworm"
  packages = [
  ]
  extracted = [
    ["zlib1g-dev", "1:1.2", "armel", "pool/z.deb", 4, "0400000000000000000000000000000000000000000000000000000000000000"],
  ]
}

debian_source "m" "1:2$${x}" {
  suite = "bookworm"
  files = [
    ["pool/m.dsc", 3, "0300000000000000000000000000000000000000000000000000000000000000"],
  ]
}

`

func encode(l File) []byte {
	f := hclwrite.NewEmptyFile()
	AppendTo(f.Body(), l)
	return f.Bytes()
}

func parse(text []byte, filename string) (File, error) {
	file, diags := hclsyntax.ParseConfig(text, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return File{}, diags
	}
	l, _, diags := Decode(file.Body)
	if diags.HasErrors() {
		return File{}, diags
	}
	return l, nil
}

func TestEncode(t *testing.T) {
	text := string(encode(sample))
	if diff := cmp.Diff(sampleText, text); diff != "" {
		t.Error(diff)
	}
	if formatted := string(hclwrite.Format([]byte(text))); formatted != text {
		t.Errorf("the formatter would change it:\n%s", cmp.Diff(text, formatted))
	}
	back, err := parse([]byte(text), "dbx.lock.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample, back); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeLeavesTheRest(t *testing.T) {
	text := sampleText + "image \"x\" {\n  digest = \"y\"\n}\n"
	file, diags := hclsyntax.ParseConfig([]byte(text), "dbx.lock.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	l, rest, diags := Decode(file.Body)
	if diags.HasErrors() || len(l.Sets) != 2 {
		t.Fatalf("%v, %v", l, diags)
	}
	content, diags := rest.Content(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "image", LabelNames: []string{"name"}}}})
	if diags.HasErrors() || len(content.Blocks) != 1 {
		t.Errorf("what is left: %v, %v", content.Blocks, diags)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, change := range map[string][2]string{
		"syntax":          {"packages = [", "packages = "},
		"unknown field":   {"arch  =", "arsch ="},
		"bad time":        {"2026-07-11T", "2026-07-11 "},
		"time no text":    {`"2026-07-11T10:16:37Z"`, "[]"},
		"bad hash":        {"0100000", "01"},
		"hash no text":    {`"0200000000000000000000000000000000000000000000000000000000000000"`, "7"},
		"fractional size": {"1490652", "1.5"},
		"negative size":   {"1490652", "-1"},
		"size as text":    {"1490652", `"1490652"`},
		"too few cells":   {`"bash", "5.2.15-2+b13", `, ""},
		"too many cells":  {`"bash", "5.2`, `"x", "bash", "5.2`},
		"null":            {`["bash", `, `[null, `},
		"row no list":     {`["bash:amd64", "libc6:amd64"],`, `7,`},
		"unknown essential": {`["libc6:amd64"],
  ]
  pre`, `["x:amd64"],
  ]
  pre`},
		"variable": {`["armel"]`, "var.x"},
		"no list":  {`["armel"]`, "7"},
	} {
		text := strings.Replace(sampleText, change[0], change[1], 1)
		if text == sampleText {
			t.Fatalf("%s: nothing was changed", name)
		}
		if l, err := parse([]byte(text), "dbx.lock.hcl"); err == nil {
			t.Errorf("%s: read as %v", name, l)
		} else if !strings.Contains(err.Error(), "dbx.lock.hcl:") {
			t.Errorf("%s: the error has no place: %v", name, err)
		}
	}
}

// FuzzParse demands that what is read is written so that it reads the same.
func FuzzParse(f *testing.F) {
	f.Add(sampleText)
	f.Add("debian_source \"a\" \"1\" {\n  suite = \"s\"\n  files = [[\"p\", 1, \"0300000000000000000000000000000000000000000000000000000000000000\"]]\n}\n")
	f.Fuzz(func(t *testing.T, text string) {
		first, err := parse([]byte(text), "x")
		if err != nil {
			return
		}
		written := encode(first)
		second, err := parse(written, "x")
		if err != nil {
			t.Fatalf("%v in\n%s", err, written)
		}
		if again := encode(second); string(again) != string(written) {
			t.Fatal(cmp.Diff(string(written), string(again)))
		}
	})
}
