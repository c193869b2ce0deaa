// Package analysistest tests rules by golden files: a small workspace in, the
// declared actions or the complaints out.
//
// It knows how to load a workspace and how to print any action. It knows no
// rule: those that are tested are handed in, and need neither network nor
// executor.
package analysistest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"

	"dbx/engine/analysis"
	"dbx/engine/load"
)

// ExecPlatform is the platform that actions run on, in workspaces that declare
// platforms.
const ExecPlatform = "linux-x64"

const (
	wantFile    = "want"
	requestFile = "request"
	lockFile    = "dbx.lock.hcl"
)

// Suite is what golden files are run with.
type Suite struct {
	// Rules returns the rules, given the text of the workspace's dbx.lock.hcl,
	// nil if it has none.
	Rules func(lock []byte) ([]analysis.Rule, error)
	// Describe says in a line what dependents may know of a requested target;
	// "" says nothing. It may be nil.
	Describe func(analysis.Provider) string
}

// Main is what TestMain calls: it adds the flag -update, with which golden
// files are written instead of compared. It does not return.
func Main(m *testing.M) {
	flag.Bool("update", false, "write what comes out into testdata")
	os.Exit(m.Run())
}

// updating reports whether -update is given; the test's own TestMain may have
// declared it.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.(flag.Getter).Get() == true
}

// Run tests each file of the pattern, a txtar archive, as a subtest. The
// archive's file "request" holds patterns of targets, and "want" what comes
// out: the actions of the requested targets, then their files; or else all
// diagnostics. Its other files are the workspace.
func (s Suite) Run(t *testing.T, pattern string) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files %s: %v", pattern, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := s.analysed(t, archive)
			if updating() {
				update(t, name, archive, got)
			} else if d := cmp.Diff(file(archive, wantFile), got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func file(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func update(t *testing.T, name string, a *txtar.Archive, got string) {
	t.Helper()
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == wantFile })
	a.Files = append(a.Files, txtar.File{Name: wantFile, Data: []byte(got)})
	if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s Suite) analysed(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	rules, err := s.Rules([]byte(file(a, lockFile)))
	if err != nil {
		t.Fatal(err)
	}
	ws, diags := Load(t, a, rules)
	var result *analysis.Analysis
	if !diags.HasErrors() {
		result, diags = analysis.Run(ws, rules)
	}
	var out bytes.Buffer
	if diags.HasErrors() {
		if err := hcl.NewDiagnosticTextWriter(&out, ws.Files, 0, false).WriteDiagnostics(diags); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(out.String(), ws.Dir, "$WORK")
	}
	p := printer{out: &out, graph: result.Graph}
	p.actions(ws.Requested)
	for _, l := range ws.Requested {
		p.provided(l, result.Provider(l), s.Describe)
	}
	return out.String()
}

// Load writes the workspace of an archive into a folder of the test, and loads
// what its file "request" asks for.
func Load(t *testing.T, a *txtar.Archive, rules []analysis.Rule) (*load.Workspace, hcl.Diagnostics) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if f.Name != wantFile && f.Name != requestFile {
			write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
		}
	}
	options := load.Options{Dir: dir, Patterns: strings.Fields(file(a, requestFile)), ExecPlatform: ExecPlatform}
	for _, r := range rules {
		options.Schemas = append(options.Schemas, r.Schema())
	}
	ws, diags, err := load.Load(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return ws, diags
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
