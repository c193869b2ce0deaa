package load

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"dbx/engine/label"
)

// Outline answers what there is in a workspace, for completion: it reads only
// what it is asked about, and what it cannot read is not there. It is used by
// one goroutine.
type Outline struct{ l *loader }

// Name is something that can be built, and its kind.
type Name struct{ Name, Kind string }

// OpenOutline reads the root of the workspace that o.Dir lies in. Without one,
// or with one that does not parse, the outline is empty.
func OpenOutline(o Options) *Outline {
	l := newLoader(o)
	dir, err := FindRoot(o.Dir)
	if err != nil || dir == "" {
		return &Outline{l}
	}
	l.stand(dir)
	if readable, err := l.readRoot(); err != nil || !readable {
		l.root = nil
	}
	return &Outline{l}
}

// Here is the package of the folder that the user stands in.
func (o *Outline) Here() string {
	if o.l.root == nil {
		return ""
	}
	return o.l.here()
}

// Below takes the folder of the packages off a relative word that begins with
// it, if the user stands in the root; see [Load] on patterns.
func (o *Outline) Below(word string) (string, bool) {
	if o.l.root == nil {
		return word, false
	}
	rest := o.l.inPackages(word + "x")
	return strings.TrimSuffix(rest, "x"), rest != word+"x"
}

// Names lists the targets and groups of a package, sorted.
func (o *Outline) Names(ctx context.Context, pkg string) []Name {
	if o.l.root == nil || label.CheckPackage(pkg) != nil || o.l.readPlatforms(ctx) != nil || o.l.readPackages(ctx, []string{pkg}) != nil {
		return nil
	}
	names := map[string]string{}
	p := o.l.packages[pkg]
	for _, t := range p.targets {
		names[t.Label.Name()] = t.Kind
	}
	for _, g := range p.groups {
		if len(g.members) > 0 {
			names[g.label.Name()] = "all of " + g.members[0].Kind + " " + g.members[0].Block
		}
	}
	var list []Name
	for _, name := range slices.Sorted(maps.Keys(names)) {
		list = append(list, Name{name, names[name]})
	}
	return list
}

// Platforms lists the names of the platform blocks.
func (o *Outline) Platforms(ctx context.Context) []string {
	if o.l.root == nil || o.l.readPlatforms(ctx) != nil {
		return nil
	}
	return o.l.axes.names(PlatformAxis)
}

// Variables lists the root's variables, and those of a package.
func (o *Outline) Variables(ctx context.Context, pkg string) []Variable {
	if o.l.root == nil {
		return nil
	}
	list := slices.Clone(o.l.root.shown)
	if label.CheckPackage(pkg) != nil {
		return list
	}
	if err := o.l.openPackages(ctx, []string{pkg}); err == nil && o.l.opened[pkg].scope != nil {
		list = append(list, o.l.opened[pkg].scope.shown...)
	}
	return list
}

// Folder is a folder below that of a package.
type Folder struct {
	Name    string
	Package bool // it is a package
	Above   bool // there are packages below it
}

// Folders lists the folders of a package's folder that are packages, or lead to
// one, sorted.
func (o *Outline) Folders(pkg string) []Folder {
	if o.l.root == nil || label.CheckPackage(pkg) != nil {
		return nil
	}
	entries, err := fs.ReadDir(o.l.fsys, o.l.ws.PackageDir(pkg))
	if err != nil {
		return nil
	}
	var list []Folder
	for _, e := range entries {
		sub := path.Join(pkg, e.Name())
		if !e.IsDir() || o.l.enter(sub, e.Name()) != nil {
			continue
		}
		f := Folder{Name: e.Name(), Package: isPackageDir(o.l.fsys, o.l.ws.PackageDir(sub))}
		if f.Above = o.leads(sub); f.Package || f.Above {
			list = append(list, f)
		}
	}
	return list
}

// leads reports whether a package lies below a folder.
func (o *Outline) leads(pkg string) bool {
	found := false
	top := o.l.ws.PackageDir(pkg)
	_ = fs.WalkDir(o.l.fsys, top, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() || name == top {
			return nil
		}
		if !fs.ValidPath(name) || o.l.enter(o.l.packageIn(name), e.Name()) != nil {
			return fs.SkipDir
		}
		if isPackageDir(o.l.fsys, name) {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
