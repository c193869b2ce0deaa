package load

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// scope is what expressions at one place may name. A value that could not be
// computed is in it as unknown, so that its users stay silent: the complaint
// was made where it failed.
type scope struct {
	vars   map[string]cty.Value
	locals map[string]cty.Value
	// declared holds the places of vars and locals, by "var.x" and "local.x".
	declared map[string]hcl.Range
	// functions are those of function blocks, by name.
	functions map[string]*userFunction
	shown     []Variable    // its own variables, for people
	files     *packageFiles // what the functions that read files read
	ctx       *hcl.EvalContext
}

// objectNames are what expressions may begin with; of these the first two are
// the same for all targets of a file.
var objectNames = []string{"var", "local", eachAxis, "matrix", PlatformAxis, PythonAxis}

// newScope returns a scope inside parent (nil for the outermost), with
// further functions and nothing else of its own yet.
func newScope(parent *scope, files *packageFiles, funcs map[string]function.Function) *scope {
	s := &scope{files: files, declared: map[string]hcl.Range{}, functions: map[string]*userFunction{}}
	if parent == nil {
		s.ctx = &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: funcs}
		s.vars, s.locals = map[string]cty.Value{}, map[string]cty.Value{}
		return s
	}
	s.ctx = parent.ctx.NewChild()
	s.ctx.Variables, s.ctx.Functions = map[string]cty.Value{}, funcs
	s.vars, s.locals = maps.Clone(parent.vars), maps.Clone(parent.locals)
	maps.Copy(s.declared, parent.declared)
	maps.Copy(s.functions, parent.functions)
	return s
}

// publish makes the variables and locals set so far visible to expressions.
func (s *scope) publish() {
	s.ctx.Variables["var"] = cty.ObjectVal(s.vars)
	s.ctx.Variables["local"] = cty.ObjectVal(s.locals)
}

// with returns a scope that also sees the given objects.
func (s *scope) with(objects map[string]cty.Value) *scope {
	inner := *s
	inner.ctx = s.ctx.NewChild()
	inner.ctx.Variables = objects
	return &inner
}

// noting returns a scope that tells which files its expressions read, whether
// they do so themselves or by functions that they call. It may be used while
// others use s.
func (s *scope) noting(note notes) *scope {
	inner := *s
	inner.ctx = s.ctx.NewChild()
	inner.ctx.Functions = s.readers(note)
	return &inner
}

// readers returns the functions here that read files.
func (s *scope) readers(note notes) map[string]function.Function {
	funcs := fileFunctions(s.files, note)
	for name, f := range s.functions {
		if f.reads {
			funcs[name] = f.callable(note)
		}
	}
	return funcs
}

// value evaluates expr. An unknown value without diagnostics depends on
// something that was complained about before.
func (s *scope) value(expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	if diags := s.check(expr); diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return evaluate(expr, s.ctx)
}

// evaluate computes an expression whose names were checked. A mistake inside of
// a function is reported at its call, with the place inside in words.
func evaluate(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := expr.Value(ctx)
	if diags.HasErrors() {
		for _, d := range diags {
			extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
			if !ok {
				continue
			}
			switch err := extra.FunctionCallError().(type) {
			case *callError, *templateError:
				d.Summary, d.Detail = "Failed call", sentence(errors.New(strings.TrimSuffix(err.Error(), ".")))
			}
		}
		return cty.DynamicVal, diags
	}
	v, _ = v.UnmarkDeep()
	return v, diags
}

// check complains about names that mean nothing here, with better hints than
// evaluation could give.
func (s *scope) check(expr hcl.Expression) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range expr.Variables() {
		root := t.RootName()
		object, ok := s.lookup(root)
		if !ok {
			diags = append(diags, s.unknownRoot(t, root))
			continue
		}
		if name, ok := member(t); ok && object.Type().IsObjectType() && !object.Type().HasAttribute(name) {
			known := slices.Sorted(maps.Keys(object.Type().AttributeTypes()))
			diags = append(diags, problem(t.SourceRange(), "Unknown name",
				"There is no %s.%s.%s", root, name, qualified(root, nearest(name, known))))
		}
	}
	return append(diags, s.checkCalls(expr)...)
}

// checkCalls complains about functions that do not exist.
func (s *scope) checkCalls(expr hcl.Expression) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, call := range calls(expr) {
		if s.hasFunction(call.Name) {
			continue
		}
		if why := refused(call.Name); why != "" {
			diags = append(diags, problem(call.NameRange, "Refused function", "There is no %s: %s.", call.Name, why))
			continue
		}
		diags = append(diags, problem(call.NameRange, "Unknown function", "There is no function %s here.%s", call.Name, didYouMean(call.Name, s.functionNames())))
	}
	return diags
}

func (s *scope) hasFunction(name string) bool {
	for c := s.ctx; c != nil; c = c.Parent() {
		if _, ok := c.Functions[name]; ok {
			return true
		}
	}
	return false
}

func (s *scope) functionNames() []string {
	var names []string
	for c := s.ctx; c != nil; c = c.Parent() {
		names = append(names, slices.Collect(maps.Keys(c.Functions))...)
	}
	return names
}

func qualified(root, best string) string {
	if best == "" {
		return ""
	}
	return " Did you mean " + root + "." + best + "?"
}

func (s *scope) unknownRoot(t hcl.Traversal, root string) *hcl.Diagnostic {
	at := t.SourceRange()
	switch {
	case root == "matrix":
		return problem(at, "Unknown name", "This block has no matrix, so nothing is called matrix here.")
	case root == PlatformAxis || root == PythonAxis:
		return problem(at, "Unknown name", "Only a block whose matrix has the axis %s sees %s; write matrix = { %s = […] }.", root, root, root)
	case s.declared["var."+root] != hcl.Range{}:
		return problem(at, "Unknown name", "There are no bare names: write var.%s.", root)
	case s.declared["local."+root] != hcl.Range{}:
		return problem(at, "Unknown name", "There are no bare names: write local.%s.", root)
	}
	return problem(at, "Unknown name", "Nothing is called %s here: expressions see %s.%s",
		root, strings.Join(s.roots(), ", "), didYouMean(root, s.roots()))
}

// roots lists what expressions here may begin with.
func (s *scope) roots() []string {
	names := map[string]bool{}
	for c := s.ctx; c != nil; c = c.Parent() {
		for name := range c.Variables {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (s *scope) lookup(root string) (cty.Value, bool) {
	for c := s.ctx; c != nil; c = c.Parent() {
		if v, ok := c.Variables[root]; ok {
			return v, true
		}
	}
	return cty.NilVal, false
}

// member returns the name after the first dot, or between the first brackets.
func member(t hcl.Traversal) (string, bool) {
	if len(t) < 2 {
		return "", false
	}
	switch step := t[1].(type) {
	case hcl.TraverseAttr:
		return step.Name, true
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			return step.Key.AsString(), true
		}
	}
	return "", false
}
