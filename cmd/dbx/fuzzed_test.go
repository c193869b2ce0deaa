package main

import (
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A parser is a function whose name says that it reads, and that is given what
// it reads: bytes, a stream, a file, a tree of files or a body of HCL. A string
// is text to those that parse and a name to those that open. A parser too, under
// whatever name, is what hands bytes to a decoder of a format.
var (
	reads     = regexp.MustCompile(`^(?i:parse|decode|unmarshal|unseal|unpack|read|open|load)([A-Z]|$)`)
	readsText = regexp.MustCompile(`^(?i:parse|decode|unmarshal|unseal)([A-Z]|$)`)
	foreign   = []string{"[]byte", "io.Reader", "io.ReaderAt", "*bufio.Reader", "*tar.Reader", "fs.File", "fs.FS", "hcl.Body"}
	decoders  = []string{
		"bufio.NewScanner", "clearsign.Decode", "csv.NewReader", "gob.NewDecoder", "gzip.NewReader", "hclsyntax.ParseConfig",
		"json.NewDecoder", "json.Unmarshal", "openpgp.ReadKeyRing", "stdelf.NewFile", "tar.NewReader", "xz.NewReader", "zip.NewReader", "zstd.NewReader",
	}
)

// trusted are the functions that look like parsers and need no fuzz target.
var trusted = map[string]string{
	"cache/layer.OpenTars":                "opens what Merge and Flatten read",
	"cmd/dbx.loadFrom":                    "hands files to engine/load",
	"cmd/dbx.readFrom":                    "hands files to engine/load",
	"cmd/dbx.writeConfig":                 "prints a config that rules/image/layout or cache/oci has read",
	"engine/delta.blocks":                 "reads again what engine/load has read without a mistake",
	"executor/docker.ParseMode":           "knows three words",
	"executor/executortest.layer":         "reads what an executor under test made",
	"executor/executortest.parseFacts":    "reads what the suite's own tool prints",
	"executor/varied.listen":              "reads what a process of our own says, line by line",
	"rules/image/content.OpenArchive":     "hands files to cache/oci",
	"rules/image/content.openView":        "hands files to cache/layer",
	"rules/image/layout.layer":            "reads a descriptor of the step before, and checks its digest",
	"rules/wheel/stableabi/generate.read": "reads CPython's own file, when somebody makes the table anew",
	"rules/wheel/elf.ParseFloatABI":       "knows two words",
}

// declared is a function of the tree, with what it may call: the names of its
// own package that it mentions.
type declared struct {
	mentions []string
	fuzz     bool
	parser   bool
}

// TestParsersAreFuzzed finds what reads bytes that others may have written
// (users, mirrors, registries, the kernel, a broken disk), and checks that a
// fuzz target of the same package comes to it.
func TestParsersAreFuzzed(t *testing.T) {
	found := 0
	seen := map[string]bool{}
	for dir, funcs := range functions(t) {
		reached := fromTargets(funcs)
		for _, name := range slices.Sorted(maps.Keys(funcs)) {
			if !funcs[name].parser {
				continue
			}
			found++
			id := dir + "." + strings.TrimPrefix(name, ".")
			reason, exempt := trusted[id]
			seen[id] = true
			switch {
			case exempt && reached[name]:
				t.Errorf("%s is reached by a fuzz target; it is no exception any more", id)
			case exempt && reason == "":
				t.Errorf("%s is an exception without a reason", id)
			case !exempt && !reached[name]:
				t.Errorf("%s reads what others wrote, and no fuzz target of its package comes to it", id)
			}
		}
	}
	for id := range trusted {
		if !seen[id] {
			t.Errorf("%s is an exception and is not there", id)
		}
	}
	if found < 100 {
		t.Errorf("found only %d parsers", found)
	}
}

// functions returns the functions of each folder by name; those of methods
// begin with a dot, and methods of one name count as one.
func functions(t *testing.T) map[string]map[string]*declared {
	all := map[string]map[string]*declared{}
	for _, s := range goFiles(t) {
		dir := path.Dir(s.path)
		if !slices.Contains(layers, top(s.path)) {
			continue
		}
		if all[dir] == nil {
			all[dir] = map[string]*declared{}
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			name := f.Name.Name
			if f.Recv != nil {
				name = "." + name
			}
			d := all[dir][name]
			if d == nil {
				d = &declared{}
				all[dir][name] = d
			}
			d.mentions = append(d.mentions, mentions(s, f)...)
			d.fuzz = d.fuzz || s.isTest() && strings.HasPrefix(f.Name.Name, "Fuzz")
			d.parser = d.parser || !s.isTest() && isParser(f)
		}
	}
	return all
}

// isParser reports whether a function reads what it is given. The methods of an
// io.Reader, which are given room to read into, are none.
func isParser(f *ast.FuncDecl) bool {
	if decodes(f.Body) {
		return true
	}
	name := f.Name.Name
	if !reads.MatchString(name) || f.Recv != nil && (name == "Read" || name == "ReadAt") {
		return false
	}
	for _, p := range f.Type.Params.List {
		kind := types.ExprString(p.Type)
		if slices.Contains(foreign, kind) || kind == "string" && readsText.MatchString(name) {
			return true
		}
	}
	return false
}

func decodes(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			found = found || slices.Contains(decoders, types.ExprString(sel))
		}
		return !found
	})
	return found
}

// mentions returns what a function names that may be a function or a method of
// its own package: neither what it declares itself nor what it imports.
func mentions(s goFile, f *ast.FuncDecl) []string {
	var names []string
	own, imported, local := "dbx/"+path.Dir(s.path), importNames(s), locals(f)
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if ok && imported[x.Name] != "" && !local[x.Name] {
				if imported[x.Name] == own {
					names = append(names, n.Sel.Name)
				}
				return false
			}
			names = append(names, "."+n.Sel.Name)
			ast.Inspect(n.X, visit)
			return false
		case *ast.Ident:
			if !local[n.Name] {
				names = append(names, n.Name)
			}
		}
		return true
	}
	ast.Inspect(f.Body, visit)
	return names
}

func importNames(s goFile) map[string]string {
	names := map[string]string{}
	for i, p := range s.imports() {
		name := path.Base(p)
		if n := s.file.Imports[i].Name; n != nil {
			name = n.Name
		}
		names[name] = p
	}
	return names
}

// locals returns the names of a function's parameters and variables.
func locals(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(all ...*ast.Ident) {
		for _, id := range all {
			names[id.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			add(n.Names...)
		case *ast.ValueSpec:
			add(n.Names...)
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if id, ok := x.(*ast.Ident); ok {
					add(id)
				}
			}
		}
		return true
	})
	return names
}

// fromTargets returns the names of what the fuzz targets of a folder come to.
func fromTargets(funcs map[string]*declared) map[string]bool {
	reached := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if f := funcs[name]; f != nil && !reached[name] {
			reached[name] = true
			for _, m := range f.mentions {
				visit(m)
			}
		}
	}
	for name, f := range funcs {
		if f.fuzz {
			visit(name)
		}
	}
	return reached
}

// TestTargetsHaveACorpus checks that each fuzz target brings inputs that were
// found by fuzzing, and that no input is without its target.
func TestTargetsHaveACorpus(t *testing.T) {
	for dir, funcs := range functions(t) {
		corpora := filepath.Join("..", "..", filepath.FromSlash(dir), "testdata", "fuzz")
		for name, f := range funcs {
			if entries, err := os.ReadDir(filepath.Join(corpora, name)); f.fuzz && len(entries) == 0 {
				t.Errorf("%s: %s has no inputs: %v", dir, name, err)
			}
		}
		entries, _ := os.ReadDir(corpora)
		for _, e := range entries {
			if f := funcs[e.Name()]; f == nil || !f.fuzz {
				t.Errorf("%s: testdata/fuzz/%s belongs to no fuzz target", dir, e.Name())
			}
		}
	}
}
