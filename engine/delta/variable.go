package delta

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
	"dbx/engine/query"
)

// variable is one that has another value.
type variable struct {
	pkg, name string
	was, is   cty.Value
}

// changedVariables returns the variables that have other values, in the order
// in which the workspace lists them.
func (p *pair) changedVariables() []variable {
	before := map[[2]string]cty.Value{}
	for _, v := range p.old.Workspace.Variables {
		before[[2]string{v.Package, v.Name}] = v.Value
	}
	var changed []variable
	for _, v := range p.new.Workspace.Variables {
		was, there := before[[2]string{v.Package, v.Name}]
		if there && was != cty.NilVal && v.Value != cty.NilVal && !was.RawEquals(v.Value) {
			changed = append(changed, variable{v.Package, v.Name, was, v.Value})
		}
	}
	return changed
}

// variableReasons names the changed variables that a target's block mentions,
// itself or through locals.
func (p *pair) variableReasons(t *load.Target) []query.Reason {
	if len(p.variables) == 0 {
		return nil
	}
	var reasons []query.Reason
	mentioned := p.new.mentioned(t)
	for _, v := range p.variables {
		if (v.pkg == "" || v.pkg == t.Label.Package()) && slices.Contains(mentioned, v.name) {
			reasons = append(reasons, query.Reason{Kind: "variable", Name: "var." + v.name, Detail: short(text(v.was)) + " → " + short(text(v.is))})
		}
	}
	return reasons
}

// mentioned returns the variables that a block's expressions name.
func (d *side) mentioned(t *load.Target) []string {
	var found []string
	locals := map[string]hclsyntax.Expression{}
	var todo []hclsyntax.Node
	for _, name := range []string{load.RootFile, t.Range.Filename} {
		for _, b := range d.blocks(name) {
			if b.Type == "locals" {
				for _, a := range b.Body.Attributes {
					locals[a.Name] = a.Expr
				}
			}
			if b.DefRange() == t.Range {
				todo = append(todo, b.Body)
			}
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, traversal := range traversals(todo[0]) {
			name := second(traversal)
			switch traversal.RootName() {
			case "var":
				found = append(found, name)
			case "local":
				if expr := locals[name]; expr != nil {
					todo = append(todo, expr)
					delete(locals, name) // once is enough
				}
			}
		}
	}
	return found
}

func (d *side) blocks(name string) hclsyntax.Blocks {
	file := d.Workspace.Files[name]
	if file == nil {
		return nil
	}
	parsed, _ := hclsyntax.ParseConfig(file.Bytes, name, hcl.InitialPos) // it was parsed before
	return parsed.Body.(*hclsyntax.Body).Blocks
}

func traversals(n hclsyntax.Node) []hcl.Traversal {
	var found []hcl.Traversal
	_ = hclsyntax.VisitAll(n, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok {
			found = append(found, e.Traversal)
		}
		return nil
	})
	return found
}

func second(t hcl.Traversal) string {
	if len(t) > 1 {
		if attr, ok := t[1].(hcl.TraverseAttr); ok {
			return attr.Name
		}
	}
	return ""
}
