package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
)

// value reads the text of an override as a value of an attribute; with keys, as
// a map of that one element. Mistakes in the text are the decoder's diagnostics.
func (o *override) value(d *decoder, a *Attr) (Value, error) {
	t, keys, err := o.leaf(a)
	if err != nil {
		return Value{}, err
	}
	v := o.read(d, t)
	if o.appends && !isSequence(t) && !isMap(cty.UnknownVal(t)) {
		if t != cty.DynamicPseudoType || len(o.keys) == 0 && !isList(v) && !isMap(v) {
			return Value{}, fmt.Errorf("the attribute %s is a %s: += appends to lists, and to texts in env", strings.Join(append([]string{o.attr}, o.keys...), "."), typeexpr.TypeString(t))
		}
		if !isList(v) && !isMap(v) {
			v = cty.TupleVal([]cty.Value{v})
		}
	}
	for _, key := range slices.Backward(keys) {
		v = cty.ObjectVal(map[string]cty.Value{key: v})
	}
	return d.typed(v, a, place{Range: o.at()}), nil
}

// leaf is the type of what the override sets, and the way to it. Keys of a map
// of texts may have dots.
func (o *override) leaf(a *Attr) (cty.Type, []string, error) {
	t := a.Type
	for i, key := range o.keys {
		switch {
		case t.IsMapType() && t.ElementType().IsPrimitiveType():
			return t.ElementType(), append(slices.Clone(o.keys[:i]), strings.Join(o.keys[i:], ".")), nil
		case t.IsMapType():
			t = t.ElementType()
		case t == cty.DynamicPseudoType:
		case t.IsObjectType() && t.HasAttribute(key):
			t = t.AttributeType(key)
		default:
			return t, nil, fmt.Errorf("the attribute %s is a %s and has nothing called %s", strings.Join(append([]string{o.attr}, o.keys[:i]...), "."), typeexpr.TypeString(t), key)
		}
	}
	return t, o.keys, nil
}

func isSequence(t cty.Type) bool { return t.IsListType() || t.IsSetType() || t.IsTupleType() }

// read reads a text as the values of variables are: as it stands for a
// primitive type, else as an expression. Where anything will do, and for lists,
// what does not begin with a bracket or a brace is a text.
func (o *override) read(d *decoder, t cty.Type) cty.Value {
	bare := !strings.HasPrefix(o.text, "[") && !strings.HasPrefix(o.text, "{")
	switch {
	case t.IsPrimitiveType(), t == cty.DynamicPseudoType && bare:
		return cty.StringVal(o.text)
	case isSequence(t) && bare:
		return cty.TupleVal([]cty.Value{cty.StringVal(o.text)})
	}
	expr, diags := o.literal()
	d.diags = append(d.diags, diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	v, diags := constant(expr)
	d.diags = append(d.diags, diags...)
	return v
}

// over lays the override's value over what the target has.
func (o *override) over(a *Attr, below, v Value) Value {
	if !o.appends || len(o.keys) > 0 || isMap(v.Value) || !v.IsWhollyKnown() || below.IsNull() || !below.IsWhollyKnown() || !isList(below.Value) {
		return mergeValue(a, below, v)
	}
	list := slices.Concat(below.List(), v.List())
	switch {
	case a.Type.IsListType():
		v.Value = listOf(a.Type, untyped(list))
	case a.Type.IsSetType():
		v.Value = cty.SetVal(untyped(list))
	default:
		v.Value = cty.TupleVal(untyped(list))
	}
	v.parts = parts{list: places(list)}
	v.refs = slices.Concat(below.refs, v.refs)
	v.keepRefs()
	return v
}
