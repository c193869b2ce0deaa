package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// String returns a stable text of the target for people and tests: its kind and
// label, axes, attributes sorted by name, blocks in order, dependencies.
func (t *Target) String() string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "%s %s {\n", t.Kind, t.Label)
	for _, a := range t.Axes {
		fmt.Fprintf(&sb, "  # %s = %s\n", a.Name, a.Value)
	}
	t.Body.print(&sb, "  ")
	for _, d := range t.Deps {
		fmt.Fprintf(&sb, "  # → %s\n", d)
	}
	sb.WriteString("}\n")
	return sb.String()
}

func (b Body) print(sb *strings.Builder, indent string) {
	for _, name := range slices.Sorted(maps.Keys(b.Attrs)) {
		text := hclwrite.TokensForValue(b.Attrs[name].Value).Bytes()
		fmt.Fprintf(sb, "%s%s = %s\n", indent, name, strings.ReplaceAll(string(text), "\n", "\n"+indent))
	}
	for _, nested := range b.Blocks {
		fmt.Fprintf(sb, "%s%s", indent, nested.Kind)
		for _, l := range nested.Labels {
			fmt.Fprintf(sb, " %q", l)
		}
		sb.WriteString(" {\n")
		nested.Body.print(sb, indent+"  ")
		fmt.Fprintf(sb, "%s}\n", indent)
	}
}
