package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"dbx/engine/label"
)

// decoder evaluates the bodies of one package's blocks. That they have the
// right form was checked before; what does not fit is passed over.
type decoder struct {
	pkg   string
	files *packageFiles
	scope *scope
	diags hcl.Diagnostics
	whole bool // nothing was left out
}

// body evaluates a block's content.
func (d *decoder) body(src *hclsyntax.Body, s *shape, header hcl.Range) Body {
	b := Body{Attrs: make(map[string]Value, len(src.Attributes))}
	for _, a := range s.order {
		if v, ok := d.attr(src.Attributes[a.Name], a, header); ok {
			b.Attrs[a.Name] = v
		}
	}
	for _, nested := range src.Blocks {
		form := s.blocks[nested.Type]
		if form == nil {
			continue
		}
		b.Blocks = append(b.Blocks, Block{
			Kind:   nested.Type,
			Labels: nested.Labels,
			Range:  nested.DefRange(),
			Body:   d.body(nested.Body, form.shape, nested.DefRange()),
		})
	}
	return b
}

// attr evaluates one attribute; it is absent if not set and without default.
func (d *decoder) attr(src *hclsyntax.Attribute, a *Attr, header hcl.Range) (Value, bool) {
	var expr hcl.Expression
	val, at := cty.NullVal(a.Type), header
	if src != nil {
		expr, at = src.Expr, src.Expr.Range()
		v, diags := d.scope.value(expr)
		d.diags = append(d.diags, diags...)
		if !v.IsWhollyKnown() {
			d.whole = false
			return Value{}, false
		}
		val = v
	}
	if val.IsNull() {
		if src != nil && a.Required {
			d.fail(problem(at, "Missing attribute", "The attribute %s is required, and null is none.", a.Name))
		}
		if a.Default == cty.NilVal {
			return Value{}, false
		}
		val, expr = a.Default, nil
	}
	converted, err := convert.Convert(val, a.Type)
	if err != nil {
		d.fail(problem(at, "Wrong type", "The attribute %s is a %s: %s.", a.Name, typeexpr.TypeString(a.Type), explain(err)))
		return Value{}, false
	}
	v := Value{Value: converted, Range: at}
	if a.Refs != Plain {
		d.refer(&v, a, expr)
	}
	return v, true
}

func (d *decoder) fail(p *hcl.Diagnostic) {
	d.diags = append(d.diags, p)
	d.whole = false
}

// refer reads the strings of v as references: labels become absolute, and are
// resolved when all packages are there; files become workspace paths.
func (d *decoder) refer(v *Value, a *Attr, expr hcl.Expression) {
	changed, err := cty.Transform(v.Value, func(p cty.Path, e cty.Value) (cty.Value, error) {
		if e.Type() != cty.String || e.IsNull() {
			return e, nil
		}
		at := v.Range
		if expr != nil {
			at = leafRange(expr, p)
		}
		s, path := e.AsString(), slices.Clone(p)
		switch {
		case a.Refs == Members:
			return d.member(v, s, path, at), nil
		case a.Refs == Labels, a.Refs == LabelOrFiles && strings.ContainsAny(s, ":"), a.Refs == LabelOrFiles && strings.HasPrefix(s, "//"):
			return d.label(v, a, s, path, at), nil
		}
		return d.file(s, at), nil
	})
	if err != nil {
		panic("BUG: " + err.Error())
	}
	v.Value = changed
}

func (d *decoder) label(v *Value, a *Attr, s string, p cty.Path, at hcl.Range) cty.Value {
	l, err := label.ParseFrom(d.pkg, s)
	if err != nil {
		d.fail(problem(at, "Bad label", "%s", sentence(err)))
		return cty.StringVal(s)
	}
	v.refs = append(v.refs, ref{label: l, path: p, rng: at, exec: a.Exec})
	return cty.StringVal(l.String())
}

func (d *decoder) member(v *Value, s string, p cty.Path, at hcl.Range) cty.Value {
	pattern, err := label.ParsePattern(d.pkg, s)
	if err == nil && pattern.Negative() {
		err = fmt.Errorf("pattern %q is negative: name what belongs to the group", s)
	}
	if err != nil {
		d.fail(problem(at, "Bad pattern", "%s", sentence(err)))
		return cty.StringVal(s)
	}
	v.refs = append(v.refs, ref{pattern: pattern, path: p, rng: at, member: true})
	return cty.StringVal(pattern.String())
}

func (d *decoder) file(s string, at hcl.Range) cty.Value {
	name, err := d.files.find(s)
	if err != nil {
		d.fail(problem(at, "File not found", "%s", sentence(err)))
	}
	return cty.StringVal(name)
}

// leafRange finds where the part of a value stands, as far as its expression
// is written out.
func leafRange(expr hcl.Expression, p cty.Path) hcl.Range {
	if len(p) == 0 {
		return expr.Range()
	}
	var key cty.Value
	switch step := p[0].(type) {
	case cty.IndexStep:
		key = step.Key
	case cty.GetAttrStep:
		key = cty.StringVal(step.Name)
	}
	switch e := expr.(type) {
	case *hclsyntax.TupleConsExpr:
		if key.Type() != cty.Number {
			break
		}
		if i, _ := key.AsBigFloat().Int64(); int(i) < len(e.Exprs) {
			return leafRange(e.Exprs[i], p[1:])
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && k.RawEquals(key) {
				return leafRange(item.ValueExpr, p[1:])
			}
		}
	}
	return expr.Range()
}

// object makes a scope's object of a body: every attribute of the schema, null
// where it is not set, and the block's name.
func (s *shape) object(b Body, name string) cty.Value {
	attrs := map[string]cty.Value{}
	for _, a := range s.order {
		attrs[a.Name] = cty.NullVal(a.Type)
	}
	for k, v := range b.Attrs {
		attrs[k] = v.Value
	}
	attrs["name"] = cty.StringVal(name)
	return cty.ObjectVal(attrs)
}
