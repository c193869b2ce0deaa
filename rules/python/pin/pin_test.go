package pin_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"dbx/rules/python/pin"
)

const text = `python_file "thing-1.0-py3-none-any.whl" {
  project         = "thing"
  version         = "1.0"
  url             = "../../files/thing-1.0-py3-none-any.whl"
  sha256          = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
  size            = 12
  requires_python = ">=3.7"
  targets = [
    ["//a:mac"],
    ["//a:win"],
  ]
}

python_file "thing-1.0.tar.gz" {
  project = "Thing"
  version = "1"
  url     = "https://files.example.org/$${x}/thing-1.0.tar.gz"
  sha256  = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
  targets = [
    ["//a:src"],
  ]
}

`

func decode(text string) ([]pin.File, hcl.Body, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig([]byte(text), "dbx.lock.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, nil, diags
	}
	return pin.Decode(file.Body)
}

func encode(files []pin.File) string {
	f := hclwrite.NewEmptyFile()
	pin.AppendTo(f.Body(), files)
	return string(f.Bytes())
}

func TestRoundTrip(t *testing.T) {
	files, rest, diags := decode(text + "other \"x\" {\n}\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if _, diags := rest.Content(&hcl.BodySchema{}); !diags.HasErrors() {
		t.Error("took a block that is not its own")
	}
	slices.Reverse(files)
	if d := cmp.Diff(text, encode(files)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestFind(t *testing.T) {
	files, _, _ := decode(text)
	if f, ok := pin.Find(files, "//a:win", "thing", "1.0"); !ok || f.Size != 12 {
		t.Errorf("%v, %v", f, ok)
	}
	// What asks for anything else has no file.
	for _, other := range [][3]string{{"//a:wi", "thing", "1.0"}, {"//a:win", "thin", "1.0"}, {"//a:win", "thing", "1.1"}, {"//a:src", "thing", "1.0"}} {
		if f, ok := pin.Find(files, other[0], other[1], other[2]); ok {
			t.Errorf("%q: %v", other, f)
		}
	}
}

func TestAdd(t *testing.T) {
	files, _, _ := decode(text)
	same, other := files[0], files[0]
	same.Targets, other.Targets, other.SHA256 = []string{"//a:linux"}, []string{"//b"}, [32]byte{1}
	files = pin.Add(pin.Add(files, same), other)
	if len(files) != 3 || !slices.Contains(files[0].Targets, "//a:linux") || slices.Contains(files[0].Targets, "//b") {
		t.Errorf("%+v", files)
	}
}

func TestRefused(t *testing.T) {
	for _, change := range [][2]string{
		{"thing-1.0.tar.gz\" {", "../thing-1.0.tar.gz\" {"}, {`"2d71`, `"xd71`}, {"= 12", "= -1"}, {"= 12", `= "12"`},
		{"  [\"//a:win\"],", "  7,"}, {"project", "projekt"},
	} {
		bad := strings.Replace(text, change[0], change[1], 1)
		if files, _, diags := decode(bad); bad == text || !diags.HasErrors() {
			t.Errorf("%q for %q: read as %v", change[1], change[0], files)
		}
	}
}
