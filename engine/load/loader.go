package load

import (
	"context"
	"maps"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/sync/errgroup"

	"dbx/engine/label"
)

// loader is one run of [Load]. One goroutine changes it; while packages are
// read in parallel, it stands still.
type loader struct {
	opts     Options
	ws       *Workspace
	kinds    map[string]*kindShape
	outside  *outside
	root     *scope
	axes     *axisValues
	packages map[string]*pkg
	nested   *nestedRoots
	diags    hcl.Diagnostics
}

func newLoader(o Options) *loader {
	return &loader{
		opts: o,
		ws: &Workspace{
			Files:   map[string]*hcl.File{},
			targets: map[label.Label]*Target{},
			groups:  map[label.Label]*group{},
		},
		kinds:    kindShapes(o.Schemas),
		outside:  &outside{flags: o.Vars, env: o.Env, texts: map[string]*hcl.File{}},
		packages: map[string]*pkg{},
		nested:   &nestedRoots{known: map[string]bool{}},
	}
}

// run reads the root, then the platforms, then what the patterns name, then
// what those refer to, wave by wave.
func (l *loader) run(ctx context.Context) error {
	dir, err := findRoot(l.opts.Dir)
	if err != nil {
		return err
	}
	if dir == "" {
		l.diags = append(l.diags, complaint("No workspace", "Neither %s nor a folder above it has a %s with a workspace block. Go into a workspace, or write one: workspace { name = \"…\" }", l.opts.Dir, RootFile))
		return nil
	}
	l.ws.Dir = dir
	if readable, err := l.readRoot(); err != nil || !readable {
		return err
	}
	if l.ws.Platforms != "" {
		if err := l.readPackages(ctx, []string{l.ws.Platforms}); err != nil {
			return err
		}
		p := l.packages[l.ws.Platforms]
		if p.why != "" {
			l.diags = append(l.diags, complaint("No platforms", "The workspace names //%s as the package of its platforms: %s", l.ws.Platforms, ended(p.why)))
			p.vague = true
		}
		l.axes = newAxisValues(p)
		l.ws.PlatformNames = l.axes.names(PlatformAxis)
	}
	if err := l.request(ctx); err != nil {
		return err
	}
	if err := l.follow(ctx); err != nil {
		return err
	}
	l.arrange()
	l.diags = append(l.diags, l.outside.unused(l.variableNames())...)
	return nil
}

// readRoot reads the root file and the automatic variable files. It reports
// whether the root can serve.
func (l *loader) readRoot() (bool, error) {
	p := &pkg{parts: l.ws.Files, files: &packageFiles{root: l.ws.Dir, dir: "."}}
	src, err := readIfThere(filepath.Join(l.ws.Dir, RootFile))
	if err != nil {
		return false, err
	}
	body := p.parse(RootFile, src)
	diags, err := l.outside.readAuto(l.ws.Dir)
	maps.Copy(l.ws.Files, l.outside.texts)
	l.diags = append(append(l.diags, p.diags...), diags...)
	if err != nil || body == nil {
		return false, err
	}
	l.root = newScope(nil, pureFunctions())
	l.root.ctx.Functions["file"] = fileFunction(p.files)
	byKind := map[string][]*hclsyntax.Block{}
	for _, b := range body.Blocks {
		byKind[b.Type] = append(byKind[b.Type], b)
		if !isDeclaration(b.Type) {
			l.diags = append(l.diags, l.strayInRoot(b))
		}
	}
	for _, a := range inOrder(body.Attributes) {
		l.diags = append(l.diags, problem(a.NameRange, "Unexpected attribute", "%s stands in no block; put it into workspace { … } or locals { … }.", a.Name))
	}
	out := l.outside.fork()
	l.diags = append(l.diags, evalVariables(l.root, byKind["variable"], out)...)
	maps.Copy(l.ws.Files, out.texts)
	l.diags = append(l.diags, evalLocals(l.root, byKind["locals"])...)
	return l.readWorkspace(byKind["workspace"], p.files), nil
}

func (l *loader) strayInRoot(b *hclsyntax.Block) *hcl.Diagnostic {
	if l.kinds[b.Type] != nil {
		return problem(b.DefRange(), "Misplaced block", "The root's %s holds only workspace, variable and locals; put this %s into a package, a folder with a %s of its own.", RootFile, b.Type, RootFile)
	}
	return problem(b.DefRange(), "Unknown block", "There is no block %s in the root's %s.%s", b.Type, RootFile, didYouMean(b.Type, []string{"workspace", "variable", "locals"}))
}

// readPackages reads those packages that were not read before, in parallel.
func (l *loader) readPackages(ctx context.Context, names []string) error {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	names = slices.DeleteFunc(names, func(n string) bool { return l.packages[n] != nil })
	read := make([]*pkg, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(l.parallel())
	for i, name := range names {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return context.Cause(ctx)
			}
			p, err := l.readPackage(name)
			read[i] = p
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, p := range read {
		l.add(p)
	}
	return nil
}

func (l *loader) parallel() int {
	if l.opts.Parallel > 0 {
		return l.opts.Parallel
	}
	return runtime.GOMAXPROCS(0)
}

// add makes what a package declares known.
func (l *loader) add(p *pkg) {
	l.packages[p.path] = p
	maps.Copy(l.ws.Files, p.parts)
	l.diags = append(l.diags, p.diags...)
	for _, t := range p.targets {
		l.ws.targets[t.Label] = t
	}
	for _, g := range p.groups {
		l.ws.groups[g.label] = g
		for _, t := range g.members {
			t.groups = append(t.groups, g)
		}
	}
}

func (l *loader) kindNames() []string {
	return slices.Sorted(maps.Keys(mergedKeys(l.kinds, map[string]bool{"variable": true, "locals": true})))
}

// variableNames returns the names of all variables declared in files that were
// read.
func (l *loader) variableNames() []string {
	names := slices.Collect(maps.Keys(l.root.vars))
	for _, p := range l.packages {
		names = append(names, p.variable...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
