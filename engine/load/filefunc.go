package load

import (
	"errors"
	"fmt"
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// notes are told which files of the workspace were read as text.
type notes func(name string)

// fileFunctions returns the functions that read files of a package, which
// thereby become part of what is built.
func fileFunctions(files *packageFiles, note notes) map[string]function.Function {
	return map[string]function.Function{"file": fileFunction(files, note), "templatefile": templateFunction(files, note)}
}

// readsFiles reports whether a function of the language is one of those.
func readsFiles(name string) bool { return name == "file" || name == "templatefile" }

// templateFunction renders a file as a template: templatefile(path, values).
// The template sees the values by their bare names, and the pure functions.
func templateFunction(files *packageFiles, note notes) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "values", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name := args[0].AsString()
			text, err := files.content(name)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			name = path.Join(files.dir, name)
			note(name)
			if t := args[1].Type(); !t.IsObjectType() && !t.IsMapType() || args[1].IsNull() {
				return cty.NilVal, function.NewArgErrorf(1, "the values are an object, as { name = \"x\" }")
			}
			s := newScope(nil, nil, pureFunctions())
			s.ctx.Variables = args[1].AsValueMap()
			expr, diags := hclsyntax.ParseTemplate([]byte(text), name, hcl.InitialPos)
			if diags.HasErrors() {
				return cty.NilVal, &templateError{firstError(diags)}
			}
			v, diags := s.value(expr)
			if diags.HasErrors() {
				return cty.NilVal, &templateError{diags}
			}
			return v, nil
		},
	})
}

// templateError is a mistake in a template, with its places.
type templateError struct{ diags hcl.Diagnostics }

func (e *templateError) Error() string { return told("in the template", e.diags) }

// fileFunction returns the text of a file.
func fileFunction(files *packageFiles, note notes) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, err := files.content(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			note(path.Join(files.dir, args[0].AsString()))
			return cty.StringVal(text), nil
		},
	})
}

// globFunction lists files: glob(include), glob(include, exclude) or
// glob(include, { exclude = … }), each a pattern or a list of them.
func globFunction(files *packageFiles) function.Function {
	return function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "include", Type: cty.DynamicPseudoType}},
		VarParam: &function.Parameter{Name: "exclude", Type: cty.DynamicPseudoType},
		Type:     function.StaticReturnType(cty.List(cty.String)),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) > 2 {
				return cty.NilVal, fmt.Errorf("glob takes the patterns and { exclude = […] }, no third argument")
			}
			include, err := patternList(args[0])
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			var exclude []string
			if len(args) == 2 {
				if exclude, err = excluded(args[1]); err != nil {
					return cty.NilVal, function.NewArgError(1, err)
				}
			}
			found, err := files.glob(include, exclude)
			if err != nil {
				return cty.NilVal, err
			}
			return stringList(found), nil
		},
	})
}

func excluded(v cty.Value) ([]string, error) {
	if !v.Type().IsObjectType() {
		return patternList(v)
	}
	for name := range v.Type().AttributeTypes() {
		if name != "exclude" {
			return nil, fmt.Errorf("the options of glob have no %s, only exclude", name)
		}
	}
	if !v.Type().HasAttribute("exclude") {
		return nil, nil
	}
	return patternList(v.GetAttr("exclude"))
}

func patternList(v cty.Value) ([]string, error) {
	if v.Type() == cty.String && !v.IsNull() {
		return []string{v.AsString()}, nil
	}
	v, err := convert.Convert(v, cty.List(cty.String))
	if err != nil || v.IsNull() || !v.IsWhollyKnown() {
		return nil, errors.New("a pattern or a list of patterns is wanted")
	}
	var patterns []string
	for _, e := range v.AsValueSlice() {
		if e.IsNull() {
			return nil, errors.New("a pattern is null")
		}
		patterns = append(patterns, e.AsString())
	}
	return patterns, nil
}

func stringList(texts []string) cty.Value {
	if len(texts) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	vals := make([]cty.Value, len(texts))
	for i, t := range texts {
		vals[i] = cty.StringVal(t)
	}
	return cty.ListVal(vals)
}
