package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// mergeBody lays one body over another of the same shape and leaves both as
// they are. Attributes merge by [mergeValue]. A nested block merges with the
// one below it that has its labels, or that is the only one there may be; others
// come after those below.
func (s *shape) mergeBody(base, over Body) Body {
	merged := Body{Attrs: maps.Clone(base.Attrs), Blocks: slices.Clone(base.Blocks)}
	for name, v := range over.Attrs {
		if below, ok := base.Attrs[name]; ok {
			v = mergeValue(s.attrs[name], below, v)
		}
		merged.Attrs[name] = v
	}
	for _, b := range over.Blocks {
		nested := s.blocks[b.Kind]
		at := slices.IndexFunc(merged.Blocks, func(below Block) bool {
			return below.Kind == b.Kind && (nested.Max == 1 || len(b.Labels) > 0 && slices.Equal(below.Labels, b.Labels))
		})
		if at < 0 {
			merged.Blocks = append(merged.Blocks, b)
			continue
		}
		b.Body = nested.shape.mergeBody(merged.Blocks[at].Body, b.Body)
		merged.Blocks[at] = b
	}
	return merged
}

// mergeValue lays a value over another of the same attribute: maps merge key by
// key, lists of references append what is new, all else is replaced. In a map
// whose values have no type, as in env, a list appends to what is below it.
func mergeValue(a *Attr, base, over Value) Value {
	if !base.IsWhollyKnown() || !over.IsWhollyKnown() || base.IsNull() || over.IsNull() {
		return over
	}
	switch {
	case isMap(base.Value) && isMap(over.Value):
		keys := mergePlaces(a, base, over)
		over.Value = mergeMap(a, base.Value, over.Value)
		over.parts = parts{keys: keys}
	case a.Refs != Plain && a.Type.IsListType():
		list := withoutRepeats(slices.Concat(base.List(), over.List()))
		over.Value = listOf(a.Type, untyped(list))
		over.parts = parts{list: places(list)}
	default:
		return over
	}
	over.refs = slices.Concat(base.refs, over.refs)
	over.keepRefs()
	return over
}

// keepRefs drops the references that the value no longer has, and repetitions.
func (v *Value) keepRefs() {
	texts := map[string]bool{}
	for _, s := range v.Texts() {
		texts[s] = true
	}
	seen := map[string]bool{}
	v.refs = slices.DeleteFunc(v.refs, func(r ref) bool {
		s := r.label.String()
		if r.member {
			s = r.pattern.String()
		}
		gone := !texts[s] || r.member && seen[s]
		seen[s] = true
		return gone
	})
}

func isMap(v cty.Value) bool { return v.Type().IsMapType() || v.Type().IsObjectType() }

func mergeMap(a *Attr, base, over cty.Value) cty.Value {
	merged := base.AsValueMap()
	if merged == nil {
		merged = map[string]cty.Value{}
	}
	for k, v := range over.AsValueMap() {
		below, ok := merged[k]
		switch {
		case ok && v.IsNull():
			delete(merged, k)
			continue
		case ok && a.Type == cty.DynamicPseudoType:
			v = mergeLoose(a, below, v)
		}
		merged[k] = v
	}
	switch {
	case !a.Type.IsMapType():
		return cty.ObjectVal(merged)
	case len(merged) == 0:
		return cty.MapValEmpty(a.Type.ElementType())
	}
	return cty.MapVal(merged)
}

// mergePlaces returns where the elements of two maps stand, once they are merged.
// Of an element that is merged too, only the place of what was laid over is known.
func mergePlaces(a *Attr, base, over Value) map[string]place {
	merged := map[string]place{}
	for k, v := range base.Map() {
		merged[k] = v.place()
	}
	for k, v := range over.Map() {
		at := v.place()
		if _, both := merged[k]; both && a.Type == cty.DynamicPseudoType {
			at.parts = parts{}
		}
		merged[k] = at
	}
	return merged
}

// mergeLoose merges elements of maps whose values have no type: a list appends,
// to a list its elements, to a text after a blank.
func mergeLoose(a *Attr, base, over cty.Value) cty.Value {
	switch {
	case base.IsNull():
		return over
	case isMap(base) && isMap(over):
		return mergeMap(a, base, over)
	case !isList(over):
		return over
	case isList(base):
		return cty.TupleVal(slices.Concat(base.AsValueSlice(), over.AsValueSlice()))
	}
	var texts []string
	for _, e := range append([]cty.Value{base}, over.AsValueSlice()...) {
		text, err := convert.Convert(e, cty.String)
		if err != nil || text.IsNull() {
			return over // which the rule refuses
		}
		texts = append(texts, text.AsString())
	}
	return cty.StringVal(strings.Join(texts, " "))
}

// withoutNulls drops the keys that are null, which take away what others have,
// from an object and those in it.
func withoutNulls(v cty.Value) cty.Value {
	if v.IsNull() || !v.Type().IsObjectType() {
		return v
	}
	kept := map[string]cty.Value{}
	for k, e := range v.AsValueMap() {
		if !e.IsNull() {
			kept[k] = withoutNulls(e)
		}
	}
	return cty.ObjectVal(kept)
}

func isList(v cty.Value) bool {
	return v.Type().IsTupleType() || v.Type().IsListType() || v.Type().IsSetType()
}

func withoutRepeats(list []Value) []Value {
	var kept []Value
	seen := map[string]bool{}
	for _, e := range list {
		if e.Type() == cty.String && !e.IsNull() {
			if seen[e.AsString()] {
				continue
			}
			seen[e.AsString()] = true
		}
		kept = append(kept, e)
	}
	return kept
}

func listOf(t cty.Type, list []cty.Value) cty.Value {
	if len(list) == 0 {
		return cty.ListValEmpty(t.ElementType())
	}
	return cty.ListVal(list)
}

func untyped(list []Value) []cty.Value {
	values := make([]cty.Value, len(list))
	for i, e := range list {
		values[i] = e.Value
	}
	return values
}

func places(list []Value) []place {
	at := make([]place, len(list))
	for i, e := range list {
		at[i] = e.place()
	}
	return at
}
