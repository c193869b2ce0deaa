package load

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// place is where a value stands, and its elements as far as that is known. What
// an expression computes stands where the expression does, as a whole.
type place struct {
	hcl.Range
	parts
}

// parts are where the elements of a value stand: one of the fields, or none.
type parts struct {
	expr hcl.Expression   // as it was written
	list []place          // of a list that was put together
	keys map[string]place // of a map that was put together
}

// written is the place of an expression's value.
func written(expr hcl.Expression) place {
	return place{expr.Range(), parts{expr: expr}}
}

// along returns where the element at the end of a path stands.
func (p place) along(steps cty.Path) place {
	for _, step := range steps {
		switch step := step.(type) {
		case cty.IndexStep:
			p = p.at(step.Key)
		case cty.GetAttrStep:
			p = p.at(cty.StringVal(step.Name))
		}
	}
	return p
}

// at returns where an element stands, or the whole if no more is known.
func (p place) at(key cty.Value) place {
	switch {
	case p.expr != nil:
		if e := elementOf(p.expr, key); e != nil {
			return written(e)
		}
	case p.list != nil && key.Type() == cty.Number:
		if i, _ := key.AsBigFloat().Int64(); int(i) < len(p.list) {
			return p.list[i]
		}
	case p.keys != nil && key.Type() == cty.String:
		if known, ok := p.keys[key.AsString()]; ok {
			return known
		}
	}
	return place{Range: p.Range}
}

// elementOf returns the expression of an element that is written out, or nil.
func elementOf(expr hcl.Expression, key cty.Value) hcl.Expression {
	switch e := expr.(type) {
	case *hclsyntax.TupleConsExpr:
		if key.Type() != cty.Number {
			break
		}
		if i, _ := key.AsBigFloat().Int64(); int(i) < len(e.Exprs) {
			return e.Exprs[i]
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && k.RawEquals(key) {
				return item.ValueExpr
			}
		}
	}
	return nil
}
