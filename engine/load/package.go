package load

import (
	"maps"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// pkg is one package that was looked for: its file, and what it declares.
type pkg struct {
	path  string
	why   string // why it is none; "" if it is one
	parts map[string]*hcl.File

	scope    *scope
	files    *packageFiles
	texts    texts    // files that its variables and locals read
	variable []string // names of variables that it declares
	blocks   []*block
	named    map[string]*block // the first of each name
	targets  []*Target
	groups   []*group
	declared map[string]hcl.Range // names of targets, groups and abstract blocks
	// vague says that blocks failed in ways that leave their names open.
	vague bool
	sets  []setUse // what became of each --set
	diags hcl.Diagnostics
}

// openPackage reads the BUILD.hcl of a package up to the headers of its blocks.
// It only reads the loader, so that packages can be opened in parallel.
func (l *loader) openPackage(name string) (*pkg, error) {
	p := &pkg{path: name, parts: map[string]*hcl.File{}, declared: map[string]hcl.Range{}, named: map[string]*block{}}
	dir := l.ws.PackageDir(name)
	p.files = l.files(dir)
	if dir == "." {
		p.why = "the root's " + RootFile + " declares no targets"
		return p, nil
	}
	if inner, err := l.nestedRoot(dir); err != nil || inner != "" {
		p.why = inner + " is the root of another workspace"
		return p, err
	}
	src, err := readIfThere(l.fsys, p.files.name(RootFile))
	if err != nil {
		p.vague = true
		p.diags, err = asDiagnostic(err)
		return p, err
	}
	if src == nil && !isPackageDir(l.fsys, dir) {
		p.why = l.whyNoPackage(name)
		return p, nil
	}
	body := p.parse(path.Join(dir, RootFile), src)
	if body == nil {
		p.vague = true
		return p, nil
	}
	p.open(l, body)
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

// open evaluates the variables, functions and locals of a parsed file and reads
// the headers of its blocks, those of platforms and pythons first, since the
// others see them.
func (p *pkg) open(l *loader, body *hclsyntax.Body) {
	for _, a := range inOrder(body.Attributes) {
		p.diags = append(p.diags, problem(a.NameRange, "Unexpected attribute", "%s stands in no block.%s", a.Name, didYouMean(a.Name, l.kindNames())))
	}
	byKind := map[string][]*hclsyntax.Block{}
	for _, b := range body.Blocks {
		byKind[b.Type] = append(byKind[b.Type], b)
	}
	p.scope = newScope(l.root, p.files, l.root.readers(p.texts.note))
	maps.Copy(p.scope.ctx.Functions, fileFunctions(p.files, p.texts.note))
	p.scope.ctx.Functions["glob"] = globFunction(p.files)
	out := l.outside.fork()
	p.diags = append(p.diags, p.scope.declare(byKind, out)...)
	for _, b := range byKind["variable"] {
		p.variable = append(p.variable, b.Labels...)
	}
	maps.Copy(p.parts, out.texts)
	slices.SortStableFunc(body.Blocks, func(a, b *hclsyntax.Block) int { return axisKindFirst(a) - axisKindFirst(b) })
	for _, src := range body.Blocks {
		if isDeclaration(src.Type) {
			continue
		}
		b, mistake := p.newBlock(l, src)
		if b == nil {
			p.diags = append(p.diags, mistake)
			p.vague = true
			continue
		}
		p.blocks = append(p.blocks, b)
		if p.named[b.name] == nil {
			p.named[b.name] = b
		}
	}
}

func isAxisKind(kind string) bool { return kind == PlatformAxis || kind == PythonAxis }

func axisKindFirst(b *hclsyntax.Block) int {
	if isAxisKind(b.Type) {
		return 0
	}
	return 1
}

// declare declares the targets of an opened package. It changes nothing else,
// so that packages can do so in parallel.
func (p *pkg) declare(l *loader) {
	p.sets = make([]setUse, len(l.sets))
	for _, b := range p.blocks {
		if isAxisKind(b.Type) {
			p.declareBlock(l, b, nil)
		}
	}
	axes := l.axes
	if p.path == l.ws.Platforms {
		axes = newAxisValues(p)
	}
	for _, b := range p.blocks {
		if !isAxisKind(b.Type) {
			p.declareBlock(l, b, axes)
		}
	}
}
