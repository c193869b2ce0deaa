package load

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// checkForm checks what can be seen without evaluating: which attributes and
// blocks are there, how many, and with how many labels. In a partial body nothing
// is missing.
func checkForm(body *hclsyntax.Body, s *shape, header hcl.Range, partial bool) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, a := range inOrder(body.Attributes) {
		if s.attrs[a.Name] == nil {
			diags = append(diags, s.unknownAttr(a))
		}
	}
	count := map[string]int{}
	for _, b := range body.Blocks {
		nested := s.blocks[b.Type]
		if nested == nil {
			diags = append(diags, s.unknownBlock(b))
			continue
		}
		count[b.Type]++
		if nested.Max > 0 && count[b.Type] == nested.Max+1 {
			diags = append(diags, problem(b.DefRange(), "Too many blocks", "At most %d %s may stand here.", nested.Max, plural(nested.Max, b.Type)))
		}
		if len(b.Labels) != len(nested.Labels) {
			diags = append(diags, problem(b.DefRange(), "Wrong labels", "Write %s.", example(nested.BlockSchema)))
		}
		diags = append(diags, checkForm(b.Body, nested.shape, b.DefRange(), partial)...)
	}
	if partial {
		return diags
	}
	for _, a := range s.order {
		if a.Required && body.Attributes[a.Name] == nil {
			diags = append(diags, problem(header, "Missing attribute", "The attribute %s is required here.", a.Name))
		}
	}
	for _, nested := range s.nested {
		if count[nested.Kind] < nested.Min {
			diags = append(diags, problem(header, "Missing block", "At least %d %s must stand here.", nested.Min, plural(nested.Min, nested.Kind)))
		}
	}
	return diags
}

func (s *shape) unknownAttr(a *hclsyntax.Attribute) *hcl.Diagnostic {
	if s.blocks[a.Name] != nil {
		return problem(a.NameRange, "Unknown attribute", "%s is a block: write %s { … }, without an equals sign.", a.Name, a.Name)
	}
	if a.Name == "matrix" {
		return problem(a.NameRange, "Unknown attribute", "Blocks of this kind take no matrix.")
	}
	return problem(a.NameRange, "Unknown attribute", "There is no attribute %s here.%s", a.Name, cmp.Or(habit(a.Name), didYouMean(a.Name, s.names())))
}

func (s *shape) unknownBlock(b *hclsyntax.Block) *hcl.Diagnostic {
	if s.attrs[b.Type] != nil {
		return problem(b.DefRange(), "Unknown block", "%s is an attribute: write %s = …, with an equals sign.", b.Type, b.Type)
	}
	return problem(b.DefRange(), "Unknown block", "There is no block %s here.%s", b.Type, cmp.Or(habit(b.Type), didYouMean(b.Type, s.names())))
}

func (s *shape) names() []string {
	all := mergedKeys(s.attrs, s.blocks)
	if s.matrix {
		all["matrix"] = true
	}
	return slices.Sorted(maps.Keys(all))
}

func mergedKeys[A, B any](a map[string]A, b map[string]B) map[string]bool {
	all := map[string]bool{}
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}

func plural(n int, kind string) string {
	if n == 1 {
		return kind + " block"
	}
	return kind + " blocks"
}

// example writes a block's header as it should be.
func example(b *BlockSchema) string {
	var sb strings.Builder
	sb.WriteString(b.Kind)
	for _, l := range b.Labels {
		fmt.Fprintf(&sb, " %q", l)
	}
	return sb.String() + " { … }"
}

// explain words a conversion error, with the way to the offending part.
func explain(err error) string {
	var at cty.PathError
	if !errors.As(err, &at) || len(at.Path) == 0 {
		return err.Error()
	}
	var sb strings.Builder
	for i, step := range at.Path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			if i > 0 {
				sb.WriteByte('.')
			}
			sb.WriteString(step.Name)
		case cty.IndexStep:
			if !step.Key.IsKnown() || step.Key.IsNull() {
				continue
			}
			if step.Key.Type() == cty.String {
				fmt.Fprintf(&sb, "[%q]", step.Key.AsString())
			} else if step.Key.Type() == cty.Number {
				fmt.Fprintf(&sb, "[%s]", step.Key.AsBigFloat().Text('f', -1))
			}
		}
	}
	if sb.Len() == 0 {
		return err.Error()
	}
	return sb.String() + ": " + err.Error()
}
