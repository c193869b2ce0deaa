package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/tools/txtar"

	"dbx/engine/analysis"
	"dbx/engine/analysis/analysistest"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
)

func TestMain(m *testing.M) { analysistest.Main(m) }

// thing is a rule whose targets declare what their blocks say.
type thing struct{}

func (thing) Schema() load.Schema {
	return load.Schema{Kind: "thing", Matrix: true, Toolchain: true, Attrs: []load.Attr{
		{Name: "deps", Type: cty.List(cty.String), Refs: load.Labels},
		{Name: "file", Type: cty.String, Refs: load.Files},
		{Name: "makes", Type: cty.List(cty.String)},
		{Name: "builtin", Type: cty.List(cty.String)},
		{Name: "as", Type: cty.List(cty.String)},
		{Name: "wrong", Type: cty.String},
		{Name: "bug", Type: cty.String},
	}}
}

// about is what dependents of a thing know.
type about struct {
	files            analysis.Files
	platform, python string
}

func (a about) Files() []analysis.File { return a.files }

func (thing) Analyze(c *analysis.Context) analysis.Provider {
	if at := c.Target.Attr("wrong"); at.IsSet() {
		c.Errorf(at.Range, "Wrong", "%s.", at.Text())
	}
	switch c.Target.Attr("bug").Text() {
	case "silent":
		return nil
	case "stranger":
		c.Provider(parsed("//a:stranger"))
	case "unloaded":
		c.Dependency(parsed("//b:unloaded"))
	}
	var known about
	var inputs []graph.Input
	for i, dep := range c.Target.Attr("deps").Labels() {
		for _, f := range c.Provider(dep).Files() {
			inputs = append(inputs, graph.Input{Path: fmt.Sprintf("in/%d-%s", i, f.Path), Artifact: f.Artifact})
		}
	}
	for _, file := range c.Target.Attr("file").Files() {
		inputs = append(inputs, graph.Input{Path: "in/file", Artifact: c.Source(file)})
	}
	for attr, kind := range map[string]executor.Kind{"makes": executor.Exec, "builtin": executor.Builtin} {
		for _, paths := range c.Target.Attr(attr).Texts() {
			made := declare(c, kind, strings.Fields(paths), inputs)
			for _, f := range made { // what comes next is made of it
				inputs = append(inputs, graph.Input{Path: fmt.Sprintf("made/%d", len(inputs)), Artifact: f.Artifact})
			}
			known.files = append(known.files, made...)
		}
	}
	for i, name := range c.Target.Attr("as").Texts() {
		known.files[i].Path = name
	}
	if t, ok := c.Toolchain("platform"); ok {
		known.platform = t.Label.Name()
	}
	if t, ok := c.Toolchain("python"); ok {
		known.python = t.Label.Name()
	}
	return known
}

// declare makes one action of all paths; the files are in the order in which
// their artifacts came.
func declare(c *analysis.Context, kind executor.Kind, paths []string, inputs []graph.Input) analysis.Files {
	a := graph.Action{Mnemonic: "Make", Command: executor.Command{Kind: kind, Args: []string{"make"}}, Inputs: inputs}
	for _, p := range paths {
		a.Outputs = append(a.Outputs, executor.OutputSpec{Path: p})
	}
	var files analysis.Files
	for i, made := range c.Declare(a) {
		files = append(files, analysis.File{Path: fmt.Sprint(i), Artifact: made})
	}
	return files
}

func parsed(s string) label.Label {
	l, err := label.Parse(s)
	if err != nil {
		panic(err)
	}
	return l
}

// named is a rule for blocks that are names alone.
type named struct{ kind string }

func (n named) Schema() load.Schema                       { return load.Schema{Kind: n.kind} }
func (named) Analyze(*analysis.Context) analysis.Provider { return analysis.Files{} }

func rules() []analysis.Rule {
	return []analysis.Rule{thing{}, named{"platform"}, named{"python"}}
}

func TestRun(t *testing.T) {
	analysistest.Suite{
		Rules: func([]byte) ([]analysis.Rule, error) { return rules(), nil },
		Describe: func(p analysis.Provider) string {
			if known, ok := p.(about); ok && known.platform+known.python != "" {
				return strings.TrimSpace("on " + known.platform + " " + known.python)
			}
			return ""
		},
	}.Run(t, "testdata/*.txtar")
}

func TestUnreached(t *testing.T) {
	ws, diags := analysistest.Load(t, workspace(`thing "one" {}
thing "two" {}`), rules())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	got, diags := analysis.Run(ws, rules())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if got.Provider(parsed("//a:one")) == nil {
		t.Error("a requested target has no provider")
	}
	if p := got.Provider(parsed("//a:two")); p != nil {
		t.Errorf("a target that was not reached has the provider %v", p)
	}
}

func TestBugs(t *testing.T) {
	for name, tt := range map[string]struct {
		bug   string
		rules []analysis.Rule
		want  string
	}{
		"nothing and no complaint": {"silent", rules(), "did not say why"},
		"provider of a stranger":   {"stranger", rules(), "does not refer to"},
		"target not loaded":        {"unloaded", rules(), "not loaded"},
		"no rule":                  {"", rules()[1:], "no rule for blocks of kind thing"},
	} {
		t.Run(name, func(t *testing.T) {
			ws, diags := analysistest.Load(t, workspace(fmt.Sprintf(`thing "one" { bug = %q }`, tt.bug)), rules())
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "BUG: ") || !strings.Contains(got, tt.want) {
					t.Errorf("got panic %q, want a BUG: … %s", got, tt.want)
				}
			}()
			analysis.Run(ws, tt.rules)
		})
	}
}

// workspace has one package a, of which the target one is requested.
func workspace(build string) *txtar.Archive {
	return &txtar.Archive{Files: []txtar.File{
		{Name: "request", Data: []byte("//a:one")},
		{Name: "BUILD.hcl", Data: []byte("workspace {\n  name = \"t\"\n}\n")},
		{Name: "a/BUILD.hcl", Data: []byte(build + "\n")},
	}}
}
