package load

import (
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// memo keeps the values of a block's attributes that name no axis: they are the
// same for each of its targets and heirs. It may be used concurrently.
type memo struct {
	mu     sync.Mutex
	values map[*hclsyntax.Attribute]*remembered
}

// remembered is what is known of an attribute.
type remembered struct {
	varies bool // it has to be evaluated each time
	value  Value
	read   texts // files that it read
}

// attr returns an attribute's value, evaluated by d if need be. Values with
// mistakes are not kept, so that each target reports them.
func (m *memo) attr(d *decoder, src *hclsyntax.Attribute, a *Attr) Value {
	m.mu.Lock()
	known := m.values[src]
	m.mu.Unlock()
	switch {
	case known == nil:
	case known.varies:
		return d.evaluate(src, a)
	default:
		*d.read = append(*d.read, known.read...)
		return known.value
	}
	read, mistakes := len(*d.read), len(d.diags)
	v := d.evaluate(src, a)
	r := &remembered{varies: namesAxes(src.Expr) || len(d.diags) > mistakes || !v.IsWhollyKnown()}
	if !r.varies {
		r.value, r.read = v, slices.Clone((*d.read)[read:])
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = map[*hclsyntax.Attribute]*remembered{}
	}
	m.values[src] = r
	return v
}

// namesAxes reports whether an expression sees what differs between the targets
// of a block.
func namesAxes(expr hcl.Expression) bool {
	return slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool {
		return slices.Contains(objectNames[2:], t.RootName())
	})
}
