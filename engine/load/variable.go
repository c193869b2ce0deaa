package load

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// variable is one variable block, with its type read.
type variable struct {
	name     string
	block    *hclsyntax.Block
	typ      cty.Type
	defaults *typeexpr.Defaults
}

// variableShape lists what a variable block may hold.
func variableShape() *shape {
	return shapeOf([]Attr{{Name: "type"}, {Name: "default"}, {Name: "description"}}, []BlockSchema{{
		Kind:  "validation",
		Attrs: []Attr{{Name: "condition", Required: true}, {Name: "error_message", Required: true}},
	}})
}

// evalVariables adds the variable blocks of a file to the scope and publishes
// it. Values come from outside, else from the default.
func evalVariables(s *scope, blocks []*hclsyntax.Block, out *outside) hcl.Diagnostics {
	var diags hcl.Diagnostics
	var declared []*variable
	form := variableShape()
	for _, b := range blocks {
		v, d := declareVariable(s, b, form)
		diags = append(diags, d...)
		if v == nil {
			continue
		}
		declared = append(declared, v)
		val, d := v.value(s, out)
		diags = append(diags, d...)
		s.vars[v.name] = val
	}
	s.publish()
	for _, v := range declared {
		diags = append(diags, v.validate(s)...)
	}
	return diags
}

func declareVariable(s *scope, b *hclsyntax.Block, form *shape) (*variable, hcl.Diagnostics) {
	if len(b.Labels) != 1 || !hclsyntax.ValidIdentifier(b.Labels[0]) {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Bad variable", `A variable has one label, its name: variable "name" { … }; letters, digits, _ and - are allowed in it.`)}
	}
	v := &variable{name: b.Labels[0], block: b, typ: cty.DynamicPseudoType}
	if first, ok := s.declared["var."+v.name]; ok {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Duplicate variable", "var.%s is declared twice: here and at %s.", v.name, first)}
	}
	s.declared["var."+v.name] = b.DefRange()
	diags := checkForm(b.Body, form, b.DefRange())
	if a := b.Body.Attributes["type"]; a != nil {
		typ, defaults, d := typeexpr.TypeConstraintWithDefaults(a.Expr)
		diags = append(diags, d...)
		if d.HasErrors() {
			s.vars[v.name] = cty.DynamicVal
			return nil, diags
		}
		v.typ, v.defaults = typ, defaults
	}
	if a := b.Body.Attributes["default"]; a != nil && len(a.Expr.Variables()) > 0 {
		s.vars[v.name] = cty.DynamicVal
		return nil, append(diags, problem(a.Expr.Variables()[0].SourceRange(), "Bad default", "A variable's default names nothing else; compute in a locals block."))
	}
	if a := b.Body.Attributes["description"]; a != nil {
		if d, more := a.Expr.Value(nil); more.HasErrors() || d.Type() != cty.String {
			diags = append(diags, problem(a.Expr.Range(), "Bad variable", "The description is a plain string."))
		}
	}
	return v, diags
}

// value finds the variable's value; it is unknown if that failed.
func (v *variable) value(s *scope, out *outside) (cty.Value, hcl.Diagnostics) {
	if given, ok, diags := out.lookup(v); ok || diags.HasErrors() {
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		return v.convert(given.value, given.rng)
	}
	a := v.block.Body.Attributes["default"]
	if a == nil {
		return cty.DynamicVal, hcl.Diagnostics{problem(v.block.DefRange(), "Missing value",
			"Variable %s has no default: give --var %s=…, %s%s=…, or a line in a file *%s beside the root's %s.",
			v.name, v.name, envPrefix, v.name, autoSuffix, RootFile)}
	}
	val, diags := s.value(a.Expr)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	val, more := v.convert(val, a.Expr.Range())
	return val, append(diags, more...)
}

func (v *variable) convert(val cty.Value, at hcl.Range) (cty.Value, hcl.Diagnostics) {
	if v.defaults != nil && !val.IsNull() {
		val = v.defaults.Apply(val)
	}
	converted, err := convert.Convert(val, v.typ)
	if err != nil {
		return cty.DynamicVal, hcl.Diagnostics{problem(at, "Wrong type",
			"Variable %s is a %s: %s.", v.name, typeexpr.TypeString(v.typ), explain(err))}
	}
	return converted, nil
}

func (v *variable) validate(s *scope) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range v.block.Body.Blocks {
		condition, message := b.Body.Attributes["condition"], b.Body.Attributes["error_message"]
		if b.Type != "validation" || condition == nil || message == nil {
			continue
		}
		ok, d := s.value(condition.Expr)
		diags = append(diags, d...)
		if !ok.IsWhollyKnown() {
			continue
		}
		ok, err := convert.Convert(ok, cty.Bool)
		if err != nil || ok.IsNull() {
			diags = append(diags, problem(condition.Expr.Range(), "Wrong type", "A condition is true or false."))
			continue
		}
		if ok.True() {
			continue
		}
		text, d := s.value(message.Expr)
		diags = append(diags, d...)
		if text, err := convert.Convert(text, cty.String); err == nil && text.IsKnown() && !text.IsNull() {
			diags = append(diags, problem(condition.Expr.Range(), "Invalid value", "Variable %s: %s", v.name, text.AsString()))
		}
	}
	return diags
}
