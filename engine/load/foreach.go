package load

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/label"
)

// readForEach evaluates a for_each attribute: the axis that its keys make, in
// their order, and the value of each. A nil dimension without diagnostics
// depends on something that was complained about before.
func readForEach(a *hclsyntax.Attribute, s *scope) (*dimension, map[string]cty.Value, hcl.Diagnostics) {
	at := a.Expr.Range()
	v, diags := s.value(a.Expr)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return nil, nil, diags
	}
	values := map[string]cty.Value{}
	switch t := v.Type(); {
	case v.IsNull():
		return nil, nil, hcl.Diagnostics{problem(at, "Bad for_each", "The value is null; leave for_each out for a single target.")}
	case t.IsMapType() || t.IsObjectType():
		maps.Copy(values, v.AsValueMap())
	case t.IsSetType() && (t.ElementType() == cty.String || v.LengthInt() == 0):
		for _, e := range v.AsValueSlice() {
			if e.IsNull() {
				return nil, nil, hcl.Diagnostics{problem(at, "Bad for_each", "An element of the set is null.")}
			}
			values[e.AsString()] = e
		}
	default:
		return nil, nil, hcl.Diagnostics{problem(at, "Bad for_each", "As in Terraform it takes a map or a set of strings, not a %s: write toset([…]). Lists of values as in Docker Bake go into matrix = { … }.", t.FriendlyName())}
	}
	if len(values) > maxCombinations {
		return nil, nil, hcl.Diagnostics{problem(at, "Bad for_each", "This makes more than %d targets.", maxCombinations)}
	}
	d := &dimension{name: eachAxis, values: slices.Sorted(maps.Keys(values)), rng: at}
	for _, key := range d.values {
		if err := label.CheckName(key); err != nil {
			at := written(a.Expr).at(cty.StringVal(key)).Range
			diags = append(diags, problem(at, "Bad for_each", "A key becomes part of a label: %s.", err))
		}
	}
	if diags.HasErrors() {
		return nil, nil, diags
	}
	return d, values, nil
}
