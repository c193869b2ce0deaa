package load

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/label"
)

// declareBlock declares the targets of one block.
func (p *pkg) declareBlock(l *loader, b *block, axes *axisValues) {
	partial := b.abstract || b.vague || len(b.parents) > 0
	p.diags = append(p.diags, checkForm(b.body, b.kind.shape, b.header(), partial)...)
	switch {
	case b.vague:
		p.vague = true
		return
	case b.abstract:
		p.declareAbstract(b)
		return
	}
	dims, each, ok := p.dimensions(l, b, axes)
	if !ok {
		p.vague = true
		return
	}
	if dims == nil {
		p.addTarget(l, b, b.name, nil, nil)
		return
	}
	p.addMatrix(l, b, dims, each, axes)
}

// declareAbstract takes the name of a block that declares no target, and looks
// for mistakes that show without an heir.
func (p *pkg) declareAbstract(b *block) {
	unknown := map[string]cty.Value{}
	for _, name := range objectNames[2:] {
		unknown[name] = cty.DynamicVal
	}
	d := &decoder{pkg: p.path, files: p.files, scope: p.scope.with(unknown).noting(func(string) {})}
	d.body(b.body, b.kind.shape)
	p.diags = append(p.diags, d.diags...)
	if _, err := p.claim(b, b.name); err != nil {
		p.diags = append(p.diags, err)
	}
}

// dimensions reads for_each and matrix, the block's own or what it inherits.
// The axis of for_each comes first; each holds its values. Without either there
// are no dimensions.
func (p *pkg) dimensions(l *loader, b *block, axes *axisValues) (dims []dimension, each map[string]cty.Value, ok bool) {
	if a, from := b.inherited(func(b *block) *hclsyntax.Attribute { return b.forEach }); a != nil {
		d, values, diags := readForEach(a, from.pkg.scope.noting(b.texts.note))
		p.diags = append(p.diags, diags...)
		if d == nil {
			return nil, nil, false
		}
		dims, each = []dimension{*d}, values
	}
	a, from := b.inherited(func(b *block) *hclsyntax.Attribute { return b.matrix })
	if a == nil {
		return dims, each, true
	}
	matrix, diags := readMatrix(a, from.pkg.scope.noting(b.texts.note))
	diags = append(diags, axes.check(matrix, l.ws.Platforms)...)
	p.diags = append(p.diags, diags...)
	if diags.HasErrors() {
		p.vague = true
	}
	return append(dims, matrix...), each, matrix != nil
}

// addMatrix declares a target for each combination, and the groups over them.
func (p *pkg) addMatrix(l *loader, b *block, dims []dimension, each map[string]cty.Value, axes *axisValues) {
	groups := map[string]*group{}
	if dims[0].name == eachAxis && len(dims[0].values) == 0 {
		p.addGroup(b, b.name, dims)
		return
	}
	for _, combination := range combinations(dims) {
		objects := axes.objects(combination)
		if v, ok := each[combination[0].Value]; ok && combination[0].Name == eachAxis {
			objects[eachAxis] = cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(combination[0].Value), "value": v})
		}
		t := p.addTarget(l, b, memberName(p.path, b.name, combination), combination, objects)
		if t == nil {
			continue
		}
		for n := range len(combination) {
			name := memberName(p.path, b.name, combination[:n])
			g := groups[name]
			if g == nil {
				if g = p.addGroup(b, name, dims[n:]); g == nil {
					continue
				}
				groups[name] = g
			}
			g.members = append(g.members, t)
		}
	}
}

// addTarget evaluates a block; what cannot have its label is still looked at.
func (p *pkg) addTarget(l *loader, b *block, name string, axes []Axis, objects map[string]cty.Value) *Target {
	t := &Target{Kind: b.Type, Block: b.name, Range: b.header(), Axes: axes, kind: b.kind}
	for _, from := range b.lineage {
		t.Inherits = append(t.Inherits, from.label())
	}
	t.texts = slices.Clone(b.texts)
	lb, mistake := p.claim(b, name)
	t.Label = lb
	p.evaluate(l, b, t, objects)
	if mistake != nil {
		p.diags = append(p.diags, mistake)
		return nil
	}
	p.targets = append(p.targets, t)
	return t
}

// evaluate computes the content of a target: what is inherited, farthest first,
// over it what the block has, over it what --set says; then the defaults.
func (p *pkg) evaluate(l *loader, b *block, t *Target, objects map[string]cty.Value) {
	form := b.kind.shape
	for i, from := range append(slices.Clip(b.lineage), b) {
		read := append(slices.Clone(l.rootTexts), from.pkg.texts...)
		d := &decoder{pkg: from.pkg.path, files: from.pkg.files, scope: from.pkg.scope.with(objects).noting(read.note), read: &read}
		if from != b || len(t.Axes) > 0 {
			d.memo = &from.memo
		}
		body := d.body(from.body, form)
		if from != b {
			forHeir(d.diags, t.Label.String())
		}
		t.texts = append(append(t.texts, read...), from.header().Filename)
		p.diags = append(p.diags, d.diags...)
		t.broken = t.broken || d.torn
		if i == 0 {
			t.Body = body
		} else {
			t.Body = form.mergeBody(t.Body, body)
		}
	}
	p.override(l, t)
	c := &completer{decoder: decoder{pkg: p.path, files: p.files, scope: p.scope}, whole: true, merged: len(b.lineage) > 0}
	c.complete(&t.Body, form, b.header())
	p.diags = append(p.diags, c.diags...)
	t.broken = t.broken || c.torn || !c.whole
}

func (p *pkg) addGroup(b *block, name string, open []dimension) *group {
	l, err := p.claim(b, name)
	if err != nil {
		p.diags = append(p.diags, err)
		return nil
	}
	g := &group{label: l, rng: b.header()}
	for _, d := range open {
		g.axes = append(g.axes, d.name)
	}
	p.groups = append(p.groups, g)
	return g
}

// claim makes name the label of something in b, unless it is taken.
func (p *pkg) claim(b *block, name string) (label.Label, *hcl.Diagnostic) {
	l, err := label.New(p.path, name)
	if err != nil {
		return l, problem(b.header(), "Bad name", "%s", sentence(err))
	}
	first, taken := p.declared[name]
	if !taken {
		p.declared[name] = b.header()
		return l, nil
	}
	if first == b.header() {
		return l, problem(b.header(), "Duplicate label", "The axes make %s twice, of different combinations, or as a target and a group; change a value or the block's name.", l)
	}
	return l, problem(b.header(), "Duplicate label", "%s is declared twice: here and at %s.", l, first)
}
