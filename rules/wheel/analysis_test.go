package wheel_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules"
	"dbx/rules/debian"
)

// TestAnalysis loads the workspace in each testdata/analysis/*.txtar, asks for
// the patterns in its file "request", and compares the actions of its wheels,
// or the complaints, with its file "want".
func TestAnalysis(t *testing.T) {
	names, err := filepath.Glob("testdata/analysis/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			golden(t, name, func(a *txtar.Archive) (string, string) {
				dir, err := filepath.EvalSymlinks(t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				options := load.Options{Dir: dir, Schemas: rules.Schemas(), ExecPlatform: "linux-x64"}
				want := ""
				for _, f := range a.Files {
					switch f.Name {
					case "want":
						want = string(f.Data)
					case "request":
						options.Patterns = strings.Fields(string(f.Data))
					default:
						write(t, filepath.Join(dir, f.Name), f.Data)
					}
				}
				return strings.ReplaceAll(analysed(t, options), dir, "$WORK"), want
			})
		})
	}
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func analysed(t *testing.T, options load.Options) string {
	t.Helper()
	ws, diags, err := load.Load(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	var result *analysis.Analysis
	if !diags.HasErrors() {
		result, diags = analysis.Run(ws, rules.All(debian.Locked{}))
	}
	var out bytes.Buffer
	if diags.HasErrors() {
		if err := hcl.NewDiagnosticTextWriter(&out, ws.Files, 0, false).WriteDiagnostics(diags); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for id := range graph.ActionID(result.Graph.Len()) {
		action := result.Graph.Action(id)
		if owner, ok := ws.Target(action.Owner); ok && owner.Kind == "wheel" {
			printAction(&out, result.Graph, action)
		}
	}
	for _, l := range ws.Requested {
		for _, f := range result.Provider(l).Files() {
			fmt.Fprintf(&out, "%s: %s is %s\n", l, f.Path, artifact(result.Graph, f.Artifact))
		}
	}
	return out.String()
}

// artifact names an artifact by what makes it.
func artifact(g *graph.Graph, id graph.ArtifactID) string {
	a := g.Artifact(id)
	if a.IsSource() {
		return a.Path
	}
	return fmt.Sprintf("%s of %s %s", a.Path, g.Action(a.Producer).Mnemonic, g.Action(a.Producer).Owner)
}

func printAction(out *bytes.Buffer, g *graph.Graph, a *graph.Action) {
	fmt.Fprintf(out, "%s %s\n", a.Mnemonic, a.Owner)
	fmt.Fprintf(out, "  args   %s\n", strings.Join(a.Args, " "))
	for _, e := range a.Env {
		fmt.Fprintf(out, "  env    %s=%s\n", e.Name, e.Value)
	}
	for _, i := range a.Inputs {
		mode := ""
		if i.Mode == executor.Scratch {
			mode = ", to be written to"
		}
		fmt.Fprintf(out, "  input  %s: %s%s\n", i.Path, artifact(g, i.Artifact), mode)
	}
	for _, o := range a.Outputs {
		fmt.Fprintf(out, "  output %s\n", o.Path)
	}
	for _, l := range a.Rootfs.Layers {
		fmt.Fprintf(out, "  layer  %s\n", artifact(g, l))
	}
	if a.Timeout > 0 {
		fmt.Fprintf(out, "  limit  %v\n", a.Timeout)
	}
	out.WriteByte('\n')
}
