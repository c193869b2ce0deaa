package load

import (
	"math"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/label"
)

// Value is an attribute's value, of the type that its schema asks for, known
// and without marks. The zero Value is an attribute that is not set; it and
// null answer every accessor with the zero of its type. An accessor that does
// not fit the schema's type panics.
type Value struct {
	// Value holds resolved references: labels as "//pkg:name", files as paths
	// relative to the workspace's root.
	cty.Value
	// Range is where the expression stands; of a default, the block's header.
	Range hcl.Range
	// Default says that it was not written, but is the schema's.
	Default bool

	parts parts
	refs  []ref
}

// Reference is a string of a value that refers to a target or a file.
type Reference struct {
	Label label.Label // the zero label for a file
	File  string      // relative to the workspace's root
	// Range is where the string stands, or, if it was computed, what it is from.
	Range hcl.Range
}

// ref is one string of a value that refers to a target or a file.
type ref struct {
	label   label.Label
	pattern label.Pattern // of a member
	rng     hcl.Range
	exec    bool
	member  bool
}

func (v Value) place() place { return place{v.Range, v.parts} }

// IsSet reports whether there is a value, and not null.
func (v Value) IsSet() bool { return v.Value != cty.NilVal && !v.IsNull() }

// Text returns a string value.
func (v Value) Text() string {
	if !v.IsSet() {
		return ""
	}
	return v.AsString()
}

// Bool returns a boolean value.
func (v Value) Bool() bool { return v.IsSet() && v.True() }

// Int returns a number, cut to an integer.
func (v Value) Int() int64 {
	if !v.IsSet() {
		return 0
	}
	n, _ := v.AsBigFloat().Int64()
	return n
}

// Float returns a number.
func (v Value) Float() float64 {
	if !v.IsSet() {
		return 0
	}
	f, _ := v.AsBigFloat().Float64()
	if math.IsInf(f, 0) {
		return 0
	}
	return f
}

// Texts returns all strings in the value, those of a list in its order, those
// of a map in the order of its keys; null elements are left out.
func (v Value) Texts() []string {
	if !v.IsSet() {
		return nil
	}
	var texts []string
	_ = cty.Walk(v.Value, func(_ cty.Path, e cty.Value) (bool, error) {
		if e.Type() == cty.String && !e.IsNull() {
			texts = append(texts, e.AsString())
		}
		return true, nil
	})
	return texts
}

// Map returns the elements of a map or an object, each with its own Range as far
// as it was written out.
func (v Value) Map() map[string]Value {
	if !v.IsSet() {
		return nil
	}
	m := make(map[string]Value, v.LengthInt())
	for k, e := range v.AsValueMap() {
		m[k] = v.element(cty.StringVal(k), e)
	}
	return m
}

// Keys returns the sorted keys of a map or an object.
func (v Value) Keys() []string {
	if !v.IsSet() {
		return nil
	}
	var keys []string
	for k := range v.AsValueMap() {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// List returns the elements of a list, tuple or set; those of a list or tuple
// have their own Range as far as they were written out.
func (v Value) List() []Value {
	if !v.IsSet() {
		return nil
	}
	if v.Type().IsSetType() {
		v.parts = parts{} // which are in another order
	}
	var list []Value
	for i, e := range v.AsValueSlice() {
		list = append(list, v.element(cty.NumberIntVal(int64(i)), e))
	}
	return list
}

func (v Value) element(key, e cty.Value) Value {
	at := v.place().at(key)
	return Value{Value: e, Range: at.Range, parts: at.parts}
}

// References returns what the strings of the value refer to, in the order of
// [Value.Texts].
func (v Value) References() []Reference {
	if !v.IsSet() {
		return nil
	}
	var all []Reference
	_ = cty.Walk(v.Value, func(p cty.Path, e cty.Value) (bool, error) {
		if e.Type() != cty.String || e.IsNull() {
			return true, nil
		}
		r := Reference{Range: v.place().along(p).Range}
		var err error
		if s := e.AsString(); strings.HasPrefix(s, "//") {
			r.Label, err = label.Parse(s)
		} else {
			r.File = s
		}
		if err == nil {
			all = append(all, r)
		}
		return true, nil
	})
	return all
}

// Labels returns the references to targets, in the order of [Value.Texts].
func (v Value) Labels() []label.Label {
	var labels []label.Label
	for _, r := range v.References() {
		if !r.Label.IsZero() {
			labels = append(labels, r.Label)
		}
	}
	return labels
}

// Files returns the references to files, as paths relative to the workspace's
// root, in the order of [Value.Texts].
func (v Value) Files() []string {
	var files []string
	for _, s := range v.Texts() {
		if !strings.HasPrefix(s, "//") {
			files = append(files, s)
		}
	}
	return files
}
