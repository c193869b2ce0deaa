package load

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// pureFunctions returns the functions whose results depend on their arguments
// alone.
func pureFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "max": stdlib.MaxFunc,
		"min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc, "pow": stdlib.PowFunc, "range": stdlib.RangeFunc,

		"chomp": stdlib.ChompFunc, "format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc,
		"indent": stdlib.IndentFunc, "join": stdlib.JoinFunc, "lower": stdlib.LowerFunc,
		"regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "regex_replace": stdlib.RegexReplaceFunc,
		"replace": stdlib.ReplaceFunc, "split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc,
		"substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc, "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc, "trimsuffix": stdlib.TrimSuffixFunc,
		"upper": stdlib.UpperFunc,

		"chunklist": stdlib.ChunklistFunc, "coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc,
		"compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
		"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc,
		"keys": stdlib.KeysFunc, "length": lengthFunction(), "lookup": stdlib.LookupFunc, "merge": stdlib.MergeFunc,
		"reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setproduct": stdlib.SetProductFunc, "setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc,
		"slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,

		"jsondecode": stdlib.JSONDecodeFunc, "jsonencode": stdlib.JSONEncodeFunc,
		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
		"tobool": stdlib.MakeToFunc(cty.Bool), "tonumber": stdlib.MakeToFunc(cty.Number),
		"tostring": stdlib.MakeToFunc(cty.String),
		"tolist":   stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
		"tomap":    stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
		"toset":    stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
	}
}

// refused says why dbx has not a function that other tools have; "" if there is
// no such tale to tell.
func refused(name string) string {
	switch name {
	case "timestamp", "plantimestamp", "now", "time":
		return "a build does not read the clock, or the same text would give other results tomorrow; use a variable"
	case "uuid", "uuidv4", "random", "bcrypt":
		return "a build has no randomness, or the same text would never give the same result; use a variable"
	case "env", "getenv", "get_env":
		return "a build does not see the host's environment; declare a variable and set it with " + envPrefix + "<name> or --var"
	case "hostname", "homedir", "pathexpand", "abspath", "nproc":
		return "a build does not depend on the host that it runs on; use a variable"
	case "fileset", "fileexists":
		return "files of a package are listed by glob(include, { exclude = […] })"
	}
	return ""
}

// lengthFunction counts elements, or the characters of a string.
func lengthFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if args[0].Type() == cty.String {
				return stdlib.Strlen(args[0])
			}
			if args[0].Type().IsObjectType() {
				return cty.NumberIntVal(int64(len(args[0].Type().AttributeTypes()))), nil
			}
			if !args[0].CanIterateElements() {
				return cty.NilVal, function.NewArgErrorf(0, "a collection or a string is wanted")
			}
			return cty.NumberIntVal(int64(args[0].LengthInt())), nil
		},
	})
}

// fileFunction returns the text of a file.
func fileFunction(files *packageFiles) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, err := files.content(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
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
