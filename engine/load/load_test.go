package load_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"

	"dbx/engine/load"
)

// TestLoad loads the tree in each testdata/*.txtar and compares what comes out
// with its file "want". The file "request" says what is asked for.
func TestLoad(t *testing.T) {
	update := flag.Lookup("update").Value.(flag.Getter).Get().(bool)
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := unpack(t, archive)
			got := strings.ReplaceAll(answer(t, request(t, dir, archive)), dir, "$WORK")
			if update {
				setFile(archive, "want", got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(file(archive, "want")), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write what comes out into testdata")
	os.Exit(m.Run())
}

func unpack(t testing.TB, archive *txtar.Archive) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name != "want" && f.Name != "request" {
			write(t, filepath.Join(dir, f.Name), string(f.Data))
		}
	}
	return dir
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// request reads lines of a key and a value.
func request(t *testing.T, dir string, archive *txtar.Archive) load.Options {
	t.Helper()
	env := map[string]string{}
	o := load.Options{
		Dir: dir, Schemas: schemas(), Vars: map[string]string{}, ExecPlatform: "linux-x64",
		Env: func(k string) (string, bool) { v, ok := env[k]; return v, ok },
	}
	for line := range strings.Lines(string(file(archive, "request"))) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		k, v, _ := strings.Cut(value, "=")
		switch key {
		case "dir":
			o.Dir = filepath.Join(dir, value)
		case "want":
			o.Patterns = append(o.Patterns, strings.Fields(value)...)
		case "var":
			o.Vars[k] = v
		case "set":
			o.Set = append(o.Set, value)
		case "env":
			env[k] = v
		case "exec":
			o.ExecPlatform = value
		case "platform":
			o.Platforms = append(o.Platforms, value)
		case "":
		default:
			t.Fatalf("request: unknown key %q", key)
		}
	}
	return o
}

// answer prints the outcome of a load: diagnostics if there are any, else what
// was requested, the targets in order and the files that were parsed.
func answer(t *testing.T, o load.Options) string {
	t.Helper()
	ws, diags, err := load.Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if len(diags) > 0 {
		if err := hcl.NewDiagnosticTextWriter(&out, ws.Files, 0, false).WriteDiagnostics(diags); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	fmt.Fprintf(&out, "workspace %s, epoch %d, debian %v\n", ws.Name, ws.Epoch, ws.Debian)
	for _, s := range ws.Secrets {
		fmt.Fprintf(&out, "secret %+v\n", s)
	}
	for _, l := range ws.Requested {
		fmt.Fprintln(&out, "requested", l)
	}
	for _, target := range ws.Targets() {
		fmt.Fprintf(&out, "\n%s", target)
		checkHCL(t, target)
	}
	fmt.Fprintln(&out, "\nread", strings.Join(sortedKeys(ws.Files), " "))
	return out.String()
}

func file(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setFile(a *txtar.Archive, name, text string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
}

func sortedKeys(files map[string]*hcl.File) []string {
	return slices.Sorted(maps.Keys(files))
}
