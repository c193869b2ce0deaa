package load

import (
	"maps"
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"

	"dbx/engine/label"
)

// pkg is one package that was looked for: its file, and what it declares.
type pkg struct {
	path  string
	why   string // why it is none; "" if it is one
	parts map[string]*hcl.File

	scope    *scope
	files    *packageFiles
	variable []string // names of variables that it declares
	targets  []*Target
	groups   []*group
	declared map[string]hcl.Range // names of targets and groups
	// vague says that blocks failed in ways that leave their names open.
	vague bool
	diags hcl.Diagnostics
}

// readPackage reads and evaluates the BUILD.hcl of a package. It only reads the
// loader, so that packages can be read in parallel.
func (l *loader) readPackage(name string) (*pkg, error) {
	p := &pkg{path: name, parts: map[string]*hcl.File{}, declared: map[string]hcl.Range{}}
	dir := l.ws.PackageDir(name)
	p.files = &packageFiles{root: l.ws.Dir, dir: dir}
	if dir == "." {
		p.why = "the root's " + RootFile + " declares no targets"
		return p, nil
	}
	if inner, err := l.nestedRoot(dir); err != nil || inner != "" {
		p.why = inner + " is the root of another workspace"
		return p, err
	}
	src, err := readIfThere(p.files.host(RootFile))
	if err != nil {
		return p, err
	}
	if src == nil && !isPackageDir(p.files.host("")) {
		p.why = l.whyNoPackage(name)
		return p, nil
	}
	body := p.parse(path.Join(dir, RootFile), src)
	if body == nil {
		p.vague = true
		return p, nil
	}
	p.evaluate(l, body)
	return p, nil
}

// parse returns nil if the file does not parse.
func (p *pkg) parse(name string, src []byte) *hclsyntax.Body {
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	p.parts[name] = &hcl.File{Bytes: src}
	if diags.HasErrors() {
		p.diags = append(p.diags, firstError(diags)...)
		return nil
	}
	return file.Body.(*hclsyntax.Body)
}

// evaluate declares the targets of a parsed file. In the platforms' package the
// platform and python blocks come first, since other blocks see them.
func (p *pkg) evaluate(l *loader, body *hclsyntax.Body) {
	for _, a := range inOrder(body.Attributes) {
		p.diags = append(p.diags, problem(a.NameRange, "Unexpected attribute", "%s stands in no block.%s", a.Name, didYouMean(a.Name, l.kindNames())))
	}
	byKind := map[string][]*hclsyntax.Block{}
	for _, b := range body.Blocks {
		byKind[b.Type] = append(byKind[b.Type], b)
	}
	p.scope = newScope(l.root, map[string]function.Function{
		"file": fileFunction(p.files), "glob": globFunction(p.files),
	})
	out := l.outside.fork()
	p.diags = append(p.diags, evalVariables(p.scope, byKind["variable"], out)...)
	p.diags = append(p.diags, evalLocals(p.scope, byKind["locals"])...)
	for _, b := range byKind["variable"] {
		p.variable = append(p.variable, b.Labels...)
	}
	maps.Copy(p.parts, out.texts)
	for _, b := range body.Blocks {
		if isAxisKind(b.Type) {
			p.declare(l, b)
		}
	}
	axes := l.axes
	if p.path == l.ws.Platforms {
		axes = newAxisValues(p)
	}
	for _, b := range body.Blocks {
		if !isAxisKind(b.Type) && !isDeclaration(b.Type) {
			p.declareIn(l, b, axes)
		}
	}
}

func isAxisKind(kind string) bool { return kind == PlatformAxis || kind == PythonAxis }

func (p *pkg) declare(l *loader, b *hclsyntax.Block) {
	if l.kinds[b.Type] != nil && p.path != l.ws.Platforms {
		hint := "give the workspace block platforms = \"//" + p.path + "\""
		if l.ws.Platforms != "" {
			hint = "this workspace has them in //" + l.ws.Platforms
		}
		p.diags = append(p.diags, problem(b.DefRange(), "Misplaced block", "All %s blocks stand in one package: %s.", b.Type, hint))
		p.vague = true
		return
	}
	p.declareIn(l, b, nil)
}

// declareIn declares the targets of one block.
func (p *pkg) declareIn(l *loader, b *hclsyntax.Block, axes *axisValues) {
	kind := l.kinds[b.Type]
	if kind == nil {
		p.diags = append(p.diags, problem(b.DefRange(), "Unknown block", "There is no block %s.%s", b.Type, didYouMean(b.Type, l.kindNames())))
		p.vague = true
		return
	}
	if len(b.Labels) != 1 {
		p.diags = append(p.diags, problem(b.DefRange(), "Wrong labels", "A %s has one label, its name: %s \"name\" { … }.", b.Type, b.Type))
		p.vague = true
		return
	}
	name := b.Labels[0]
	if err := label.CheckName(name); err != nil {
		p.diags = append(p.diags, problem(b.LabelRanges[0], "Bad name", "%s", sentence(err)))
		p.vague = true
		return
	}
	matrix, body := splitMatrix(b.Body, kind)
	p.diags = append(p.diags, checkForm(body, kind.shape, b.DefRange())...)
	if matrix == nil {
		p.addTarget(b, body, kind, name, nil, p.scope)
		return
	}
	dims, diags := readMatrix(matrix, p.scope)
	diags = append(diags, axes.check(dims, l.ws.Platforms)...)
	p.diags = append(p.diags, diags...)
	p.vague = p.vague || diags.HasErrors() || dims == nil
	if dims == nil {
		return
	}
	p.addMatrix(b, body, kind, dims, axes)
}

// splitMatrix takes the attribute matrix out of a body whose kind allows it.
func splitMatrix(body *hclsyntax.Body, kind *kindShape) (*hclsyntax.Attribute, *hclsyntax.Body) {
	matrix := body.Attributes["matrix"]
	if matrix == nil || !kind.Matrix {
		return nil, body
	}
	rest := *body
	rest.Attributes = maps.Clone(body.Attributes)
	delete(rest.Attributes, "matrix")
	return matrix, &rest
}

// addMatrix declares a target for each combination, and the groups over them.
func (p *pkg) addMatrix(b *hclsyntax.Block, body *hclsyntax.Body, kind *kindShape, dims []dimension, axes *axisValues) {
	groups := map[string]*group{}
	for _, combination := range combinations(dims) {
		name := memberName(p.path, b.Labels[0], combination)
		t := p.addTarget(b, body, kind, name, combination, p.scope.with(axes.objects(combination)))
		if t == nil {
			continue
		}
		for n := range len(combination) {
			name := memberName(p.path, b.Labels[0], combination[:n])
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
func (p *pkg) addTarget(b *hclsyntax.Block, body *hclsyntax.Body, kind *kindShape, name string, axes []Axis, s *scope) *Target {
	d := &decoder{pkg: p.path, files: p.files, scope: s, whole: true}
	t := &Target{Kind: b.Type, Block: b.Labels[0], Range: b.DefRange(), Axes: axes, kind: kind}
	t.Body = d.body(body, kind.shape, b.DefRange())
	t.broken = !d.whole
	p.diags = append(p.diags, d.diags...)
	l, err := p.claim(b, name)
	if err != nil {
		p.diags = append(p.diags, err)
		return nil
	}
	t.Label = l
	p.targets = append(p.targets, t)
	return t
}

func (p *pkg) addGroup(b *hclsyntax.Block, name string, open []dimension) *group {
	l, err := p.claim(b, name)
	if err != nil {
		p.diags = append(p.diags, err)
		return nil
	}
	g := &group{label: l, rng: b.DefRange()}
	for _, d := range open {
		g.axes = append(g.axes, d.name)
	}
	p.groups = append(p.groups, g)
	return g
}

// claim makes name the label of something in b, unless it is taken.
func (p *pkg) claim(b *hclsyntax.Block, name string) (label.Label, *hcl.Diagnostic) {
	l, err := label.New(p.path, name)
	if err != nil {
		return l, problem(b.DefRange(), "Bad name", "%s", sentence(err))
	}
	first, taken := p.declared[name]
	if !taken {
		p.declared[name] = b.DefRange()
		return l, nil
	}
	if first == b.DefRange() {
		return l, problem(b.DefRange(), "Duplicate label", "The matrix makes %s twice, of different combinations, or as a target and a group; change a value or the block's name.", l)
	}
	return l, problem(b.DefRange(), "Duplicate label", "%s is declared twice: here and at %s.", l, first)
}
