package load_test

import (
	"path"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"dbx/engine/load"
)

// checkHCL checks that a target's text is a canonical block that gives the
// target's values back.
func checkHCL(t *testing.T, target *load.Target) {
	t.Helper()
	text := target.HCL()
	if again := hclwrite.Format(text); string(again) != string(text) {
		t.Errorf("%s is not in canonical form:\n%s", target.Label, text)
	}
	file, diags := hclsyntax.ParseConfig(text, "printed", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s does not parse: %s\n%s", target.Label, diags, text)
	}
	blocks := file.Body.(*hclsyntax.Body).Blocks
	if len(blocks) != 1 || blocks[0].Type != target.Kind || len(blocks[0].Labels) != 1 || blocks[0].Labels[0] != target.Label.Name() {
		t.Fatalf("%s is printed as\n%s", target.Label, text)
	}
	checkBody(t, path.Dir(target.Range.Filename), blocks[0].Body, target.Body)
}

// checkBody compares what was printed of a package's target; files that begin
// with ./ are in its folder dir.
func checkBody(t *testing.T, dir string, printed *hclsyntax.Body, want load.Body) {
	t.Helper()
	if len(printed.Attributes) != len(want.Attrs) || len(printed.Blocks) != len(want.Blocks) {
		t.Errorf("printed %d attributes and %d blocks, want %d and %d", len(printed.Attributes), len(printed.Blocks), len(want.Attrs), len(want.Blocks))
		return
	}
	for name, v := range want.Attrs {
		got, diags := printed.Attributes[name].Expr.Value(nil)
		if diags.HasErrors() {
			t.Errorf("%s: %s", name, diags)
			continue
		}
		got, _ = cty.Transform(got, func(_ cty.Path, e cty.Value) (cty.Value, error) {
			if !e.IsNull() && e.Type() == cty.String && strings.HasPrefix(e.AsString(), "./") {
				return cty.StringVal(path.Join(dir, e.AsString())), nil
			}
			return e, nil
		})
		if got, err := convert.Convert(got, v.Type()); err != nil || !got.RawEquals(v.Value) {
			t.Errorf("%s is printed as %#v, want %#v", name, got, v.Value)
		}
	}
	for i, b := range want.Blocks {
		if printed.Blocks[i].Type != b.Kind || len(printed.Blocks[i].Labels) != len(b.Labels) {
			t.Errorf("block %s is printed as %s %q", b.Kind, printed.Blocks[i].Type, printed.Blocks[i].Labels)
			continue
		}
		checkBody(t, dir, printed.Blocks[i].Body, b.Body)
	}
}

func TestHCL(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"BUILD.hcl": "workspace { name = \"w\" }\n",
		"b/BUILD.hcl": `wheel "base" {
  abstract = true
  env      = { A = ["x"] }
}
`,
		"a/BUILD.hcl": `wheel "a" {
  inherits = ["//b:base"]
  version  = "1"
  for_each = { k = "v" }
  patches  = []
  env      = { "odd key" = "$${x} \"quoted\" %%{y}\n\t\u0001", B = 1, C = null, N = { a = [true] } }
}
action "run" {
  command = [<<-E
    two
    lines
  E
  , "${"é"}"]
  output "a\"b" { path = "p" }
}
`,
	} {
		write(t, dir+"/"+name, text)
	}
	o := options(dir, "//a:all")
	o.Set = []string{"//a.source=//b:base2"}
	write(t, dir+"/b/BUILD.hcl", "source \"base2\" {}\nwheel \"base\" {\n  abstract = true\n  requires = [\":base2\"]\n}\n")
	ws := mustLoad(t, o)
	for _, target := range ws.Targets() {
		checkHCL(t, target)
	}
	const want = `# //a:k (a/BUILD.hcl:1)
# each = k
# inherits //b:base
wheel "k" {
  env = {
    B = 1
    N = {
      a = [true]
    }
    "odd key" = "$${x} \"quoted\" %%{y}\n\t\u0001"
  }
  patches  = []
  pure     = false         # default
  requires = ["//b:base2"] # b/BUILD.hcl:4
  source   = "//b:base2"   # --set //a.source
  version  = "1"
}
`
	for _, target := range ws.Targets() {
		if target.Label.String() == "//a:k" && string(target.HCL()) != want {
			t.Errorf("printed\n%s\nwant\n%s", target.HCL(), want)
		}
	}
}
