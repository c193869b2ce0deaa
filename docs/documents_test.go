// Package docs_test checks that the documents speak of what is there.
package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents returns the texts of all documents, by their path below the
// module's root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range []string{"README.md", "CHANGELOG.md"} {
		found[name] = read(t, filepath.Join("..", name))
	}
	walk(t, ".", ".md", func(name, text string) { found[path.Join("docs", name)] = text })
	if len(found) < 10 {
		t.Fatalf("only %d documents", len(found))
	}
	return found
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func walk(t *testing.T, root, suffix string, visit func(name, text string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "dbx-out" || strings.HasPrefix(e.Name(), ".git")):
			return filepath.SkipDir
		case strings.HasSuffix(name, suffix) && e.Type().IsRegular():
			visit(filepath.ToSlash(name), read(t, name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNamedFilesExist checks paths of this repository that stand in quotes.
func TestNamedFilesExist(t *testing.T) {
	quoted := regexp.MustCompile("`((?:cache|executor|engine|rules|cmd|docs|examples|\\.ci)/[^` <…]*)`")
	for name, text := range documents(t) {
		for _, match := range quoted.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(match[1]))); err != nil {
				t.Errorf("%s speaks of %s, which is not there", name, match[1])
			}
		}
	}
}

// TestNamedTestsExist checks that every test that a document relies on is
// there.
func TestNamedTestsExist(t *testing.T) {
	declared := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	walk(t, "..", "_test.go", func(_, text string) {
		for _, match := range function.FindAllStringSubmatch(text, -1) {
			declared[match[1]] = true
		}
	})
	named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w+)`")
	for name, text := range documents(t) {
		for _, match := range named.FindAllStringSubmatch(text, -1) {
			if !declared[match[1]] {
				t.Errorf("%s relies on %s, which is not there", name, match[1])
			}
		}
	}
}

// TestLinks checks relative links and their anchors.
func TestLinks(t *testing.T) {
	all := documents(t)
	link := regexp.MustCompile(`\]\(([^)]+)\)`)
	for name, text := range all {
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(match[1], "#")
			to := path.Join(path.Dir(name), file)
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(to))); err != nil {
				t.Errorf("%s links to %s, which is not there", name, to)
			}
			if anchor != "" && !slices.Contains(anchors(all[to]), anchor) {
				t.Errorf("%s links to %s in %s, which has no such heading", name, anchor, to)
			}
		}
	}
}

func anchors(text string) []string {
	var found []string
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		plain := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(match[1]), "")
		found = append(found, strings.ReplaceAll(plain, " ", "-"))
	}
	return found
}

// TestShownExamplesAreReal checks that what the README and the page on wheels
// show stands in the examples, word for word.
func TestShownExamplesAreReal(t *testing.T) {
	var real strings.Builder
	walk(t, filepath.Join("..", "examples"), "BUILD.hcl", func(_, text string) { real.WriteString(text) })
	for _, name := range []string{"README.md", "docs/wheels.md"} {
		shown := regexp.MustCompile("(?ms)^```hcl\n(.*?)^```$").FindAllStringSubmatch(read(t, filepath.Join("..", name)), -1)
		if len(shown) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, match := range shown {
			if !strings.Contains(real.String(), match[1]) {
				t.Errorf("%s shows what is in no example:\n%s", name, match[1])
			}
		}
	}
}

// TestEveryDependencyHasARecord checks that each module that this one requires
// directly, in the program or in tests, stands in a decision record.
func TestEveryDependencyHasARecord(t *testing.T) {
	all := documents(t)
	var records strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if strings.HasPrefix(name, "docs/decisions/") {
			records.WriteString(all[name])
		}
	}
	required := regexp.MustCompile(`(?m)^(?:require )?\s*(\S+) v\S+$`)
	modules := required.FindAllStringSubmatch(read(t, filepath.Join("..", "go.mod")), -1)
	if len(modules) < 5 {
		t.Fatalf("only %d modules in go.mod", len(modules))
	}
	for _, match := range modules {
		module := regexp.MustCompile(`/v[0-9]+$`).ReplaceAllString(match[1], "")
		if !strings.Contains(records.String(), module) {
			t.Errorf("go.mod requires %s, for which docs/decisions has no record", match[1])
		}
	}
}

// TestNamedDeclarationsExist checks names of the form package.Name and
// type.method that stand in quotes: all after the first are declared somewhere,
// and if the first is a package of this tree, the second is declared in it.
func TestNamedDeclarationsExist(t *testing.T) {
	declared := declarations(t)
	quoted := regexp.MustCompile("`([a-zA-Z]+(?:\\.[A-Z]\\w+)+)`")
	checked := 0
	for name, text := range documents(t) {
		for _, match := range quoted.FindAllStringSubmatch(text, -1) {
			parts := strings.Split(match[1], ".")
			names, known := declared[parts[0]]
			if !known {
				continue
			}
			checked++
			for _, part := range parts[1:] {
				if !names[part] {
					t.Errorf("%s speaks of %s, but %s declares no %s", name, match[1], parts[0], part)
				}
			}
		}
	}
	if checked < 20 {
		t.Errorf("found only %d names", checked)
	}
}

// declarations returns what each package declares, its types' methods and
// constants among it, and what each type has, both by the bare name.
func declarations(t *testing.T) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{}
	add := func(owner string, names ...*ast.Ident) {
		if all[owner] == nil {
			all[owner] = map[string]bool{}
		}
		for _, name := range names {
			all[owner][name.Name] = true
		}
	}
	walk(t, "..", ".go", func(name, text string) {
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				add(f.Name.Name, n.Name)
				if n.Recv != nil {
					add(strings.TrimPrefix(types.ExprString(n.Recv.List[0].Type), "*"), n.Name)
				}
			case *ast.TypeSpec:
				add(f.Name.Name, n.Name)
				add(n.Name.Name, members(n.Type)...)
			case *ast.ValueSpec:
				add(f.Name.Name, n.Names...)
			}
			return true
		})
	})
	return all
}

// members returns the fields of a struct and the methods of an interface.
func members(x ast.Expr) []*ast.Ident {
	var fields []*ast.Field
	switch x := x.(type) {
	case *ast.StructType:
		fields = x.Fields.List
	case *ast.InterfaceType:
		fields = x.Methods.List
	}
	var names []*ast.Ident
	for _, f := range fields {
		names = append(names, f.Names...)
	}
	return names
}
