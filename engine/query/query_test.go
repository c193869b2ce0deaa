package query_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
	"dbx/engine/query"
)

// workspace is: app → lib → base, tool → base, and lone beside them.
const workspace = `
thing "app"  { deps = [":lib"] }
thing "lib"  { deps = [":base"] }
thing "base" {}
tool "tool"  { deps = [":base"] }
thing "lone" {}
thing "each" {
  matrix = { size = ["s", "m"] }
}
`

func schemas() []load.Schema {
	deps := []load.Attr{{Name: "deps", Type: cty.List(cty.String), Refs: load.Labels}}
	return []load.Schema{{Kind: "thing", Attrs: deps, Matrix: true}, {Kind: "tool", Attrs: deps}}
}

func ask(t *testing.T, text string) (*query.Result, error) {
	t.Helper()
	expr, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "p"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"BUILD.hcl": "workspace {\n  name = \"w\"\n}\n", "p/BUILD.hcl": workspace} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ws, diags, err := load.Load(t.Context(), load.Options{Dir: filepath.Join(dir, "p"), Patterns: expr.Patterns(), Schemas: schemas()})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	return expr.Eval(ws, "p")
}

func TestQuery(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"//p:app", "app"},
		{":app", "app"},
		{"//p:each", "each-m each-s"},
		{"deps(//p:app)", "app base lib"},
		{"deps(//p:app, 1)", "app lib"},
		{"deps(//p:app, 0)", "app"},
		{"rdeps(//p:base)", "app base lib tool"},
		{"rdeps(//..., //p:base, 1)", "base lib tool"},
		{"rdeps(//p:app, //p:base)", "app base lib"},
		{"kind(tool, //...)", "tool"},
		{"kind(t*, deps(:tool))", "base tool"},
		{"kind(\"thing\", //p:app + //p:tool)", "app"},
		{"//... - deps(//p:app)", "each-m each-s lone tool"},
		{"//... except deps(//p:app) except :lone", "each-m each-s tool"},
		{"deps(:app) ^ deps(:tool)", "base"},
		{"deps(:app) intersect deps(:tool)", "base"},
		{"(:app + :tool) - :tool", "app"},
		{":app union :lone", "app lone"},
		{"allpaths(:app, :base)", "app base lib"},
		{"somepath(:app + :tool, :base)", "base tool"},
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
	for _, err := range []error{result.WriteLabels(&labels), result.WriteJSON(&js), result.WriteDOT(&dot)} {
		if err != nil {
			t.Fatal(err)
		}
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
	if len(decoded) != 2 || decoded[1].Label != "//p:lib" || decoded[1].Kind != "thing" || decoded[1].Line != 3 || decoded[1].Deps[0] != "//p:base" {
		t.Errorf("json: %s", js.String())
	}
	if !strings.Contains(dot.String(), `"//p:lib" -> "//p:base";`) || strings.Count(dot.String(), "->") != 1 {
		t.Errorf("dot: %s", dot.String())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"deps(//p:a, 2) + kind(x, //...)", "((a))", "\"'", "a - b ^ c", "rdeps(a,b,3)"} {
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
