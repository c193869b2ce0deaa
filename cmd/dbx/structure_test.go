package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the folders of the tree from left to right; each imports only
// what stands to its right.
var layers = []string{"cmd", "rules", "engine", "executor", "cache"}

// declarative are what rules must not know: they declare, and neither store
// nor run.
var declarative = []string{"dbx/cache/cas", "dbx/cache/actioncache", "dbx/executor/sandbox", "dbx/executor/docker", "dbx/executor/fetch", "dbx/executor/builtin", "dbx/executor/stage"}

// reexec may have an init function: it is the first process of a sandbox.
const reexec = "executor/inner"

type goFile struct {
	path string // from the module's root, slashes
	file *ast.File
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var all []goFile
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (strings.HasPrefix(name, ".") && p != root || name == "testdata" || name == "dbx-out") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		all = append(all, goFile{filepath.ToSlash(rel), f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s goFile) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

func (s goFile) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func top(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

// TestLayers checks that a folder imports only folders to its right.
func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range goFiles(t) {
		from := slices.Index(layers, top(s.path))
		if from < 0 {
			continue
		}
		seen[layers[from]] = true
		for _, imported := range s.imports() {
			inner, ok := strings.CutPrefix(imported, "dbx/")
			if !ok {
				continue
			}
			if to := slices.Index(layers, top(inner)); to < from {
				t.Errorf("%s imports %s, which is to its left in %v", s.path, imported, layers)
			}
			if s.isTest() {
				continue
			}
			if top(s.path) == "rules" && slices.Contains(declarative, imported) {
				t.Errorf("%s imports %s; a rule declares and knows no store and no executor", s.path, imported)
			}
			if top(s.path) == "engine" && strings.HasPrefix(imported, "dbx/executor/") {
				t.Errorf("%s imports %s; the engine knows the package executor alone", s.path, imported)
			}
		}
	}
	if len(seen) != len(layers) {
		t.Errorf("found only the layers %v", seen)
	}
}

// TestNames checks that no package has a name that says nothing.
func TestNames(t *testing.T) {
	for _, s := range goFiles(t) {
		switch dir := path.Base(path.Dir(s.path)); dir {
		case "util", "utils", "common", "helper", "helpers", "types", "core", "base", "manager", "misc":
			t.Errorf("%s: the folder name %s does not say what the package knows", s.path, dir)
		}
	}
}

// TestShape checks habits that reviews forget: no init functions, no context
// in a struct, no panic that is not a bug's.
func TestShape(t *testing.T) {
	for _, s := range goFiles(t) {
		if s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil && path.Dir(s.path) != reexec {
					t.Errorf("%s has an init function", s.path)
				}
			case *ast.StructType:
				for _, f := range n.Fields.List {
					if sel, ok := f.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Context" && isIdent(sel.X, "context") {
						t.Errorf("%s keeps a context in a struct", s.path)
					}
				}
			case *ast.CallExpr:
				if isIdent(n.Fun, "panic") && !saysBug(n.Args[0]) {
					t.Errorf("%s panics with something that does not begin with BUG:", s.path)
				}
			}
			return true
		})
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// saysBug reports whether the first string in the expression begins with BUG:.
func saysBug(e ast.Expr) bool {
	found, says := false, false
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && !found {
			found = true
			text, _ := strconv.Unquote(lit.Value)
			says = strings.HasPrefix(text, "BUG:")
		}
		return !found
	})
	return says
}

// TestPackagesSayWhatTheyKnow checks that each package has a comment.
func TestPackagesSayWhatTheyKnow(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range goFiles(t) {
		if dir := path.Dir(s.path); !s.isTest() && dir != "." {
			documented[dir] = documented[dir] || s.file.Doc != nil
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}
