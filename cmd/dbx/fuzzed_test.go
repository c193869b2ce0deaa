package main

import (
	"go/ast"
	"path"
	"strings"
	"testing"
)

// parsers are the packages that read bytes which others may have written: users,
// mirrors, registries, the kernel, a broken disk.
var parsers = []string{
	"cache/actioncache", "cache/archive", "cache/cas/hashcache", "cache/digest", "cache/layer", "cache/merkle", "cache/oci",
	"engine/label", "engine/load", "engine/query", "engine/revision",
	"executor/agent", "executor/cgroup", "executor/docker", "executor/fetch/git", "executor/fetch/gitname", "executor/inner",
	"rules/debian/control", "rules/debian/deb", "rules/debian/lock", "rules/debian/repo", "rules/debian/solve",
	"rules/image/layout", "rules/lock", "rules/source/commit", "rules/source/patch",
	"rules/wheel/egginfo", "rules/wheel/elf", "rules/wheel/whl",
}

// TestParsersAreFuzzed checks that each parser has a fuzz target.
func TestParsersAreFuzzed(t *testing.T) {
	fuzzed := map[string]bool{}
	for _, s := range goFiles(t) {
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && s.isTest() && strings.HasPrefix(f.Name.Name, "Fuzz") {
				fuzzed[path.Dir(s.path)] = true
			}
		}
	}
	for _, pkg := range parsers {
		if !fuzzed[pkg] {
			t.Errorf("%s parses bytes of strangers and has no fuzz target", pkg)
		}
	}
}
