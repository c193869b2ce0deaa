package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// openPackages reads files, each once, and those that their blocks inherit
// from, in parallel; and settles who inherits what. No target is declared yet.
func (l *loader) openPackages(ctx context.Context, names []string) error {
	var opened []*pkg
	for {
		names = slices.DeleteFunc(names, func(n string) bool { return l.opened[n] != nil })
		if len(names) == 0 {
			break
		}
		wave, err := inParallel(ctx, l.parallel(), names, l.openPackage)
		if err != nil {
			return err
		}
		opened = append(opened, wave...)
		next := map[string]bool{}
		for _, p := range wave {
			l.opened[p.path] = p
			for _, b := range p.blocks {
				for _, up := range b.parents {
					next[up.label.Package()] = true
				}
			}
		}
		names = slices.Sorted(maps.Keys(next))
	}
	s := &settler{opened: l.opened}
	for _, p := range opened {
		for _, b := range p.blocks {
			s.settle(b)
		}
	}
	for _, p := range opened {
		maps.Copy(l.ws.Files, p.parts)
		l.diags = append(l.diags, p.diags...)
		p.diags = nil
	}
	l.diags = append(l.diags, s.diags...)
	return nil
}

// settler finds out what blocks inherit from, all the way up.
type settler struct {
	opened map[string]*pkg
	stack  []*block
	diags  hcl.Diagnostics
}

func (s *settler) settle(b *block) {
	if b.settled != 0 {
		return
	}
	b.settled = open
	s.stack = append(s.stack, b)
	seen := map[*block]bool{}
	for _, up := range b.parents {
		from := s.find(b, up)
		if from == nil {
			b.vague = true
			continue
		}
		if from.settled == open {
			s.cycle(from)
			continue
		}
		s.settle(from)
		b.vague = b.vague || from.vague
		for _, ancestor := range append(slices.Clone(from.lineage), from) {
			if !seen[ancestor] {
				seen[ancestor] = true
				b.lineage = append(b.lineage, ancestor)
			}
		}
	}
	for _, ancestor := range b.lineage {
		if ancestor.pkg != b.pkg {
			s.diags = append(s.diags, checkForm(ancestor.body, ancestor.kind.shape, ancestor.header(), true)...)
		}
	}
	s.stack = s.stack[:len(s.stack)-1]
	b.settled = done
}

// find returns the block that up names. Without one it has complained, or that
// was done before.
func (s *settler) find(b *block, up parent) *block {
	p := s.opened[up.label.Package()]
	from := p.named[up.label.Name()]
	switch {
	case from != nil && from.Type != b.Type:
		s.diags = append(s.diags, problem(up.at, "Cannot inherit", "A block inherits from blocks of its own kind: %s is of the kind %s, and this of the kind %s.", up.label, from.Type, b.Type))
		return nil
	case from != nil:
		return from
	case p.why != "":
		s.diags = append(s.diags, problem(up.at, "No such package", "%s is not there: %s", up.label.Short(), ended(p.why)))
	case !p.vague:
		names := slices.Sorted(maps.Keys(p.named))
		hint := didYouMean(up.label.Name(), names)
		if hint == "" {
			hint = " A block is named, not one of the targets that it makes."
		}
		s.diags = append(s.diags, problem(up.at, "No such block", "There is no block %s in //%s.%s", up.label.Name(), up.label.Package(), hint))
	}
	return nil
}

// cycle complains about blocks that inherit from themselves.
func (s *settler) cycle(from *block) {
	ring := s.stack[slices.Index(s.stack, from):]
	var names []string
	for _, b := range ring {
		b.vague = true
		names = append(names, b.label().String())
	}
	s.diags = append(s.diags, problem(from.header(), "Inheritance cycle", "A block does not inherit from itself: %s.", strings.Join(append(names, from.label().String()), " → ")))
}

// inherited returns the nearest of the block's and its ancestors' attributes
// that pick chooses, and where it is written; nil if there is none, or if it is
// null.
func (b *block) inherited(pick func(*block) *hclsyntax.Attribute) (*hclsyntax.Attribute, *block) {
	for _, from := range slices.Backward(append(slices.Clone(b.lineage), b)) {
		a := pick(from)
		if a == nil {
			continue
		}
		if lit, ok := a.Expr.(*hclsyntax.LiteralValueExpr); ok && lit.Val.IsNull() {
			return nil, nil
		}
		return a, from
	}
	return nil, nil
}

// heir is attached to mistakes that stand in an ancestor and show in an heir.
type heir struct{ name string }

// forHeir marks mistakes found while evaluating an ancestor for a target.
func forHeir(diags hcl.Diagnostics, name string) hcl.Diagnostics {
	for _, d := range diags {
		d.Extra = heir{name}
	}
	return diags
}

// nameHeirs says of mistakes in what was inherited who did, of each once.
func nameHeirs(diags hcl.Diagnostics) hcl.Diagnostics {
	var kept hcl.Diagnostics
	for first := 0; first < len(diags); {
		next := first + 1
		for next < len(diags) && sameMistake(diags[first], diags[next]) {
			next++
		}
		d := *diags[first]
		var names []string
		direct := false
		for _, same := range diags[first:next] {
			if h, ok := same.Extra.(heir); ok {
				names = append(names, h.name)
			} else {
				direct = true
			}
		}
		slices.Sort(names)
		if names = slices.Compact(names); !direct && len(names) > 0 {
			list := strings.Join(names[:min(3, len(names))], ", ")
			if more := len(names) - 3; more > 0 {
				list += fmt.Sprintf(" and %d more", more)
			}
			d.Detail += "\nIt is inherited by " + list + "."
		}
		kept = append(kept, &d)
		first = next
	}
	return kept
}

func sameMistake(a, b *hcl.Diagnostic) bool {
	return subject(a) == subject(b) && a.Summary == b.Summary && a.Detail == b.Detail
}
