package load

import (
	"fmt"
	"maps"
	"path"
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
	t.Body.print(&sb, "  ", t.kind.shape, func(_ *Attr, v Value) (cty.Value, string) { return v.Value, "" })
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
	t.Body.print(&sb, "  ", t.kind.shape, func(a *Attr, v Value) (cty.Value, string) {
		written := t.asWritten(a, v)
		switch {
		case v.Default:
			return written, " # default"
		case v.Range.Filename != t.Range.Filename:
			return written, " # " + v.Origin()
		}
		return written, ""
	})
	sb.WriteString("}\n")
	return hclwrite.Format([]byte(sb.String()))
}

// asWritten returns a value with the files of the target's package named as
// files of the package name them. Those that it inherits from other packages
// have no such name, and keep that of the workspace.
func (t *Target) asWritten(a *Attr, v Value) cty.Value {
	if a == nil || a.Refs != Files && a.Refs != LabelOrFiles {
		return v.Value
	}
	dir := path.Dir(t.Range.Filename)
	written, err := cty.Transform(v.Value, func(_ cty.Path, e cty.Value) (cty.Value, error) {
		if e.Type() != cty.String || e.IsNull() || !strings.HasPrefix(e.AsString(), dir+"/") {
			return e, nil
		}
		return cty.StringVal("./" + under(dir, e.AsString())), nil
	})
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return written
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

// print writes attributes and blocks, of each attribute the value that show
// makes of it and what it says behind it.
func (b Body) print(sb *strings.Builder, indent string, s *shape, show func(*Attr, Value) (cty.Value, string)) {
	for _, name := range slices.Sorted(maps.Keys(b.Attrs)) {
		v, note := show(s.attrs[name], b.Attrs[name])
		text := hclwrite.TokensForValue(v).Bytes()
		fmt.Fprintf(sb, "%s%s = %s%s\n", indent, name, strings.ReplaceAll(string(text), "\n", "\n"+indent), note)
	}
	for _, nested := range b.Blocks {
		fmt.Fprintf(sb, "%s%s", indent, nested.Kind)
		for _, l := range nested.Labels {
			fmt.Fprintf(sb, " %s", hclwrite.TokensForValue(cty.StringVal(l)).Bytes())
		}
		sb.WriteString(" {\n")
		nested.Body.print(sb, indent+"  ", s.blocks[nested.Kind].shape, show)
		fmt.Fprintf(sb, "%s}\n", indent)
	}
}
