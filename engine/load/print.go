package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// String returns a stable text of the target for people and tests: its kind and
// label, axes, attributes sorted by name, blocks in order, dependencies.
func (t *Target) String() string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "%s %s {\n", t.Kind, t.Label)
	for _, a := range t.Axes {
		fmt.Fprintf(&sb, "  # %s = %s\n", a.Name, a.Value)
	}
	t.Body.print(&sb, "  ", func(Value) string { return "" })
	for _, d := range t.Deps {
		fmt.Fprintf(&sb, "  # → %s\n", d)
	}
	sb.WriteString("}\n")
	return sb.String()
}

// HCL returns the target as a block that a file could hold, in canonical form:
// without variables, functions, axes and inheritance. Comments say which target
// it is, and of values from elsewhere than its block where they stand.
func (t *Target) HCL() []byte {
	var sb strings.Builder
	fmt.Fprintf(&sb, "# %s (%s)\n", t.Label, lineOf(t.Range))
	for _, a := range t.Axes {
		fmt.Fprintf(&sb, "# %s = %s\n", a.Name, a.Value)
	}
	for _, l := range t.Inherits {
		fmt.Fprintf(&sb, "# inherits %s\n", l)
	}
	fmt.Fprintf(&sb, "%s %q {\n", t.Kind, t.Label.Name())
	t.Body.print(&sb, "  ", func(v Value) string {
		switch {
		case v.Default:
			return " # default"
		case v.Range.Filename != t.Range.Filename:
			return " # " + v.Origin()
		}
		return ""
	})
	sb.WriteString("}\n")
	return hclwrite.Format([]byte(sb.String()))
}

// Origin says where a value was written: a file and line, the flag --set, or
// "default".
func (v Value) Origin() string {
	switch {
	case v.Default:
		return "default"
	case strings.HasPrefix(v.Range.Filename, "--"):
		return v.Range.Filename
	}
	return lineOf(v.Range)
}

func lineOf(at hcl.Range) string { return fmt.Sprintf("%s:%d", at.Filename, at.Start.Line) }

// print writes attributes and blocks; note is put behind each attribute.
func (b Body) print(sb *strings.Builder, indent string, note func(Value) string) {
	for _, name := range slices.Sorted(maps.Keys(b.Attrs)) {
		v := b.Attrs[name]
		text := hclwrite.TokensForValue(v.Value).Bytes()
		fmt.Fprintf(sb, "%s%s = %s%s\n", indent, name, strings.ReplaceAll(string(text), "\n", "\n"+indent), note(v))
	}
	for _, nested := range b.Blocks {
		fmt.Fprintf(sb, "%s%s", indent, nested.Kind)
		for _, l := range nested.Labels {
			fmt.Fprintf(sb, " %s", hclwrite.TokensForValue(cty.StringVal(l)).Bytes())
		}
		sb.WriteString(" {\n")
		nested.Body.print(sb, indent+"  ", note)
		fmt.Fprintf(sb, "%s}\n", indent)
	}
}
