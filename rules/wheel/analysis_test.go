package wheel_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	"dbx/rules/debian/lock"
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
				want, locked := "", lock.File{}
				for _, f := range a.Files {
					switch f.Name {
					case "want":
						want = string(f.Data)
					case "request":
						options.Patterns = strings.Fields(string(f.Data))
					case "dbx.lock.hcl":
						if locked, err = lock.Parse(f.Data, f.Name); err != nil {
							t.Fatal(err)
						}
					default:
						write(t, filepath.Join(dir, f.Name), f.Data)
					}
				}
				return strings.ReplaceAll(analysed(t, options, debian.NewLocked(locked, nil)), dir, "$WORK"), want
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

func analysed(t *testing.T, options load.Options, locked debian.Locked) string {
	t.Helper()
	ws, diags, err := load.Load(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	var result *analysis.Analysis
	if !diags.HasErrors() {
		result, diags = analysis.Run(ws, rules.All(locked))
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

// artifact names an artifact by the target that makes it; by which of its
// actions is that target's rule's business.
func artifact(g *graph.Graph, id graph.ArtifactID) string {
	a := g.Artifact(id)
	if a.IsSource() {
		return a.Path
	}
	return fmt.Sprintf("%s of %s", a.Path, g.Action(a.Producer).Owner)
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
	var images []string
	for _, l := range a.Rootfs.Layers {
		images = append(images, g.Action(g.Artifact(l).Producer).Owner.String())
	}
	for _, image := range slices.Compact(images) {
		fmt.Fprintf(out, "  image  %s\n", image)
	}
	if a.Timeout > 0 {
		fmt.Fprintf(out, "  limit  %v\n", a.Timeout)
	}
	out.WriteByte('\n')
}
