package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// callWalk follows calls from function to function: it refuses recursion, and
// gathers which locals a call needs.
type callWalk struct {
	scope *scope
	state map[string]mark
	stack []*userFunction
	diags hcl.Diagnostics
}

func (w *callWalk) visit(f *userFunction) {
	if w.state[f.name] == done || f.result == nil || f.scope != w.scope {
		return
	}
	w.state[f.name] = open
	w.stack = append(w.stack, f)
	for _, t := range f.result.Variables() {
		if name, ok := member(t); ok && t.RootName() == "local" {
			f.needs[name] = true
		}
	}
	for _, call := range calls(f.result) {
		f.reads = f.reads || readsFiles(call.Name)
		other := w.scope.functions[call.Name]
		switch {
		case other == nil:
		case w.state[other.name] == open:
			w.recursion(other, call)
		default:
			w.visit(other)
			maps.Copy(f.needs, other.needs)
			f.reads = f.reads || other.reads
		}
	}
	w.stack = w.stack[:len(w.stack)-1]
	w.state[f.name] = done
}

func (w *callWalk) recursion(f *userFunction, call *hclsyntax.FunctionCallExpr) {
	ring := w.stack[slices.Index(w.stack, f):]
	var names []string
	for _, g := range ring {
		g.broken = true
		names = append(names, g.name)
	}
	w.diags = append(w.diags, problem(call.Range(), "Recursive function", "A function does not call itself: %s. Write a for expression.", strings.Join(append(names, f.name), " → ")))
}

// calls lists the calls in an expression.
func calls(expr hcl.Expression) []*hclsyntax.FunctionCallExpr {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return nil
	}
	var found []*hclsyntax.FunctionCallExpr
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			found = append(found, call)
		}
		return nil
	})
	return found
}
