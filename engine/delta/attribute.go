package delta

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
	"dbx/engine/query"
)

// value is an attribute's value as text: a list's elements, or one text.
type value struct {
	texts []string
	list  bool
}

func (v value) String() string {
	if v.list {
		return "[" + strings.Join(v.texts, ", ") + "]"
	}
	return strings.Join(v.texts, "")
}

// attributes returns the attributes of a target and its blocks, by the names
// that lead to them: "env.CFLAGS", "run[1].command".
func attributes(t *load.Target) map[string]value {
	found := map[string]value{}
	addBody(found, "", t.Body)
	return found
}

func addBody(found map[string]value, prefix string, b load.Body) {
	for name, v := range b.Attrs {
		addValue(found, prefix+name, v.Value)
	}
	for i, nested := range b.Blocks {
		name := fmt.Sprintf("%s%s[%d]", prefix, strings.Join(append([]string{nested.Kind}, nested.Labels...), "."), i)
		found[name] = value{texts: []string{"{ … }"}}
		addBody(found, name+".", nested.Body)
	}
}

func addValue(found map[string]value, name string, v cty.Value) {
	switch {
	case v.IsNull():
	case (v.Type().IsObjectType() || v.Type().IsMapType()) && v.LengthInt() > 0:
		for key, inner := range v.AsValueMap() {
			addValue(found, name+"."+key, inner)
		}
	case v.Type().IsListType() || v.Type().IsTupleType() || v.Type().IsSetType():
		list := value{list: true}
		for _, e := range v.AsValueSlice() {
			list.texts = append(list.texts, text(e))
		}
		found[name] = list
	default:
		found[name] = value{texts: []string{text(v)}}
	}
}

func text(v cty.Value) string { return string(hclwrite.TokensForValue(v).Bytes()) }

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// attributeReasons compares the attributes of a target.
func attributeReasons(old, new *load.Target) []query.Reason {
	before, after := attributes(old), attributes(new)
	both := maps.Clone(before)
	maps.Copy(both, after)
	var reasons []query.Reason
	for _, name := range sortedNames(both) {
		was, had := before[name]
		is, has := after[name]
		r := query.Reason{Kind: "attribute", Name: name}
		switch {
		case !had:
			r.Detail = "added: " + short(is.String())
		case !has:
			r.Detail = "removed"
		case was.String() == is.String():
			continue
		default:
			r.Detail = movement(was, is)
		}
		reasons = append(reasons, r)
	}
	return reasons
}

// movement words how a value changed; of a list what came and went.
func movement(was, is value) string {
	if was.list && is.list {
		var parts []string
		for _, e := range is.texts {
			if !slices.Contains(was.texts, e) {
				parts = append(parts, "+"+short(e))
			}
		}
		for _, e := range was.texts {
			if !slices.Contains(is.texts, e) {
				parts = append(parts, "-"+short(e))
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, " ")
		}
	}
	return short(was.String()) + " → " + short(is.String())
}

// short cuts a long text for people.
func short(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
