package delta_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/delta"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// tool is a rule with one action for each output: its inputs are its files and
// what its deps make, its environment is its own and that of its settings.
type tool struct{ pinned []string }

func (tool) Schema() load.Schema {
	return load.Schema{Kind: "tool", Attrs: []load.Attr{
		{Name: "deps", Type: cty.List(cty.String), Refs: load.Labels},
		{Name: "settings", Type: cty.String, Refs: load.Labels},
		{Name: "files", Type: cty.List(cty.String), Refs: load.Files},
		{Name: "makes", Type: cty.List(cty.String), Default: cty.ListVal([]cty.Value{cty.StringVal("out")})},
		{Name: "env", Type: cty.Map(cty.String)},
		{Name: "emulator", Type: cty.String, Refs: load.Labels},
		{Name: "emulators", Type: cty.List(cty.String), Refs: load.Files},
		{Name: "description", Type: cty.String},
		{Name: "locked", Type: cty.Bool},
	}}
}

func (r tool) Analyze(c *analysis.Context) analysis.Provider {
	var inputs []graph.Input
	for _, f := range c.Target.Attr("files").Files() {
		inputs = append(inputs, graph.Input{Path: "src/" + f, Artifact: c.Source(f)})
	}
	for _, dep := range c.Target.Attr("deps").Labels() {
		for _, f := range c.Provider(dep).Files() {
			inputs = append(inputs, graph.Input{Path: "dep/" + dep.Name() + "/" + f.Path, Artifact: f.Artifact})
		}
	}
	var rootfs graph.Rootfs
	for _, l := range c.Target.Attr("emulator").Labels() {
		rootfs.Emulator = &c.Provider(l).Files()[0].Artifact
	}
	for _, f := range c.Target.Attr("emulators").Files() {
		source := c.Source(f)
		rootfs.Emulator = &source
	}
	env := environment(c.Target)
	for _, l := range c.Target.Attr("settings").Labels() {
		env = append(env, environment(c.Dependency(l))...)
	}
	outputs := c.Target.Attr("makes").Texts()
	if c.Target.Attr("locked").Bool() {
		outputs = append(outputs, r.pinned...)
	}
	var files analysis.Files
	for _, out := range outputs {
		made := c.Declare(graph.Action{Mnemonic: "Make", Inputs: inputs, Rootfs: rootfs, Command: executor.Command{
			Args: []string{"make", out}, Env: env, Outputs: []executor.OutputSpec{{Path: out}},
		}})
		files = append(files, analysis.File{Path: out, Artifact: made[0]})
	}
	return files
}

func environment(t *load.Target) []executor.EnvVar {
	var env []executor.EnvVar
	values := t.Attr("env")
	for _, name := range values.Keys() {
		env = append(env, executor.EnvVar{Name: t.Label.Name() + "_" + name, Value: values.Map()[name].Text()})
	}
	return env
}

const workspace = `
workspace {
  name = "w"
}
variable "level" {
  default = "2"
}
locals {
  flags = "-O${var.level}"
}
`

const pkg = `
tool "settings" {
  makes       = []
  env         = { MODE = "fast" }
  description = "How to build"
}
tool "lib" {
  files = ["lib.c"]
  env   = { CFLAGS = local.flags }
}
tool "app" {
  deps     = [":lib"]
  files    = ["app.c"]
  settings = ":settings"
}
tool "doc" {
  files = ["doc.txt"]
}
tool "pinned" {
  locked = true
  makes  = []
}
`

// state loads and analyses a workspace after edits, each "file: old -> new".
func state(t *testing.T, lock string, edits ...string) delta.State {
	t.Helper()
	files := map[string]string{"BUILD.hcl": workspace, "p/BUILD.hcl": pkg, "p/lib.c": "lib", "p/app.c": "app", "p/doc.txt": "doc"}
	for _, e := range edits {
		name, change, _ := strings.Cut(e, ": ")
		old, new, _ := strings.Cut(change, " -> ")
		if !strings.Contains(files[name], old) {
			t.Fatalf("%s has no %q", name, old)
		}
		files[name] = strings.Replace(files[name], old, new, 1)
	}
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ws, diags, err := load.Load(t.Context(), load.Options{Dir: dir, Patterns: []string{"//..."}, Schemas: []load.Schema{tool{}.Schema()}})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	analysed, diags := analysis.Run(ws, []analysis.Rule{tool{strings.Fields(lock)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	read := func(path string) (string, bool, error) {
		b, err := os.ReadFile(filepath.Join(dir, path))
		return string(b), strings.HasPrefix(string(b), "#!"), err
	}
	return delta.State{Workspace: ws, Analysis: analysed, Source: read, Lock: []byte(lock)}
}

func TestTargets(t *testing.T) {
	for _, test := range []struct {
		name  string
		lock  string
		edits []string
		want  []string
	}{
		{"nothing", "a b", nil, nil},
		{"a source", "a b", []string{"p/lib.c: lib -> library"}, []string{
			"//p:app changed: dependency //p:lib", "//p:lib changed: source p/lib.c edited"}},
		{"a mode", "a b", []string{"p/doc.txt: doc -> #!doc"}, []string{"//p:doc changed: source p/doc.txt edited"}},
		{"a variable", "a b", []string{`BUILD.hcl: "2" -> "3"`}, []string{
			"//p:app changed: dependency //p:lib",
			`//p:lib changed: attribute env.CFLAGS "-O2" → "-O3"; variable var.level "2" → "3"`}},
		{"a local", "a b", []string{`BUILD.hcl: -O -> -g -O`}, []string{
			"//p:app changed: dependency //p:lib", `//p:lib changed: attribute env.CFLAGS "-O2" → "-g -O2"`}},
		{"what a dependency says", "a b", []string{`p/BUILD.hcl: "fast" -> "slow"`}, []string{
			"//p:app changed: dependency //p:settings", `//p:settings changed: attribute env.MODE "fast" → "slow"`}},
		{"a description", "a b", []string{`p/BUILD.hcl: How to -> The way to`}, []string{
			`//p:settings changed: attribute description "How to build" → "The way to build"`}},
		{"a file more", "a b", []string{`p/BUILD.hcl: ["doc.txt"] -> ["doc.txt", "app.c"]`}, []string{
			`//p:doc changed: source p/app.c added`}},
		{"a file less", "a b", []string{`p/BUILD.hcl: files    = ["app.c"] -> files = []`}, []string{
			`//p:app changed: source p/app.c removed`}},
		{"the lock", "a c", nil, []string{"//p:pinned changed: lock dbx.lock.hcl +c, -b"}},
		{"another name", "a b", []string{`p/BUILD.hcl: "doc" -> "docs"`}, []string{"//p:doc removed: ", "//p:docs added: "}},
		{"an order", "a b", []string{"p/BUILD.hcl: tool \"doc\" {\n  files = [\"doc.txt\"]\n}\n -> ", `p/BUILD.hcl: tool "settings" -> tool "doc" {` + "\n  files = [\"doc.txt\"]\n}\ntool \"settings\""}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes, err := delta.Targets(state(t, "a b"), state(t, test.lock, test.edits...))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				var reasons []string
				for _, r := range c.Reasons {
					reasons = append(reasons, r.String())
				}
				got = append(got, fmt.Sprintf("%s %s: %s", c.Label, c.Status, strings.Join(reasons, "; ")))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// TestEmulator finds what differs by nothing but the program that it runs through.
func TestEmulator(t *testing.T) {
	const foreign = "p/BUILD.hcl: tool \"doc\" { -> tool \"foreign\" {\n  emulator = \":lib\"\n}\n" +
		"tool \"far\" {\n  emulators = [\"lib.c\"]\n}\ntool \"doc\" {"
	for edit, want := range map[string]string{
		"p/lib.c: lib -> library":                                     "//p:app //p:far[source p/lib.c edited] //p:foreign[dependency //p:lib] //p:lib",
		`p/BUILD.hcl:   emulator = ":lib" -> `:                        "//p:foreign[attribute emulator removed]",
		`p/BUILD.hcl: emulators = ["lib.c"] -> emulators = ["app.c"]`: "//p:far[source p/app.c added]",
	} {
		changes, err := delta.Targets(state(t, "", foreign), state(t, "", foreign, edit))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range changes {
			text := c.Label.String()
			if name := c.Label.Name(); name == "far" || name == "foreign" {
				text += fmt.Sprint(c.Reasons)
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", edit, got, want)
		}
	}
}

// TestUnreadableSource is an error that says which target wanted it.
func TestUnreadableSource(t *testing.T) {
	broken := state(t, "")
	broken.Source = func(string) (string, bool, error) { return "", false, os.ErrPermission }
	if _, err := delta.Targets(state(t, ""), broken); err == nil || !strings.Contains(err.Error(), "//p:lib: source p/lib.c: permission denied") {
		t.Errorf("got %v", err)
	}
}
