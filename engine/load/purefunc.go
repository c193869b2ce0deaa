package load

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

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

// textFunction makes a function from text to text.
func textFunction(f func(string) string) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(f(args[0].AsString())), nil
		},
	})
}

// textTest makes a question about a text and a part of it.
func textTest(part string, f func(s, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: part, Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// hashFunction makes a hash of a text's UTF-8, in lower-case hexadecimal.
func hashFunction(h func() hash.Hash) function.Function {
	return textFunction(func(s string) string {
		sum := h()
		sum.Write([]byte(s))
		return hex.EncodeToString(sum.Sum(nil))
	})
}

func base64Encode() function.Function {
	return textFunction(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })
}

func base64Decode() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			b, err := base64.StdEncoding.DecodeString(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(0, "this is no base64")
			}
			if !utf8.Valid(b) {
				return cty.NilVal, function.NewArgErrorf(0, "what it decodes to is no UTF-8 text")
			}
			return cty.StringVal(string(b)), nil
		},
	})
}

// elements returns a collection's elements, converted.
func elements(v cty.Value, to cty.Type) ([]cty.Value, error) {
	if v.IsNull() || !v.CanIterateElements() {
		return nil, function.NewArgErrorf(0, "a list or a set is wanted")
	}
	var all []cty.Value
	for _, e := range v.AsValueSlice() {
		e, err := convert.Convert(e, to)
		if err != nil || e.IsNull() {
			return nil, function.NewArgErrorf(0, "every element must be a %s", to.FriendlyName())
		}
		all = append(all, e)
	}
	return all, nil
}

// listFunction makes a function over the elements of one collection.
func listFunction(of, result cty.Type, f func([]cty.Value) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(result),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			all, err := elements(args[0], of)
			if err != nil {
				return cty.NilVal, err
			}
			return f(all)
		},
	})
}

func sumFunction() function.Function {
	return listFunction(cty.Number, cty.Number, func(all []cty.Value) (cty.Value, error) {
		total := cty.Zero
		for _, e := range all {
			total = total.Add(e)
		}
		return total, nil
	})
}

// truthFunction is alltrue, or anytrue: whether no, or some, element is it.
func truthFunction(all bool) function.Function {
	return listFunction(cty.Bool, cty.Bool, func(list []cty.Value) (cty.Value, error) {
		differs := slices.ContainsFunc(list, func(e cty.Value) bool { return e.True() != all })
		return cty.BoolVal(differs != all), nil
	})
}

// oneFunction is the one element of a list, null of an empty one.
func oneFunction() function.Function {
	return listFunction(cty.DynamicPseudoType, cty.DynamicPseudoType, func(all []cty.Value) (cty.Value, error) {
		switch len(all) {
		case 0:
			return cty.NullVal(cty.DynamicPseudoType), nil
		case 1:
			return all[0], nil
		}
		return cty.NilVal, function.NewArgErrorf(0, "there are %d elements", len(all))
	})
}

// indexFunction is the place of a value in a list, from 0.
func indexFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			all, err := elements(args[0], cty.DynamicPseudoType)
			if err != nil {
				return cty.NilVal, err
			}
			for i, e := range all {
				if same, err := stdlib.Equal(e, args[1]); err == nil && same.True() {
					return cty.NumberIntVal(int64(i)), nil
				}
			}
			return cty.NilVal, errors.New("the value is not in the list")
		},
	})
}

// transposeFunction turns a map of lists round: values become keys.
func transposeFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "map", Type: cty.Map(cty.List(cty.String))}},
		Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			keys := map[string][]string{}
			for it := args[0].ElementIterator(); it.Next(); {
				key, list := it.Element()
				for _, e := range list.AsValueSlice() {
					keys[e.AsString()] = append(keys[e.AsString()], key.AsString())
				}
			}
			turned := map[string]cty.Value{}
			for k, list := range keys {
				turned[k] = stringList(list)
			}
			if len(turned) == 0 {
				return cty.MapValEmpty(cty.List(cty.String)), nil
			}
			return cty.MapVal(turned), nil
		},
	})
}

// replaceFunction replaces all of a text, or of what a regular expression
// between slashes matches, with $1 for its groups, as Terraform has it.
func replaceFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, old, by := args[0].AsString(), args[1].AsString(), args[2].AsString()
			if len(old) < 2 || old[0] != '/' || old[len(old)-1] != '/' {
				return cty.StringVal(strings.ReplaceAll(text, old, by)), nil
			}
			re, err := regexp.Compile(old[1 : len(old)-1])
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(1, "between slashes stands a regular expression: %s", err)
			}
			return cty.StringVal(re.ReplaceAllString(text, by)), nil
		},
	})
}

// digestFunction makes a hash of a text's UTF-8, in base64.
func digestFunction(h func() hash.Hash) function.Function {
	return textFunction(func(s string) string {
		sum := h()
		sum.Write([]byte(s))
		return base64.StdEncoding.EncodeToString(sum.Sum(nil))
	})
}

// sanitize makes every character an underscore that no label may have.
func sanitize(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (isDigit(byte(r)) || isLetter(r) || 'A' <= r && r <= 'Z' || strings.ContainsRune("_.-+~", r)) {
			return r
		}
		return '_'
	}, s)
}

// matchKeysFunction returns the values whose keys, at the same place in a
// second list, are in a third.
func matchKeysFunction() function.Function {
	texts := cty.List(cty.String)
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "values", Type: texts}, {Name: "keys", Type: texts}, {Name: "search", Type: texts}},
		Type:   function.StaticReturnType(texts),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			values, keys := args[0].AsValueSlice(), args[1].AsValueSlice()
			if len(values) != len(keys) {
				return cty.NilVal, function.NewArgErrorf(1, "there are %d keys and %d values", len(keys), len(values))
			}
			var found []cty.Value
			for i, key := range keys {
				if slices.ContainsFunc(args[2].AsValueSlice(), key.RawEquals) {
					found = append(found, values[i])
				}
			}
			return listOf(texts, found), nil
		},
	})
}
