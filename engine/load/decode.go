package load

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"dbx/engine/label"
)

// decoder evaluates the bodies of one package's blocks, as they are written:
// without defaults, with null for an attribute that is null, and with an unknown
// value for one that could not be computed. That they have the right form was
// checked before; what does not fit is passed over.
type decoder struct {
	pkg   string
	files *packageFiles
	scope *scope
	diags hcl.Diagnostics
	torn  bool // some references could not be read, and their values are kept
	// memo, if there is one, spares evaluations; read notes what scope reads.
	memo *memo
	read *texts
}

// body evaluates a block's content.
func (d *decoder) body(src *hclsyntax.Body, s *shape) Body {
	b := Body{Attrs: make(map[string]Value, len(src.Attributes))}
	for _, a := range s.order {
		if written := src.Attributes[a.Name]; written != nil {
			if d.memo != nil {
				b.Attrs[a.Name] = d.memo.attr(d, written, a)
			} else {
				b.Attrs[a.Name] = d.evaluate(written, a)
			}
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
			Body:   d.body(nested.Body, form.shape),
		})
	}
	return b
}

// evaluate computes one attribute.
func (d *decoder) evaluate(src *hclsyntax.Attribute, a *Attr) Value {
	v, diags := d.scope.value(src.Expr)
	d.diags = append(d.diags, diags...)
	return d.typed(v, a, written(src.Expr))
}

// typed makes a value of the attribute's type, with its references read.
func (d *decoder) typed(val cty.Value, a *Attr, at place) Value {
	broken := Value{Value: cty.DynamicVal, Range: at.Range}
	if !val.IsWhollyKnown() {
		return broken
	}
	converted, err := convert.Convert(val, a.Type)
	if err != nil {
		d.fail(problem(at.Range, "Wrong type", "The attribute %s is a %s: %s.", a.Name, typeexpr.TypeString(a.Type), explain(err)))
		return broken
	}
	v := Value{Value: converted, Range: at.Range, parts: at.parts}
	if a.Refs == Plain || converted.IsNull() {
		return v
	}
	before := len(d.diags)
	d.refer(&v, a)
	d.torn = d.torn || len(d.diags) > before
	return v
}

func (d *decoder) fail(p *hcl.Diagnostic) {
	d.diags = append(d.diags, p)
}

// refer reads the strings of v as references: labels become absolute, and are
// resolved when all packages are there; files become workspace paths.
func (d *decoder) refer(v *Value, a *Attr) {
	changed, err := cty.Transform(v.Value, func(p cty.Path, e cty.Value) (cty.Value, error) {
		if e.Type() != cty.String || e.IsNull() {
			return e, nil
		}
		at := v.place().along(p).Range
		s := e.AsString()
		switch {
		case a.Refs == Members:
			return d.member(v, s, at), nil
		case a.Refs == Labels, a.Refs == LabelOrFiles && strings.ContainsAny(s, ":"), a.Refs == LabelOrFiles && strings.HasPrefix(s, "//"):
			return d.label(v, a, s, at), nil
		}
		return d.file(s, at), nil
	})
	if err != nil {
		panic("BUG: " + err.Error())
	}
	v.Value = changed
}

func (d *decoder) label(v *Value, a *Attr, s string, at hcl.Range) cty.Value {
	l, err := label.ParseFrom(d.pkg, s)
	if err != nil {
		d.fail(problem(at, "Bad label", "%s", sentence(err)))
		return cty.StringVal(s)
	}
	v.refs = append(v.refs, ref{label: l, rng: at, exec: a.Exec})
	return cty.StringVal(l.String())
}

func (d *decoder) member(v *Value, s string, at hcl.Range) cty.Value {
	pattern, err := label.ParsePattern(d.pkg, s)
	if err == nil && pattern.Negative() {
		err = fmt.Errorf("pattern %q is negative: name what belongs to the group", s)
	}
	if err != nil {
		d.fail(problem(at, "Bad pattern", "%s", sentence(err)))
		return cty.StringVal(s)
	}
	v.refs = append(v.refs, ref{pattern: pattern, rng: at, member: true})
	return cty.StringVal(pattern.String())
}

func (d *decoder) file(s string, at hcl.Range) cty.Value {
	name, err := d.files.find(s)
	if unread := new(UnreadableError); errors.As(err, &unread) {
		d.fail(problem(at, "Unreadable file", "%s.", err))
	} else if err != nil {
		d.fail(problem(at, "File not found", "%s", sentence(err)))
	}
	return cty.StringVal(name)
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
