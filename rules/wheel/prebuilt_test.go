package wheel_test

import (
	"testing"

	"golang.org/x/tools/txtar"

	"dbx/engine/analysis/analysistest"
	"dbx/rules"
	"dbx/rules/lock"
	"dbx/rules/wheel"
)

// TestPrebuiltOf: what dbx lock looks for is known from the blocks alone.
func TestPrebuiltOf(t *testing.T) {
	ws, diags := analysistest.Load(t, &txtar.Archive{Files: []txtar.File{
		{Name: "request", Data: []byte("//w:all")},
		{Name: "BUILD.hcl", Data: []byte("workspace {\n  name = \"t\"\n  platforms = \"//platforms\"\n}\n")},
		{Name: "platforms/BUILD.hcl", Data: []byte(`
python "cp311" {
  version = "3.11"
  tag     = "cp311"
}
python "cp313t" {
  version = "3.13"
  tag     = "cp313"
  abi     = "cp313t"
}
platform "linux-x64" {
  arch       = "amd64"
  wheel_tags = ["linux_x86_64"]
  max_glibc  = "2.36"
  python     = ":cp311"
}
platform "soft" {
  arch       = "arm"
  variant    = "v7"
  float_abi  = "soft"
  wheel_tags = ["linux_armv7l"]
}
`)},
		{Name: "w/BUILD.hcl", Data: []byte(`
source "src" {
  files = ["BUILD.hcl"]
}
wheel "own" {
  source = ":src"
  static = true
  matrix = { platform = ["linux-x64", "soft"] }
  version = "1"
  prebuilt {
    platforms = ["linux-x64"]
  }
}
wheel "threads" {
  name    = "Thing"
  version = "2"
  matrix  = { platform = ["linux-x64"], python = ["cp313t"] }
  prebuilt {}
}
wheel "chosen" {
  version = "3"
  matrix  = { platform = ["linux-x64"] }
  prebuilt {
    platform_tags = ["musllinux_1_2_x86_64"]
    abis          = ["cp311d"]
  }
}
wheel "soft" {
  version = "4"
  matrix  = { platform = ["soft"] }
  prebuilt {}
}
wheel "anywhere" {
  version = "5"
  prebuilt {}
}
`)},
	}}, rules.All(lock.File{}, nil))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := map[string]struct{ project, version, python, first string }{
		"own-linux-x64":            {"own", "1", "3.11", "cp311-cp311-manylinux_2_36_x86_64"},
		"threads-linux-x64-cp313t": {"Thing", "2", "3.13", "cp313-cp313t-manylinux_2_36_x86_64"},
		"chosen-linux-x64":         {"chosen", "3", "3.11", "cp311-cp311d-musllinux_1_2_x86_64"},
		"soft-soft":                {"soft", "4", "", "py3-none-linux_armv7l"},
		"anywhere":                 {"anywhere", "5", "", "py3-none-any"},
	}
	for _, target := range ws.Targets() {
		got, ok := wheel.PrebuiltOf(ws, target)
		expected, taken := want[target.Label.Name()]
		delete(want, target.Label.Name())
		if ok != taken {
			t.Errorf("%s: taken from an index: %v", target.Label, ok)
			continue
		}
		if ok && (got.Project != expected.project || got.Version != expected.version || got.Python != expected.python || got.Tags[0].String() != expected.first) {
			t.Errorf("%s: %s %s for Python %q, first %s; want %v", target.Label, got.Project, got.Version, got.Python, got.Tags[0], expected)
		}
	}
	if len(want) > 0 {
		t.Errorf("not seen: %v", want)
	}
}
