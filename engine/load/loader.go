package load

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"os"
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
	opts      Options
	fsys      fs.FS // the workspace's files
	ws        *Workspace
	kinds     map[string]*kindShape
	outside   *outside
	root      *scope
	axes      *axisValues
	sets      []*override
	rootTexts texts
	opened    map[string]*pkg // read, at least up to the headers of their blocks
	packages  map[string]*pkg // whose targets are declared
	nested    *nestedRoots
	diags     hcl.Diagnostics
}

func newLoader(o Options) *loader {
	packages := map[string]*pkg{}
	return &loader{
		opts: o,
		ws: &Workspace{
			ExecPlatform: o.ExecPlatform,
			Kinds:        kindsOf(o.Schemas),
			Files:        map[string]*hcl.File{},
			read:         packages,
			targets:      map[label.Label]*Target{},
			groups:       map[label.Label]*group{},
		},
		kinds:    kindShapes(o.Schemas),
		outside:  &outside{flags: o.Vars, env: o.Env, texts: map[string]*hcl.File{}},
		opened:   map[string]*pkg{},
		packages: packages,
		nested:   &nestedRoots{known: map[string]bool{}},
	}
}

// run reads the root, then the platforms, then what the patterns name, then
// what those refer to, wave by wave.
func (l *loader) run(ctx context.Context) error {
	dir, err := FindRoot(l.opts.Dir)
	if err != nil {
		return l.mistake(err)
	}
	if dir == "" {
		l.diags = append(l.diags, complaint("No workspace", "Neither %s nor a folder above it has a %s with a workspace block. Go into a workspace, or make this folder one: dbx init", l.opts.Dir, RootFile))
		return nil
	}
	l.stand(dir)
	if readable, err := l.readRoot(); err != nil || !readable {
		return err
	}
	l.readSets()
	if err := l.readPlatforms(ctx); err != nil {
		return err
	}
	defer l.showVariables()
	if err := l.request(ctx); err != nil {
		return err
	}
	if err := l.follow(ctx); err != nil {
		return err
	}
	l.arrange()
	l.diags = append(l.diags, l.outside.unused(l.variableNames())...)
	if !l.diags.HasErrors() {
		l.diags = append(l.diags, l.unusedSets()...)
	}
	return nil
}

// mistake notes an error that is a mistake in the workspace; another one it
// returns.
func (l *loader) mistake(err error) error {
	diags, err := asDiagnostic(err)
	l.diags = append(l.diags, diags...)
	return err
}

// readPlatforms reads the package of platforms, unless that was done.
func (l *loader) readPlatforms(ctx context.Context) error {
	if l.ws.Platforms == "" || l.axes != nil {
		return nil
	}
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
	return nil
}

// readRoot reads the root file and the automatic variable files. It reports
// whether the root can serve.
func (l *loader) readRoot() (bool, error) {
	p := &pkg{parts: l.ws.Files, files: l.files(".")}
	src, err := readIfThere(l.fsys, RootFile)
	if err != nil {
		return false, l.mistake(err)
	}
	body := p.parse(RootFile, src)
	diags, err := l.outside.readAuto(l.fsys)
	maps.Copy(l.ws.Files, l.outside.texts)
	l.diags = append(append(l.diags, p.diags...), diags...)
	if err != nil || body == nil {
		return false, err
	}
	l.root = newScope(nil, p.files, pureFunctions())
	maps.Copy(l.root.ctx.Functions, fileFunctions(p.files, l.rootTexts.note))
	byKind := map[string][]*hclsyntax.Block{}
	for _, b := range body.Blocks {
		byKind[b.Type] = append(byKind[b.Type], b)
		if !isDeclaration(b.Type) && b.Type != secretKind {
			l.diags = append(l.diags, l.strayInRoot(b))
		}
	}
	for _, a := range inOrder(body.Attributes) {
		l.diags = append(l.diags, problem(a.NameRange, "Unexpected attribute", "%s stands in no block; put it into workspace { … } or locals { … }.", a.Name))
	}
	out := l.outside.fork()
	l.diags = append(l.diags, l.root.declare(byKind, out)...)
	maps.Copy(l.ws.Files, out.texts)
	l.readSecrets(byKind[secretKind], p.files)
	return l.readWorkspace(byKind["workspace"], p.files), nil
}

// stand makes a folder the workspace's root.
func (l *loader) stand(dir string) {
	l.ws.Dir = dir
	if l.fsys = l.opts.FS; l.fsys == nil {
		l.fsys = os.DirFS(dir)
	}
}

// files returns the files of the package in a folder.
func (l *loader) files(dir string) *packageFiles {
	if l.opts.FS != nil {
		return &packageFiles{fsys: l.fsys, dir: dir}
	}
	return &packageFiles{fsys: l.fsys, root: l.ws.Dir, dir: dir}
}

func (l *loader) strayInRoot(b *hclsyntax.Block) *hcl.Diagnostic {
	if l.kinds[b.Type] != nil {
		return problem(b.DefRange(), "Misplaced block", "The root's %s holds only workspace, variable, locals, function and secret; put this %s into a package, a folder with a %s of its own.", RootFile, b.Type, RootFile)
	}
	return problem(b.DefRange(), "Unknown block", "There is no block %s in the root's %s.%s", b.Type, RootFile, cmp.Or(habit(b.Type), didYouMean(b.Type, []string{"workspace", "variable", "locals", "function", secretKind})))
}

// readPackages reads those packages that were not read before, in parallel.
func (l *loader) readPackages(ctx context.Context, names []string) error {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	names = slices.DeleteFunc(names, func(n string) bool { return l.packages[n] != nil })
	if err := l.openPackages(ctx, slices.Clone(names)); err != nil {
		return err
	}
	read, err := inParallel(ctx, l.parallel(), names, func(name string) (*pkg, error) {
		p := l.opened[name]
		p.declare(l)
		return p, nil
	})
	if err != nil {
		return err
	}
	for _, p := range read {
		l.add(p)
	}
	return nil
}

// inParallel does something for each name, for some at a time, and returns the
// results in the order of the names.
func inParallel[T any](ctx context.Context, limit int, names []string, do func(string) (T, error)) ([]T, error) {
	results := make([]T, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for i, name := range names {
		g.Go(func() (err error) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			results[i], err = do(name)
			return err
		})
	}
	return results, g.Wait()
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
	return slices.Sorted(maps.Keys(mergedKeys(l.kinds, map[string]bool{"variable": true, "locals": true, "function": true})))
}

// showVariables lists the variables of all files that were read.
func (l *loader) showVariables() {
	l.ws.Variables = slices.Clone(l.root.shown)
	for _, path := range slices.Sorted(maps.Keys(l.opened)) {
		if p := l.opened[path]; p.scope != nil {
			for _, v := range p.scope.shown {
				v.Package = path
				l.ws.Variables = append(l.ws.Variables, v)
			}
		}
	}
}

// variableNames returns the names of all variables declared in files that were
// read.
func (l *loader) variableNames() []string {
	names := slices.Collect(maps.Keys(l.root.vars))
	for _, p := range l.opened {
		names = append(names, p.variable...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
