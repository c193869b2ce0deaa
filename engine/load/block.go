package load

import (
	"cmp"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"dbx/engine/label"
)

// block is a block that declares targets, as it is written, before it is known
// which. But for its memo it is not changed after its lineage is settled.
type block struct {
	*hclsyntax.Block
	pkg  *pkg
	name string
	kind *kindShape
	body *hclsyntax.Body // without what stands in the fields below
	// matrix and forEach are as written in this block, nil if they are not.
	matrix, forEach *hclsyntax.Attribute
	abstract        bool // declares nothing, others inherit from it
	parents         []parent
	// lineage holds all that it inherits from, each once, farthest first.
	lineage []*block
	texts   texts // files that for_each and matrix read
	settled mark
	memo    memo
	vague   bool // it is not known which targets it declares
}

// parent is a label in inherits, and where it stands.
type parent struct {
	label label.Label
	at    hcl.Range
}

// header is the place of the block's first line.
func (b *block) header() hcl.Range { return b.DefRange() }

func (b *block) label() label.Label {
	l, err := label.New(b.pkg.path, b.name)
	if err != nil {
		panic("BUG: block with a bad name: " + err.Error())
	}
	return l
}

// newBlock reads the header of a block and what decides which targets it
// declares. It is nil if the block has no name to speak of it.
func (p *pkg) newBlock(l *loader, src *hclsyntax.Block) (*block, *hcl.Diagnostic) {
	kind := l.kinds[src.Type]
	if src.Type == secretKind {
		return nil, problem(src.DefRange(), "Misplaced block", "Secrets stand in the root's %s: they are for hosts, not for targets.", RootFile)
	}
	if kind == nil {
		return nil, problem(src.DefRange(), "Unknown block", "There is no block %s.%s", src.Type, cmp.Or(habit(src.Type), didYouMean(src.Type, l.kindNames())))
	}
	if isAxisKind(src.Type) && p.path != l.ws.Platforms {
		hint := "give the workspace block platforms = \"//" + p.path + "\""
		if l.ws.Platforms != "" {
			hint = "this workspace has them in //" + l.ws.Platforms
		}
		return nil, problem(src.DefRange(), "Misplaced block", "All %s blocks stand in one package: %s.", src.Type, hint)
	}
	if len(src.Labels) != 1 {
		return nil, problem(src.DefRange(), "Wrong labels", "A %s has one label, its name: %s \"name\" { … }.", src.Type, src.Type)
	}
	if err := label.CheckName(src.Labels[0]); err != nil {
		return nil, problem(src.LabelRanges[0], "Bad name", "%s", sentence(err))
	}
	b := &block{Block: src, pkg: p, name: src.Labels[0], kind: kind}
	b.split()
	return b, nil
}

// split takes out of the body what every kind may have.
func (b *block) split() {
	rest := *b.Body
	rest.Attributes = maps.Clone(b.Body.Attributes)
	take := func(name string) *hclsyntax.Attribute {
		a := rest.Attributes[name]
		delete(rest.Attributes, name)
		return a
	}
	b.forEach = take("for_each")
	if b.kind.Matrix {
		b.matrix = take("matrix")
	}
	inherits, abstract := take("inherits"), take("abstract")
	b.body = &rest
	if abstract != nil {
		b.readAbstract(abstract)
	}
	if inherits != nil {
		b.readParents(inherits)
	}
}

func (b *block) readAbstract(a *hclsyntax.Attribute) {
	v, diags := b.pkg.scope.value(a.Expr)
	b.pkg.diags = append(b.pkg.diags, diags...)
	v, err := convert.Convert(v, cty.Bool)
	switch {
	case err != nil || v.IsNull():
		b.pkg.diags = append(b.pkg.diags, problem(a.Expr.Range(), "Wrong type", "The attribute abstract is true or false."))
		b.vague = true
	case !v.IsKnown():
		b.vague = true
	default:
		b.abstract = v.True()
	}
}

func (b *block) readParents(a *hclsyntax.Attribute) {
	v, diags := b.pkg.scope.value(a.Expr)
	b.pkg.diags = append(b.pkg.diags, diags...)
	if !v.IsWhollyKnown() {
		b.vague = true
		return
	}
	list, err := convert.Convert(v, cty.List(cty.String))
	if err != nil || list.IsNull() {
		b.fail(problem(a.Expr.Range(), "Wrong type", "The attribute inherits is a list of labels, as inherits = [\":base\"]."))
		return
	}
	for i, e := range list.AsValueSlice() {
		at := written(a.Expr).at(cty.NumberIntVal(int64(i))).Range
		if e.IsNull() {
			b.fail(problem(at, "Bad label", "A label is null."))
			continue
		}
		l, err := label.ParseFrom(b.pkg.path, e.AsString())
		if err != nil {
			b.fail(problem(at, "Bad label", "%s", sentence(err)))
			continue
		}
		b.parents = append(b.parents, parent{l, at})
	}
}

// fail reports a mistake that leaves open which targets the block declares.
func (b *block) fail(d *hcl.Diagnostic) {
	b.pkg.diags = append(b.pkg.diags, d)
	b.vague = true
}
