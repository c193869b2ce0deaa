package load

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// completer makes of what is written, inherited and set what a target has:
// defaults where there is nothing or null, and nothing that is unknown.
type completer struct {
	decoder
	whole  bool // nothing was left out
	merged bool // parts were inherited, so that no form was checked as a whole
}

func (c *completer) complete(b *Body, s *shape, header hcl.Range) {
	for _, a := range s.order {
		v, written := b.Attrs[a.Name]
		if written && !v.IsWhollyKnown() {
			delete(b.Attrs, a.Name)
			c.whole = false
			continue
		}
		if written && !v.IsNull() {
			if c.merged && a.Type == cty.DynamicPseudoType {
				v.Value = withoutNulls(v.Value)
				b.Attrs[a.Name] = v
			}
			continue
		}
		delete(b.Attrs, a.Name)
		switch {
		case a.Required && written:
			c.lacks(problem(v.Range, "Missing attribute", "The attribute %s is required, and null is none.", a.Name))
		case a.Required && c.merged:
			c.lacks(problem(header, "Missing attribute", "The attribute %s is required here, and none of what is inherited has it.", a.Name))
		case a.hasDefault():
			v := c.typed(a.Default, a, place{Range: header})
			v.Default = true
			b.Attrs[a.Name] = v
		}
	}
	count := map[string]int{}
	for i := range b.Blocks {
		nested := s.blocks[b.Blocks[i].Kind]
		count[nested.Kind]++
		if c.merged && nested.Max > 0 && count[nested.Kind] == nested.Max+1 {
			c.lacks(problem(b.Blocks[i].Range, "Too many blocks", "At most %d %s may stand here, with those that are inherited.", nested.Max, plural(nested.Max, nested.Kind)))
		}
		c.complete(&b.Blocks[i].Body, nested.shape, b.Blocks[i].Range)
	}
	for _, nested := range s.nested {
		if c.merged && count[nested.Kind] < nested.Min {
			c.lacks(problem(header, "Missing block", "At least %d %s must stand here, or be inherited.", nested.Min, plural(nested.Min, nested.Kind)))
		}
	}
}

func (c *completer) lacks(d *hcl.Diagnostic) {
	c.fail(d)
	c.whole = false
}
