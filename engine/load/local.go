package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// locals computes the locals of one file, which may name each other in any
// order.
type locals struct {
	scope *scope
	attrs map[string]*hclsyntax.Attribute
	stack []string // names being computed, outermost first
	diags hcl.Diagnostics
}

// evalLocals adds the locals blocks of a file to the scope and publishes it.
func evalLocals(s *scope, blocks []*hclsyntax.Block) hcl.Diagnostics {
	e := &locals{scope: s, attrs: map[string]*hclsyntax.Attribute{}}
	for _, b := range blocks {
		e.collect(b)
	}
	for _, name := range slices.Sorted(maps.Keys(e.attrs)) {
		e.eval(name)
	}
	s.publish()
	return e.diags
}

func (e *locals) collect(b *hclsyntax.Block) {
	if len(b.Labels) > 0 {
		e.diags = append(e.diags, problem(b.LabelRanges[0], "Unexpected label", "A locals block has no label."))
	}
	for _, nested := range b.Body.Blocks {
		e.diags = append(e.diags, problem(nested.DefRange(), "Unexpected block", "A locals block holds only name = value; write %s = { … }.", nested.Type))
	}
	for _, a := range inOrder(b.Body.Attributes) {
		if first, ok := e.scope.declared["local."+a.Name]; ok {
			e.diags = append(e.diags, problem(a.NameRange, "Duplicate local", "local.%s is declared twice: here and at %s.", a.Name, first))
			continue
		}
		e.scope.declared["local."+a.Name] = a.NameRange
		e.attrs[a.Name] = a
	}
}

// eval computes one local after those it names. A name that is being computed
// further out closes a cycle; all locals on it stay unknown.
func (e *locals) eval(name string) {
	a := e.attrs[name]
	if a == nil {
		return
	}
	if _, done := e.scope.locals[name]; done {
		return
	}
	if i := slices.Index(e.stack, name); i >= 0 {
		ring := append(slices.Clone(e.stack[i:]), name)
		e.diags = append(e.diags, problem(a.NameRange, "Cycle of locals", "These name each other: local.%s.", strings.Join(ring, " → local.")))
		for _, n := range e.stack[i:] {
			e.scope.locals[n] = cty.DynamicVal
		}
		return
	}
	e.stack = append(e.stack, name)
	seen, ok := e.needs(a.Expr)
	e.stack = e.stack[:len(e.stack)-1]
	if _, cyclic := e.scope.locals[name]; cyclic {
		return
	}
	e.scope.locals[name] = cty.DynamicVal
	if ok {
		v, diags := e.scope.with(map[string]cty.Value{"local": cty.ObjectVal(seen)}).value(a.Expr)
		e.diags = append(e.diags, diags...)
		e.scope.locals[name] = v
	}
}

// needs computes the locals that expr names; only those are put in its sight,
// since an object of all for each would be quadratic.
func (e *locals) needs(expr hcl.Expression) (map[string]cty.Value, bool) {
	seen, fine := map[string]cty.Value{}, true
	for _, call := range calls(expr) {
		if f := e.scope.functions[call.Name]; f != nil && f.scope == e.scope {
			for _, name := range slices.Sorted(maps.Keys(f.needs)) {
				e.eval(name)
			}
		}
	}
	for _, t := range expr.Variables() {
		if t.RootName() != "local" {
			continue
		}
		other, ok := member(t)
		if !ok {
			e.diags = append(e.diags, problem(t.SourceRange(), "Unknown name", "A local names others one by one: write local.x."))
			fine = false
			continue
		}
		e.eval(other)
		v, ok := e.scope.locals[other]
		if !ok {
			known := slices.Concat(slices.Collect(maps.Keys(e.attrs)), slices.Collect(maps.Keys(e.scope.locals)))
			e.diags = append(e.diags, problem(t.SourceRange(), "Unknown name",
				"There is no local.%s.%s", other, qualified("local", nearest(other, known))))
			fine = false
			continue
		}
		seen[other] = v
	}
	return seen, fine
}

// inOrder returns attributes as they stand in the file.
func inOrder(attrs hclsyntax.Attributes) []*hclsyntax.Attribute {
	return slices.SortedFunc(maps.Values(attrs), func(a, b *hclsyntax.Attribute) int {
		return a.SrcRange.Start.Byte - b.SrcRange.Start.Byte
	})
}
