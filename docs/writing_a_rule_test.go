package docs_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dbx/cache/require"
)

// TestWritingARule lays the files of docs/writing-a-rule.md over this tree,
// puts its two lines where it says, and runs its tests and its script.
func TestWritingARule(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles a package and the program")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := map[string]string{}
	lists := map[string]string{ // the lines below which the page's lines go
		"rules/rules.go":      "\treturn []analysis.Rule{\n",
		"cmd/dbx/builtins.go": "\treturn map[string]builtin.Func{\n",
	}
	block := regexp.MustCompile("(?ms)^```(?:go|txtar) (\\S+)\n(.*?)^```$")
	for _, m := range block.FindAllStringSubmatch(read(t, "writing-a-rule.md"), -1) {
		name, text := filepath.FromSlash(m[1]), m[2]
		if list, ok := lists[m[1]]; ok {
			text = added(t, read(t, filepath.Join(root, name)), list, text)
		}
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(at) == ".go" {
			replace[filepath.Join(root, name)] = at
		}
	}
	if len(replace) != 6 {
		t.Fatalf("%d Go files on the page, want 6", len(replace))
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	test := func(pkg string, args ...string) {
		tests := filepath.Join(dir, filepath.Base(pkg)+".test")
		run(t, root, require.Tool(t, "go"), "test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", filepath.Join(dir, "overlay.json"), "-o", tests, "./"+pkg)
		run(t, filepath.Join(dir, filepath.FromSlash(pkg)), tests, append(args, "-test.v")...)
	}
	test("rules/checksums")
	test("cmd/dbx", "-test.run", "TestScript/checksums$")
}

// added returns a Go file with lines below another, and with the import that
// they need.
func added(t *testing.T, file, below, lines string) string {
	t.Helper()
	for _, at := range []string{below, "import (\n"} {
		if strings.Count(file, at) != 1 {
			t.Fatalf("want %q once in\n%s", at, file)
		}
	}
	file = strings.Replace(file, below, below+lines, 1)
	return strings.Replace(file, "import (\n", "import (\n\t\"dbx/rules/checksums\"\n", 1)
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}
