package query_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
	"dbx/engine/query"
)

// workspace is: app → lib → base, tool → base, and lone beside them.
const workspace = `
thing "app"  {
  deps = [":lib"]
  env  = { CFLAGS = "-O2 -g", JOBS = "4" }
  sub {
    name = "inner"
    size = 7
  }
}
thing "lib"  { deps = [":base"] }
thing "base" {}
tool "tool"  {
  deps = [":base"]
  srcs = ["a.c", "sub/b.c"]
  text = file("note.txt")
}
test "check" { deps = [":lib"] }
group "suite" { members = [":check", ":lib"] }
thing "lone" {}
thing "each" {
  matrix = { size = ["s", "m"] }
}
`

func schemas() []load.Schema {
	deps := []load.Attr{
		{Name: "deps", Type: cty.List(cty.String), Refs: load.Labels},
		{Name: "srcs", Type: cty.List(cty.String), Refs: load.Files},
		{Name: "text", Type: cty.String},
		{Name: "env", Type: cty.DynamicPseudoType},
	}
	sub := []load.BlockSchema{{Kind: "sub", Attrs: []load.Attr{{Name: "name", Type: cty.String}, {Name: "size", Type: cty.Number}}}}
	members := []load.Attr{{Name: "members", Type: cty.List(cty.String), Refs: load.Members}}
	return []load.Schema{
		{Kind: "thing", Attrs: deps, Blocks: sub, Matrix: true}, {Kind: "tool", Attrs: deps},
		{Kind: "test", Attrs: deps}, {Kind: "group", Attrs: members},
	}
}

func ask(t *testing.T, text string) (*query.Result, error) {
	t.Helper()
	expr, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "p", "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"BUILD.hcl": "workspace {\n  name = \"w\"\n}\n", "p/BUILD.hcl": workspace, "p/a.c": "", "p/sub/b.c": "", "p/note.txt": "note", "p/idle.txt": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ws, diags, err := load.Load(t.Context(), load.Options{Dir: filepath.Join(dir, "p"), Patterns: expr.Patterns(), Schemas: schemas()})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	return expr.Eval(ws, "p", nil)
}

func TestQuery(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"//p:app", "app"},
		{":app", "app"},
		{"//p:each", "each-m each-s"},
		{"deps(//p:app)", "app base lib"},
		{"attr(env.CFLAGS, '-O[0-9]', //...)", "app"},
		{"attr(env.CFLAGS, '^-O2$', //...)", ""},
		{"attr(env, '^4$', //...)", "app"},
		{"attr(env.CFLAGS.more, '', //...)", ""},
		{"attr(sub.name, '^inner$', //...)", "app"},
		{"attr(sub.size, '^7$', //...)", "app"},
		{"attr(deps, ':base$', //...)", "lib tool"},
		{"attr(nothing, '', //...)", ""},
		{"filter('each-', //...)", "each-m each-s"},
		{"filter(':l', //...)", "lib lone"},
		{"filter('^l', //...)", ""},
		{"inputs(a.c)", "tool"},
		{"inputs(p/a.c)", "tool"},
		{"inputs(./sub/b.c)", "tool"},
		{"inputs(note.txt)", "tool"},
		{"inputs(idle.txt)", ""},
		{"inputs(p/BUILD.hcl) ^ kind(tool, //...)", "tool"},
		{"rdeps(inputs(a.c))", "tool"},
		{"tests(//p:suite)", "check"},
		{"tests(//...)", "check"},
		{"tests(:lib)", ""},
		{"deps(//p:app, 1)", "app lib"},
		{"deps(//p:app, 0)", "app"},
		{"rdeps(//p:base)", "app base check lib suite tool"},
		{"rdeps(//..., //p:base, 1)", "base lib tool"},
		{"rdeps(//p:app, //p:base)", "app base lib"},
		{"kind(tool, //...)", "tool"},
		{"kind(t*, deps(:tool))", "base tool"},
		{"kind(\"thing\", //p:app + //p:tool)", "app"},
		{"//... - deps(//p:app)", "check each-m each-s lone suite tool"},
		{"//... except deps(//p:app) except :lone", "check each-m each-s suite tool"},
		{"deps(:app) ^ deps(:tool)", "base"},
		{"deps(:app) intersect deps(:tool)", "base"},
		{"(:app + :tool) - :tool", "app"},
		{":app union :lone", "app lone"},
		{"allpaths(:app, :base)", "app base lib"},
		{"somepath(:app + :tool, :base)", "tool base"},
		{"somepath(:app, :base)", "app lib base"},
		{"somepath(:app, :base) + :lone", "app base lib lone"},
		{"(somepath(:app, :base))", "app lib base"},
		{"somepath(:lone, :base)", ""},
	} {
		t.Run(test.query, func(t *testing.T) {
			result, err := ask(t, test.query)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, target := range result.Targets {
				names = append(names, target.Label.Name())
			}
			if got := strings.Join(names, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"", "want a pattern"},
		{"deps(", "want a pattern"},
		{"deps(:a", "not closed"},
		{"(:a", "not closed"},
		{"\"//p", "not closed"},
		{":a :b", "unexpected"},
		{"dep(:a)", "no function dep"},
		{"deps(:a, x)", "usage: deps"},
		{"deps(:a, -1)", "usage: deps"},
		{"kind(:a)", "usage: kind"},
		{"kind([, :app)", "kind \"[\""},
		{"depz(:a)", "did you mean deps?"},
		{"frobnicate(:a)", "there are allpaths, attr"},
		{":app - kind(deps(:a), :app)", "at character 13: usage: kind(kind, targets)\n  :app - kind(deps(:a), :app)\n              ^"},
		{":app +\n  dep(:lib)", "\n    dep(:lib)\n    ^"},
		{"'ä' + dep(:lib)", "at character 7"},
		{"filter('(', //...)", "missing closing ): `(`\n  filter('(', //...)\n         ^"},
		{"attr(env, '[', //...)", "missing closing ]"},
		{"attr(env, //...)", "usage: attr(name, regex, targets)"},
		{"inputs(gone.txt)", "there is no file gone.txt"},
		{"inputs(../x)", "relative to its root"},
		{"inputs(/x)", "relative to its root"},
		{"deps(files(:app))", "stands alone"},
		{"files(:app) + :lib", "stands alone"},
		{"deps(:a, 99999)", "usage: deps"},
	} {
		t.Run(test.query, func(t *testing.T) {
			if _, err := ask(t, test.query); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestOutputs(t *testing.T) {
	result, err := ask(t, "deps(:lib)")
	if err != nil {
		t.Fatal(err)
	}
	var labels, js, dot strings.Builder
	for _, err := range []error{result.WriteLabels(&labels), result.WriteJSON(&js), result.Picture("").WriteDOT(&dot)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var mermaid, tree, lines strings.Builder
	for _, err := range []error{result.Picture("").WriteMermaid(&mermaid), result.WriteTree(&tree), result.WriteJSONLines(&lines)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if tree.String() != "//p:lib\n└── //p:base\n" {
		t.Errorf("tree: %s", tree.String())
	}
	if !strings.Contains(mermaid.String(), "n1 --> n0") {
		t.Errorf("mermaid: %s", mermaid.String())
	}
	if strings.Count(lines.String(), "\n") != 2 || !strings.HasPrefix(lines.String(), `{"label":"//p:base"`) {
		t.Errorf("jsonl: %s", lines.String())
	}
	if labels.String() != "//p:base\n//p:lib\n" {
		t.Errorf("labels: %q", labels.String())
	}
	var decoded []struct {
		Label, Kind, File string
		Line              int
		Deps              []string
	}
	if err := json.Unmarshal([]byte(js.String()), &decoded); err != nil {
		t.Fatal(err)
	}
	if len(decoded) != 2 || decoded[1].Label != "//p:lib" || decoded[1].Kind != "thing" || decoded[1].Line != 10 || decoded[1].Deps[0] != "//p:base" {
		t.Errorf("json: %s", js.String())
	}
	if !strings.Contains(dot.String(), `"//p:lib" -> "//p:base";`) || strings.Count(dot.String(), "->") != 1 {
		t.Errorf("dot: %s", dot.String())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"deps(//p:a, 2) + kind(x, //...)", "((a))", "\"'", "attr(env.X, '^a', files(:a))", "changed(HEAD~1, 'x')", "filter(\n'(', //...)", "a - b ^ c", "rdeps(a,b,3)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		expr, err := query.Parse(text)
		if (expr == nil) == (err == nil) {
			t.Errorf("expression %v, error %v", expr, err)
		}
		if expr != nil {
			expr.Patterns()
		}
	})
}

// TestOperatorsInWords may be followed by whatever ends a word.
func TestOperatorsInWords(t *testing.T) {
	for _, text := range []string{"//a union //b", "//a union(//b)", "//a union\n//b", "//a except\t//b", "//a intersect '//b'"} {
		if _, err := query.Parse(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := query.Parse("//a unions //b"); err == nil {
		t.Error("unions is an operator")
	}
}

func TestFiles(t *testing.T) {
	result, err := ask(t, "files(:tool + :lone)")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"p/BUILD.hcl", "p/a.c", "p/note.txt", "p/sub/b.c"}
	if !slices.Equal(result.Files, want) {
		t.Errorf("got %q, want %q", result.Files, want)
	}
	var js strings.Builder
	if err := result.WriteJSON(&js); err != nil || !strings.HasPrefix(js.String(), "[\n  \"p/BUILD.hcl\",") {
		t.Errorf("json: %v, %s", err, js.String())
	}
}

// TestTree writes what is reached twice out once.
func TestTree(t *testing.T) {
	result, err := ask(t, "rdeps(:lib) + :base")
	if err != nil {
		t.Fatal(err)
	}
	var tree strings.Builder
	if err := result.WriteTree(&tree); err != nil {
		t.Fatal(err)
	}
	want := "//p:app\n└── //p:lib\n    └── //p:base\n" +
		"//p:suite\n├── //p:check\n│   └── //p:lib (see above)\n└── //p:lib (see above)\n"
	if tree.String() != want {
		t.Errorf("got\n%swant\n%s", tree.String(), want)
	}
}
