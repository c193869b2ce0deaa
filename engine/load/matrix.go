package load

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"dbx/engine/label"
)

// maxCombinations bounds one matrix, so that a slip of the pen is a diagnostic
// and not a machine out of memory.
const maxCombinations = 10000

// dimension is one axis of a matrix with all its values.
type dimension struct {
	name   string
	values []string
	rng    hcl.Range
}

// readMatrix evaluates a matrix attribute. Nil dimensions without diagnostics
// depend on something that was complained about before.
func readMatrix(a *hclsyntax.Attribute, s *scope) ([]dimension, hcl.Diagnostics) {
	pairs, diags := hcl.ExprMap(a.Expr)
	if diags.HasErrors() {
		return nil, hcl.Diagnostics{problem(a.Expr.Range(), "Bad matrix",
			"Write the axes out, as matrix = { platform = […] }: their order makes the names of the targets.")}
	}
	var dims []dimension
	total := 1
	for _, pair := range pairs {
		d, more := readDimension(pair, s)
		diags = append(diags, more...)
		if d == nil {
			return nil, diags
		}
		if slices.ContainsFunc(dims, func(other dimension) bool { return other.name == d.name }) {
			return nil, append(diags, problem(pair.Key.Range(), "Bad matrix", "The axis %s is there twice.", d.name))
		}
		dims = append(dims, *d)
		if total *= len(d.values); total > maxCombinations {
			return nil, append(diags, problem(a.Expr.Range(), "Bad matrix", "This makes more than %d targets.", maxCombinations))
		}
	}
	if len(dims) == 0 {
		return nil, append(diags, problem(a.Expr.Range(), "Bad matrix", "A matrix has at least one axis; leave it out for a single target."))
	}
	return dims, diags
}

func readDimension(pair hcl.KeyValuePair, s *scope) (*dimension, hcl.Diagnostics) {
	key, diags := pair.Key.Value(nil)
	if diags.HasErrors() || key.IsNull() || key.Type() != cty.String || !hclsyntax.ValidIdentifier(key.AsString()) {
		return nil, hcl.Diagnostics{problem(pair.Key.Range(), "Bad matrix", "The name of an axis is a plain word.")}
	}
	if key.AsString() == eachAxis {
		return nil, hcl.Diagnostics{problem(pair.Key.Range(), "Bad matrix", "The axis each is that of for_each; give this one another name.")}
	}
	d := &dimension{name: key.AsString(), rng: pair.Value.Range()}
	v, diags := s.value(pair.Value)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return nil, diags
	}
	v, err := convert.Convert(v, cty.List(cty.String))
	if err != nil || v.IsNull() {
		return nil, append(diags, problem(d.rng, "Bad matrix", "The axis %s is a list of strings.", d.name))
	}
	for i, e := range v.AsValueSlice() {
		at := written(pair.Value).at(cty.NumberIntVal(int64(i))).Range
		switch {
		case e.IsNull():
			diags = append(diags, problem(at, "Bad matrix", "A value of the axis %s is null.", d.name))
		case slices.Contains(d.values, e.AsString()):
			diags = append(diags, problem(at, "Bad matrix", "The axis %s has %q twice.", d.name, e.AsString()))
		default:
			if err := label.CheckName(e.AsString()); err != nil {
				diags = append(diags, problem(at, "Bad matrix", "A value of the axis %s becomes part of a label: %s.", d.name, err))
			}
			d.values = append(d.values, e.AsString())
		}
	}
	if len(d.values) == 0 && !diags.HasErrors() {
		diags = append(diags, problem(d.rng, "Bad matrix", "The axis %s has no values.", d.name))
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return d, diags
}

// combinations returns every place in the matrix, the last axis turning
// fastest.
func combinations(dims []dimension) [][]Axis {
	all := [][]Axis{nil}
	for _, d := range dims {
		next := make([][]Axis, 0, len(all)*len(d.values))
		for _, prefix := range all {
			for _, v := range d.values {
				next = append(next, append(slices.Clone(prefix), Axis{d.name, v}))
			}
		}
		all = next
	}
	return all
}

// memberName joins a block's name and values of its leading axes; the block's
// name is left out in the package of that name.
func memberName(pkg, block string, axes []Axis) string {
	if len(axes) == 0 {
		return block
	}
	var parts []string
	if path.Base(pkg) != block {
		parts = append(parts, block)
	}
	for _, a := range axes {
		parts = append(parts, a.Value)
	}
	return strings.Join(parts, "-")
}
