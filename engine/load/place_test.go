package load_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"dbx/engine/label"
	"dbx/engine/load"
)

const placed = `source "a" {
  files = ["x.txt"]
}

source "b" {}

source "c" {}

wheel "low" {
  version  = "1"
  requires = [":a", "//a:b"]
  env      = { A = "1", B = ["x"] }
}

wheel "top" {
  inherits = [":low"]
  requires = [
    ":b",
    ":c",
  ]
  env = {
    C = "3"
    B = ["y"]
    D = ["z1", "z2"]
  }
}

wheel "computed" {
  version  = "1"
  requires = [for n in ["a", "b"] : ":${n}"]
}

wheel "set" {
  version  = "1"
  requires = [":a", ":b"]
}

action "inputs" {
  command = ["x"]
  inputs  = { "z" = ":a", y = ":b", "x" = "x.txt" }
  output "o" {}
}

group "all-of-it" {
  members = [":c", ":low"]
}
`

// TestPlaces demands that what stands at the place of an element is what was
// written there.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n  name = \"w\"\n}\n")
	write(t, filepath.Join(dir, "a/BUILD.hcl"), placed)
	write(t, filepath.Join(dir, "a/x.txt"), "")
	ws, diags, err := load.Load(t.Context(), load.Options{Dir: dir, Patterns: []string{"//..."}, Schemas: schemas(), Set: []string{"//a:set.requires+=:c"}})
	if err != nil || diags.HasErrors() {
		t.Fatal(diags, err)
	}
	for _, test := range []struct {
		target, attr string
		want         []string // what stands where the references do
	}{
		{"a", "files", []string{`"x.txt"`}},
		{"low", "requires", []string{`":a"`, `"//a:b"`}},
		{"top", "requires", []string{`":a"`, `"//a:b"`, `":c"`}},
		{"computed", "requires", []string{`[for n in ["a", "b"] : ":${n}"]`, `[for n in ["a", "b"] : ":${n}"]`}},
		{"set", "requires", []string{`":a"`, `":b"`, "--set //a:set.requires+"}},
		{"inputs", "inputs", []string{`"x.txt"`, `":b"`, `":a"`}},
		{"all-of-it", "members", []string{`":c"`, `":low"`}},
	} {
		v := attr(t, ws, test.target, test.attr)
		var got []string
		for i, r := range v.References() {
			got = append(got, textAt(r.Range))
			if want := v.Texts()[i]; r.File != want && r.Label.String() != want {
				t.Errorf("%s: reference %d is %v, want %s", test.target, i, r, want)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s of %s stand at %q, want %q", test.attr, test.target, got, test.want)
		}
	}
	env := attr(t, ws, "top", "env").Map()
	for key, want := range map[string]string{"A": `"1"`, "B": `["y"]`, "C": `"3"`, "D": `["z1", "z2"]`} {
		if got := textAt(env[key].Range); got != want {
			t.Errorf("%s stands at %s, want %s", key, got, want)
		}
	}
	for key, want := range map[string][]string{"B": {`["y"]`, `["y"]`}, "D": {`"z1"`, `"z2"`}} {
		for i, e := range env[key].List() {
			if got := textAt(e.Range); got != want[i] {
				t.Errorf("element %d of %s stands at %s, want %s", i, key, got, want[i])
			}
		}
	}
}

func attr(t *testing.T, ws *load.Workspace, target, name string) load.Value {
	t.Helper()
	l, err := label.New("a", target)
	if err != nil {
		t.Fatal(err)
	}
	found, ok := ws.Target(l)
	if !ok {
		t.Fatalf("there is no %s", l)
	}
	return found.Attr(name)
}

// textAt is what stands at a place in a/BUILD.hcl, or where else it is.
func textAt(at hcl.Range) string {
	if at.Filename != "a/BUILD.hcl" {
		return at.Filename
	}
	return placed[at.Start.Byte:at.End.Byte]
}
