package source_test

import (
	"testing"

	"golang.org/x/tools/txtar"

	"dbx/engine/analysis/analysistest"
	"dbx/rules"
	"dbx/rules/debian/lock"
	wholelock "dbx/rules/lock"
	"dbx/rules/source"
)

func TestLocks(t *testing.T) {
	ws, diags := analysistest.Load(t, &txtar.Archive{Files: []txtar.File{
		{Name: "request", Data: []byte("//a:all")},
		{Name: "BUILD.hcl", Data: []byte("workspace {\n  name = \"t\"\n}\n")},
		{Name: "a/BUILD.hcl", Data: []byte(`
source "debian" {
  debian_source {
    package = "tool"
    version = "1-1"
    suite   = "trixie"
  }
}
source "usual" {
  debian_source {
    package = "tool"
    version = "2"
  }
}
source "url" {
  url = "https://example.org/a.tar"
}
group "all-of-them" {
  members = [":debian"]
}
`)},
	}}, rules.All(wholelock.File{}, nil))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	type answer struct {
		suite string
		spec  lock.SourceSpec
	}
	want := map[string]answer{
		"debian": {"trixie", lock.SourceSpec{Package: "tool", Version: "1-1"}},
		"usual":  {"bookworm", lock.SourceSpec{Package: "tool", Version: "2"}},
	}
	for _, target := range ws.Targets() {
		suite, spec, ok := source.Locks(target)
		expected, lockable := want[target.Label.Name()]
		if got := (answer{suite, spec}); got != expected || ok != lockable {
			t.Errorf("%s: got %v, %v; want %v, %v", target.Label, got, ok, expected, lockable)
		}
	}
}
