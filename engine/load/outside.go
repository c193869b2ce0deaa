package load

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	envPrefix  = "DBX_VAR_"
	autoSuffix = ".auto.dbxvars"
)

// outside holds the values of variables that stand in no BUILD.hcl. Later ones
// win: automatic files in the order of their names, environment, command line.
type outside struct {
	flags map[string]string
	env   func(string) (string, bool)
	auto  map[string]given
	// texts makes files of values from flags and environment, for snippets.
	texts map[string]*hcl.File
}

// given is a value and where it was given.
type given struct {
	value cty.Value
	rng   hcl.Range
}

// fork returns an outside with the same values that records texts of its own,
// for use in another goroutine.
func (o *outside) fork() *outside {
	f := *o
	f.texts = map[string]*hcl.File{}
	return &f
}

// lookup returns the value given for v, if there is one.
func (o *outside) lookup(v *variable) (given, bool, hcl.Diagnostics) {
	if text, ok := o.flags[v.name]; ok {
		return o.parse(v, "--var "+v.name, text)
	}
	if o.env != nil {
		if text, ok := o.env(envPrefix + v.name); ok {
			return o.parse(v, envPrefix+v.name, text)
		}
	}
	g, ok := o.auto[v.name]
	return g, ok, nil
}

// source words where a value was given: of files with the line.
func (o *outside) source(at hcl.Range) string {
	if strings.HasSuffix(at.Filename, autoSuffix) {
		return lineOf(at)
	}
	return at.Filename
}

// parse reads a text as Terraform does: as it stands for a variable of a
// primitive type or without one, else as an expression.
func (o *outside) parse(v *variable, source, text string) (given, bool, hcl.Diagnostics) {
	src := []byte(text)
	o.texts[source] = &hcl.File{Bytes: src}
	end := hcl.Pos{Line: 1, Column: len(src) + 1, Byte: len(src)}
	g := given{cty.StringVal(text), hcl.Range{Filename: source, Start: hcl.InitialPos, End: end}}
	if v.typ.IsPrimitiveType() || v.typ == cty.DynamicPseudoType {
		return g, true, nil
	}
	expr, diags := hclsyntax.ParseExpression(src, source, hcl.InitialPos)
	if diags.HasErrors() {
		return g, false, firstError(diags)
	}
	g.value, diags = constant(expr)
	return g, !diags.HasErrors(), diags
}

// constant evaluates an expression that names nothing.
func constant(expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	if refs := expr.Variables(); len(refs) > 0 {
		return cty.DynamicVal, hcl.Diagnostics{problem(refs[0].SourceRange(), "Unknown name",
			"A value given from outside names nothing; put strings in quotes.")}
	}
	return expr.Value(nil)
}

// readAuto reads the automatic variable files in the root folder.
func (o *outside) readAuto(root fs.FS) (hcl.Diagnostics, error) {
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	o.auto = map[string]given{}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), autoSuffix) {
			continue
		}
		src, err := ReadFile(root, e.Name())
		if err != nil {
			broken, err := asDiagnostic(err)
			if diags = append(diags, broken...); err != nil {
				return diags, err
			}
			continue
		}
		diags = append(diags, o.addAuto(e.Name(), src)...)
	}
	return diags, nil
}

func (o *outside) addAuto(name string, src []byte) hcl.Diagnostics {
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	o.texts[name] = &hcl.File{Bytes: src}
	if diags.HasErrors() {
		return firstError(diags)
	}
	body := file.Body.(*hclsyntax.Body)
	for _, b := range body.Blocks {
		diags = append(diags, problem(b.DefRange(), "Unexpected block", "A variable file holds only name = value."))
	}
	for _, a := range inOrder(body.Attributes) {
		v, d := constant(a.Expr)
		diags = append(diags, d...)
		o.auto[a.Name] = given{v, a.Expr.Range()}
	}
	return diags
}

// unused complains about values for variables that no file declares. Of those
// in automatic files only what looks like a slip: a package that was not read
// may declare the rest.
func (o *outside) unused(declared []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(o.flags)) {
		if !slices.Contains(declared, name) {
			diags = append(diags, complaint("Unknown variable", "--var %s: no file that was read declares this variable.%s", name, didYouMean(name, declared)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.auto)) {
		if hint := didYouMean(name, declared); hint != "" && !slices.Contains(declared, name) {
			diags = append(diags, problem(o.auto[name].rng, "Unknown variable", "No file that was read declares the variable %s.%s", name, hint))
		}
	}
	return diags
}
