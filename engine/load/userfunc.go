package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// userFunction is one function block: a named expression over parameters. Its
// result sees its parameters by their bare names, and var, local and the
// functions of the file that declares it; never the axes of a target.
type userFunction struct {
	name   string
	block  *hclsyntax.Block
	params []string
	rest   string // the parameter that takes further arguments as a list; "" for none
	result hcl.Expression
	scope  *scope
	needs  map[string]bool // locals that it names, itself or by what it calls
	reads  bool            // files, itself or by what it calls
	broken bool            // diagnosed already: calls give unknown values
}

// functionShape lists what a function block may hold.
func functionShape() *shape {
	return shapeOf([]Attr{{Name: "params", Required: true}, {Name: "variadic_params"}, {Name: "result", Required: true}, {Name: "description"}}, nil)
}

// declareFunctions makes the function blocks of a file callable in the scope,
// and checks what their results name, called or not; but for locals, which
// [checkLocalsOf] does when they are known.
func declareFunctions(s *scope, blocks []*hclsyntax.Block) hcl.Diagnostics {
	var diags hcl.Diagnostics
	form := functionShape()
	var declared []*userFunction
	for _, b := range blocks {
		f, d := declareFunction(s, b, form)
		diags = append(diags, d...)
		if f != nil {
			declared = append(declared, f)
			s.functions[f.name] = f
		}
	}
	w := &callWalk{scope: s, state: map[string]mark{}}
	for _, f := range declared {
		w.visit(f)
		s.ctx.Functions[f.name] = f.callable(nil)
	}
	diags = append(diags, w.diags...)
	for _, f := range declared {
		if !f.broken {
			d := f.check()
			diags = append(diags, d...)
			f.broken = d.HasErrors()
		}
	}
	return diags
}

func declareFunction(s *scope, b *hclsyntax.Block, form *shape) (*userFunction, hcl.Diagnostics) {
	if len(b.Labels) != 1 || !hclsyntax.ValidIdentifier(b.Labels[0]) {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Bad function", `A function has one label, its name: function "name" { … }.`)}
	}
	f := &userFunction{name: b.Labels[0], block: b, scope: s, needs: map[string]bool{}}
	if first := s.functions[f.name]; first != nil {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Duplicate function", "The function %s is declared twice: here and at %s.", f.name, first.block.DefRange())}
	}
	if s.hasFunction(f.name) {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Duplicate function", "The language has a function %s; give this one another name.", f.name)}
	}
	diags := checkForm(b.Body, form, b.DefRange(), false)
	diags = append(diags, f.readParams(b.Body.Attributes)...)
	if a := b.Body.Attributes["result"]; a != nil {
		f.result = a.Expr
	}
	f.broken = diags.HasErrors() || f.result == nil
	return f, diags
}

// readParams reads the names of the parameters.
func (f *userFunction) readParams(attrs hclsyntax.Attributes) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if a := attrs["params"]; a != nil {
		list, d := hcl.ExprList(a.Expr)
		if d.HasErrors() {
			return hcl.Diagnostics{problem(a.Expr.Range(), "Bad function", "The parameters are a list of plain words, as params = [name, flags].")}
		}
		for _, e := range list {
			name, d := f.readParam(e)
			diags = append(diags, d...)
			f.params = append(f.params, name)
		}
	}
	if a := attrs["variadic_params"]; a != nil {
		name, d := f.readParam(a.Expr)
		diags = append(diags, d...)
		f.rest = name
	}
	return diags
}

func (f *userFunction) readParam(e hcl.Expression) (string, hcl.Diagnostics) {
	name := hcl.ExprAsKeyword(e)
	switch {
	case name == "":
		return "", hcl.Diagnostics{problem(e.Range(), "Bad function", "The name of a parameter is a plain word, without quotes.")}
	case slices.Contains(objectNames, name):
		return name, hcl.Diagnostics{problem(e.Range(), "Bad function", "A parameter cannot be called %s, which is a scope's name.", name)}
	case slices.Contains(f.params, name):
		return name, hcl.Diagnostics{problem(e.Range(), "Bad function", "The parameter %s is there twice.", name)}
	}
	return name, nil
}

// callable is the function as expressions call it. Its type is not computed
// apart from its value: that would evaluate nested calls twice at every level.
// With notes, those are told which files a call reads.
func (f *userFunction) callable(note notes) function.Function {
	parameter := func(name string) function.Parameter {
		return function.Parameter{Name: name, Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true}
	}
	spec := &function.Spec{
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return f.call(args, note) },
	}
	for _, name := range f.params {
		spec.Params = append(spec.Params, parameter(name))
	}
	if f.rest != "" {
		p := parameter(f.rest)
		spec.VarParam = &p
	}
	return function.New(spec)
}

func (f *userFunction) call(args []cty.Value, note notes) (cty.Value, error) {
	if f.broken {
		return cty.DynamicVal, nil
	}
	ctx := f.scope.ctx.NewChild()
	ctx.Variables = make(map[string]cty.Value, len(args)+2)
	if f.reads && note != nil {
		ctx.Functions = f.scope.readers(note)
	}
	for i, name := range f.params {
		ctx.Variables[name] = args[i]
	}
	if f.rest != "" {
		ctx.Variables[f.rest] = cty.TupleVal(args[len(f.params):])
	}
	if len(f.needs) > 0 {
		seen := make(map[string]cty.Value, len(f.needs))
		for name := range f.needs {
			if v, ok := f.scope.locals[name]; ok {
				seen[name] = v
			} else {
				seen[name] = cty.DynamicVal
			}
		}
		ctx.Variables["local"] = cty.ObjectVal(seen)
	}
	v, diags := evaluate(f.result, ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, &callError{f, diags}
	}
	return v, nil
}

// callError is a mistake met inside of a function, with its places.
type callError struct {
	function *userFunction
	diags    hcl.Diagnostics
}

func (e *callError) Error() string { return told("in the function "+e.function.name, e.diags) }

// told puts mistakes met inside of a call in words.
func told(where string, diags hcl.Diagnostics) string {
	var parts []string
	for _, d := range diags {
		parts = append(parts, fmt.Sprintf("%s at %s: %s: %s", where, subject(d), d.Summary, d.Detail))
	}
	return strings.Join(parts, "\n")
}

// check complains about names that mean nothing in the result.
func (f *userFunction) check() hcl.Diagnostics {
	sees := map[string]cty.Value{"local": cty.DynamicVal}
	if f.rest != "" {
		sees[f.rest] = cty.DynamicVal
	}
	for _, name := range f.params {
		sees[name] = cty.DynamicVal
	}
	var diags hcl.Diagnostics
	for _, t := range f.result.Variables() {
		if root := t.RootName(); slices.Contains(objectNames[2:], root) {
			sees[root] = cty.DynamicVal
			diags = append(diags, problem(t.SourceRange(), "Unknown name", "A function does not see the %s of the target that calls it: make it a parameter.", root))
		}
	}
	return append(diags, f.scope.with(sees).check(f.result)...)
}

// checkLocalsOf complains about locals that functions of this scope name and
// that there are not.
func checkLocalsOf(s *scope) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, f := range s.functions {
		if f.scope != s || f.result == nil {
			continue
		}
		for _, t := range f.result.Variables() {
			name, ok := member(t)
			if !ok || t.RootName() != "local" || s.locals[name] != cty.NilVal {
				continue
			}
			diags = append(diags, problem(t.SourceRange(), "Unknown name", "There is no local.%s.%s", name, qualified("local", nearest(name, slices.Collect(maps.Keys(s.locals))))))
		}
	}
	return diags
}
