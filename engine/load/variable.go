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
	shown    Variable
}

// Variable is a variable block and what became of it.
type Variable struct {
	Name        string
	Package     string // that declares it; "" for the root
	Type        string // as a type constraint; "any" if it is not said
	Description string
	Default     cty.Value // cty.NilVal if there is none
	Value       cty.Value // cty.NilVal if there is none that fits
	// Source is where the value comes from: "default", a flag, an environment
	// variable, or a file and line; "" without a value.
	Source string
	Range  hcl.Range // the header of the block
}

// variableShape lists what a variable block may hold.
func variableShape() *shape {
	return shapeOf([]Attr{{Name: "type"}, {Name: "default"}, {Name: "description"}}, []BlockSchema{{
		Kind:  "validation",
		Attrs: []Attr{{Name: "condition", Required: true}, {Name: "error_message", Required: true}},
	}})
}

// declare makes the variables, functions and locals of a file, which are given
// by kind, known in the scope. Defaults of variables see none of these,
// conditions all.
func (s *scope) declare(blocks map[string][]*hclsyntax.Block, out *outside) hcl.Diagnostics {
	declared, diags := evalVariables(s, blocks["variable"], out)
	diags = append(diags, declareFunctions(s, blocks["function"])...)
	diags = append(diags, evalLocals(s, blocks["locals"])...)
	diags = append(diags, checkLocalsOf(s)...)
	for _, v := range declared {
		diags = append(diags, v.validate(s)...)
		s.shown = append(s.shown, v.shown)
	}
	return diags
}

// evalVariables adds the variable blocks of a file to the scope and publishes
// it. Values come from outside, else from the default.
func evalVariables(s *scope, blocks []*hclsyntax.Block, out *outside) ([]*variable, hcl.Diagnostics) {
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
		if val.IsWhollyKnown() {
			v.shown.Value = val
		} else {
			v.shown.Source = ""
		}
	}
	s.publish()
	return declared, diags
}

func declareVariable(s *scope, b *hclsyntax.Block, form *shape) (*variable, hcl.Diagnostics) {
	if len(b.Labels) != 1 || !hclsyntax.ValidIdentifier(b.Labels[0]) {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Bad variable", `A variable has one label, its name: variable "name" { … }; letters, digits, _ and - are allowed in it.`)}
	}
	v := &variable{name: b.Labels[0], block: b, typ: cty.DynamicPseudoType}
	v.shown = Variable{Name: v.name, Type: "any", Range: b.DefRange()}
	if first, ok := s.declared["var."+v.name]; ok {
		return nil, hcl.Diagnostics{problem(b.DefRange(), "Duplicate variable", "var.%s is declared twice: here and at %s.", v.name, first)}
	}
	s.declared["var."+v.name] = b.DefRange()
	diags := checkForm(b.Body, form, b.DefRange(), false)
	if a := b.Body.Attributes["type"]; a != nil {
		typ, defaults, d := typeexpr.TypeConstraintWithDefaults(a.Expr)
		diags = append(diags, d...)
		if d.HasErrors() {
			s.vars[v.name] = cty.DynamicVal
			return nil, diags
		}
		v.typ, v.defaults = typ, defaults
		v.shown.Type = typeexpr.TypeString(typ)
	}
	if a := b.Body.Attributes["default"]; a != nil && len(a.Expr.Variables()) > 0 {
		s.vars[v.name] = cty.DynamicVal
		return nil, append(diags, problem(a.Expr.Variables()[0].SourceRange(), "Bad default", "A variable's default names nothing else; compute in a locals block."))
	}
	if a := b.Body.Attributes["description"]; a != nil {
		if d, more := a.Expr.Value(nil); more.HasErrors() || d.Type() != cty.String || d.IsNull() {
			diags = append(diags, problem(a.Expr.Range(), "Bad variable", "The description is a plain string."))
		} else {
			v.shown.Description = d.AsString()
		}
	}
	return v, diags
}

// value finds the variable's value; it is unknown if that failed.
func (v *variable) value(s *scope, out *outside) (cty.Value, hcl.Diagnostics) {
	given, ok, diags := out.lookup(v)
	a := v.block.Body.Attributes["default"]
	if a == nil && !ok && !diags.HasErrors() {
		return cty.DynamicVal, hcl.Diagnostics{problem(v.block.DefRange(), "Missing value",
			"Variable %s has no default: give --var %s=…, %s%s=…, or a line in a file *%s beside the root's %s.",
			v.name, v.name, envPrefix, v.name, autoSuffix, RootFile)}
	}
	val := cty.DynamicVal
	if a != nil {
		d, more := s.value(a.Expr)
		if !more.HasErrors() {
			d, more = v.convert(d, a.Expr.Range())
		}
		diags = append(diags, more...)
		if val = d; d.IsWhollyKnown() {
			v.shown.Default, v.shown.Source = d, "default"
		}
	}
	if ok {
		v.shown.Source = out.source(given.rng)
		d, more := v.convert(given.value, given.rng)
		return d, append(diags, more...)
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return val, diags
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
