package load_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/engine/label"
	"dbx/engine/load"
)

// chain writes a workspace of n packages, each of whose wheels requires the
// next package's, and every fifth refers to a matrix.
func chain(t testing.TB, n, blocks int) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n  name = \"w\"\n  platforms = \"//platforms\"\n}\nvariable \"v\" { default = \"1\" }\nlocals { l = \"${var.v}.0\" }\n")
	write(t, filepath.Join(dir, "platforms/BUILD.hcl"), "platform \"linux-x64\" { arch = \"amd64\" }\nplatform \"linux-armv6\" { arch = \"arm\" }\n")
	for i := range n {
		var sb strings.Builder
		for j := range blocks {
			requires := `[":s"]`
			if i+1 < n {
				requires = fmt.Sprintf(`[":s", "//p%d:b%d"]`, i+1, j)
			}
			fmt.Fprintf(&sb, "wheel \"b%d\" {\n  version = local.l\n  requires = %s\n  env = { A = \"${platform.arch}-${matrix.platform}\" }\n  matrix = { platform = [\"linux-x64\"] }\n}\n", j, requires)
		}
		sb.WriteString("source \"s\" {}\n")
		write(t, filepath.Join(dir, fmt.Sprintf("p%d/BUILD.hcl", i)), sb.String())
	}
	return dir
}

func options(dir string, patterns ...string) load.Options {
	return load.Options{Dir: dir, Patterns: patterns, Schemas: schemas(), ExecPlatform: "linux-x64"}
}

func mustLoad(t testing.TB, o load.Options) *load.Workspace {
	t.Helper()
	ws, diags, err := load.Load(t.Context(), o)
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	return ws
}

// TestReadsOnlyWhatIsReached counts the files that were parsed.
func TestReadsOnlyWhatIsReached(t *testing.T) {
	dir := chain(t, 10, 1)
	for _, test := range []struct {
		pattern string
		files   int
	}{
		{"//p9:b0", 3}, // with the root and the platforms
		{"//p9:s", 3},
		{"//p7:b0", 5},
		{"//p0:b0", 12},
		{"//...", 12},
		{"//p0:s", 3}, // not what its neighbours refer to
	} {
		if ws := mustLoad(t, options(dir, test.pattern)); len(ws.Files) != test.files {
			t.Errorf("%s: read %d files, want %d: %v", test.pattern, len(ws.Files), test.files, sortedKeys(ws.Files))
		}
	}
}

func TestOrder(t *testing.T) {
	ws := mustLoad(t, options(chain(t, 10, 3), "//..."))
	seen := map[label.Label]bool{}
	for _, target := range ws.Targets() {
		for _, d := range target.Deps {
			if !seen[d] {
				t.Errorf("%s comes before %s, on which it depends", target.Label, d)
			}
		}
		seen[target.Label] = true
	}
	if len(seen) != 42 || len(ws.Requested) != 42 {
		t.Errorf("%d targets, %d requested, want 42", len(seen), len(ws.Requested))
	}
}

// TestSameForAnyParallelism compares loads with one and with many readers.
func TestSameForAnyParallelism(t *testing.T) {
	dir := chain(t, 20, 3)
	print := func(parallel int) string {
		o := options(dir, "//...")
		o.Parallel = parallel
		var sb strings.Builder
		for _, target := range mustLoad(t, o).Targets() {
			sb.WriteString(target.String())
		}
		return sb.String()
	}
	if diff := cmp.Diff(print(1), print(16)); diff != "" {
		t.Error(diff)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	ws, _, err := load.Load(ctx, options(chain(t, 3, 1), "//..."))
	if !errors.Is(err, cause) || ws == nil {
		t.Errorf("got %v, %v; want the cause and a workspace", ws, err)
	}
}

func TestLookups(t *testing.T) {
	ws := mustLoad(t, options(chain(t, 2, 1), "//p0:b0"))
	group, _ := label.Parse("//p0:b0")
	members := ws.Members(group)
	if len(members) != 1 || members[0].String() != "//p0:b0-linux-x64" {
		t.Fatalf("members %v", members)
	}
	if ws.Members(members[0]) != nil {
		t.Error("a target has members")
	}
	target, ok := ws.Target(members[0])
	if !ok || target.Axis("platform") != "linux-x64" || target.Axis("python") != "" || target.Block != "b0" {
		t.Errorf("target %v, %v", target, ok)
	}
	if _, ok := ws.Target(group); ok {
		t.Error("a group is a target")
	}
	if other, _ := label.Parse("//p1:nope"); ws.Members(other) != nil {
		t.Error("members of nothing")
	}
	if got := ws.PackageDir("p0"); got != "p0" {
		t.Errorf("package dir %q", got)
	}
	if !slices.ContainsFunc(ws.Targets(), func(t *load.Target) bool { return t.Label.String() == "//platforms:linux-x64" }) {
		t.Error("the platform is not among the targets")
	}
}

// TestFromBelowRoot types paths as a shell completes them.
func TestFromBelowRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n name = \"w\"\n packages = \"pkgs/all\"\n}\n")
	write(t, filepath.Join(dir, "pkgs/all/a/a/BUILD.hcl"), "source \"a\" {}\nsource \"b\" {}\n")
	for _, test := range []struct {
		dir, pattern, want string
	}{
		{"", "pkgs/all/a/a", "//a/a:a"},
		{"", "./pkgs/all/a/a/", "//a/a:a"},
		{"", "pkgs/all/a/a:b", "//a/a:b"},
		{"", "a/a", "//a/a:a"},
		{"pkgs", "a/a", "//a/a:a"},
		{"pkgs/all", "a/a", "//a/a:a"},
		{"pkgs/all/a", "a", "//a/a:a"},
		{"pkgs/all/a/a", ":b", "//a/a:b"},
		{"pkgs/all/a/a", ".", "//a/a:a"},
		{"pkgs/all/a/a", "//a/a", "//a/a:a"},
	} {
		ws := mustLoad(t, options(filepath.Join(dir, test.dir), test.pattern))
		if len(ws.Requested) != 1 || ws.Requested[0].String() != test.want {
			t.Errorf("in %q, %s is %v, want %s", test.dir, test.pattern, ws.Requested, test.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, size := range []struct{ packages, blocks int }{{10, 100}, {100, 100}, {1000, 10}} {
		b.Run(fmt.Sprintf("%dx%d", size.packages, size.blocks), func(b *testing.B) {
			dir := chain(b, size.packages, size.blocks)
			o := options(dir, "//...")
			b.ReportAllocs()
			for b.Loop() {
				mustLoad(b, o)
			}
		})
	}
}

// FuzzLoad loads packages of any text: whatever is wrong with it, it is said in
// diagnostics that can be printed.
func FuzzLoad(f *testing.F) {
	f.Add("source \"a\" {}\nlocals { x = local.y\n y = 1 }", "variable \"v\" { default = 1 }")
	f.Add(`wheel "a" {
  version = "${platform.arch}"
  matrix = { platform = ["linux-x64", "any"], python = ["cp311"] }
  requires = [":a", ":b"]
  patches = glob(["**"], { exclude = "x" })
}`, `locals { a = [for x in range(3) : x if x > 1] }`)
	f.Add(`wheel "base" {
  abstract = true
  inherits = [":base", "//p:x"]
  env = { A = ["x"], B = each.value }
}
wheel "a" {
  inherits = [":base", ":c"]
  for_each = { a = 1, "b" = null }
  version = twice(each.key)
  env = { A = ["y"], B = null }
}
wheel "c" {
  inherits = [":base"]
  for_each = toset(["a"])
  matrix = null
  version = "1"
}`, `function "twice" {
  params = [x]
  variadic_params = rest
  result = "${x}${x}${twice(1)}"
}`)
	f.Add("group \"g\" { members = [\"//...\", \":g\"] }", "")
	f.Fuzz(func(t *testing.T, pkg, root string) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n  name = \"w\"\n  platforms = \"//p\"\n}\n"+root)
		write(t, filepath.Join(dir, "p/BUILD.hcl"), "platform \"linux-x64\" { arch = \"amd64\" }\npython \"cp311\" { version = \"3\" }\n")
		write(t, filepath.Join(dir, "a/BUILD.hcl"), pkg)
		ws, diags, err := load.Load(t.Context(), options(dir, "//..."))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range diags {
			if d.Summary == "" || d.Detail == "" {
				t.Errorf("empty diagnostic %#v", d)
			}
		}
		if diags.HasErrors() {
			return
		}
		for _, target := range ws.Targets() {
			_ = target.String()
			checkHCL(t, target)
		}
	})
}
