package wheel_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"dbx/rules/wheel"
	"dbx/rules/wheel/gate"
)

// stages puts the outputs of builtins under the paths where the next ones have
// their inputs.
type stages struct {
	t    *testing.T
	tree fstest.MapFS
}

// run calls a builtin on all that there is, adds its output, and returns its
// failure.
func (s stages) run(fn func(context.Context, fs.FS, []string, *os.Root, []string) error, output string, args ...string) error {
	s.t.Helper()
	dir := s.t.TempDir()
	out, err := os.OpenRoot(dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close()
	if err := fn(s.t.Context(), s.tree, args, out, []string{output}); err != nil {
		return err
	}
	left := os.DirFS(dir)
	err = fs.WalkDir(left, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(left, name)
		s.tree[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return nil
}

// TestGate takes wheels as they were built through everything that stands
// between them and those who want them.
func TestGate(t *testing.T) {
	names, err := filepath.Glob("testdata/gate/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			golden(t, name, func(a *txtar.Archive) (string, string) {
				tree, args, want := inputs(t, a)
				return throughGate(stages{t, tree}, args), want
			})
		})
	}
}

func throughGate(s stages, args []string) string {
	target, waivers := string(s.tree["target"].Data), string(s.tree["waivers"].Data)
	if err := s.run(wheel.Finish, "finished", args...); err != nil {
		return err.Error() + "\n"
	}
	for _, check := range gate.Checks() {
		if err := s.run(wheel.Check, "checks/"+check.Name+".json", check.Name, target); err != nil {
			s.t.Fatal(err)
		}
	}
	if s.tree["smoke.status"] != nil {
		if err := s.run(wheel.Smoke, "checks/smoke.json"); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.run(wheel.MakeReport, "report.json", waivers); err != nil {
		s.t.Fatal(err)
	}
	report, err := gate.ParseReport(s.tree["report.json"].Data)
	if err != nil {
		s.t.Fatal(err)
	}
	refusal := s.run(wheel.Admit, "admitted")
	if passed := refusal == nil; passed != report.Passed() {
		s.t.Errorf("passed is %v, admitted %v", report.Passed(), refusal)
	}
	if refusal != nil {
		return refusal.Error() + "\n"
	}
	return "admitted\n" + report.Table()
}
