package lock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dbx/rules/debian/control"
	"dbx/rules/debian/repo"
	"dbx/rules/debian/solve"
)

// Request is what must be locked in one suite.
type Request struct {
	Suite string
	// Components are those of the archive to look in; none means main.
	Components []string
	Blocks     []Block
	Sources    []SourceSpec
	// Now is the time at which the suite must be valid. The zero time accepts
	// a suite of the past, as the snapshot archive serves it.
	Now time.Time
}

// Block is packages to install together.
type Block struct {
	ID string
	// Arch is the native architecture, in Debian's terms.
	Arch string
	// Base is the ID of the block that this one is installed on. A block
	// without one gets the essential packages too.
	Base string
	// Packages are specs as [solve.ParseSpec] reads them. A version pins the
	// package in all blocks.
	Packages []string
	// Extract are specs of packages that are only unpacked: without what they
	// depend on, whatever else the block has. A block without a base that has
	// nothing else gets no essential packages, and no other can be installed
	// on it.
	Extract []string
}

// SourceSpec names a source package.
type SourceSpec struct {
	Package string
	Version string // "" for the newest in the suite
}

// RequestError says that a request cannot be met, wherever the archive is
// asked: what is asked for must change.
type RequestError struct{ err error }

func (e *RequestError) Error() string { return e.err.Error() }

// Unwrap returns what is wrong.
func (e *RequestError) Unwrap() error { return e.err }

// Lock resolves a request against the suite as a mirror serves it now. All
// blocks see the same indexes, so that a package has one version everywhere.
// What cannot be met is a [*RequestError].
func Lock(ctx context.Context, f repo.Fetcher, keys repo.Keyring, r Request) (File, error) {
	if len(r.Components) == 0 {
		r.Components = []string{"main"}
	}
	plan, err := newPlan(r)
	if err != nil {
		return File{}, &RequestError{err}
	}
	suite, err := repo.OpenSuite(ctx, f, r.Suite, func(data []byte) (*repo.Release, error) {
		return repo.ParseRelease(data, keys, r.Now)
	})
	if err != nil {
		return File{}, err
	}
	sources, err := plan.read(ctx, suite, r)
	if err != nil {
		return File{}, err
	}
	if err := plan.checkPins(r.Suite); err != nil {
		return File{}, &RequestError{err}
	}
	locked := File{Snapshots: []Snapshot{{Suite: r.Suite, Time: suite.Release.Date}}}
	if locked.Sets, err = plan.solveAll(r.Suite); err != nil {
		return File{}, &RequestError{err}
	}
	for _, s := range sources {
		locked.Sources = append(locked.Sources, Source{Suite: r.Suite, Package: s})
	}
	locked.sort()
	return locked, nil
}

// read loads the indexes of all architectures and looks up the wanted source
// packages, at the same time.
func (p *plan) read(ctx context.Context, suite *repo.Suite, r Request) (sources []repo.Source, err error) {
	indexes := make([][]*repo.Index, len(p.arches))
	group, ctx := errgroup.WithContext(ctx)
	for i, arch := range p.arches {
		group.Go(func() (err error) {
			indexes[i], err = p.load(ctx, suite, r.Components, arch)
			return err
		})
	}
	group.Go(func() (err error) {
		sources, err = findSources(ctx, suite, r.Components, r.Sources)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, arch := range p.arches {
		p.indexes[arch] = indexes[i]
	}
	return sources, nil
}

// load reads an architecture's index without the versions that pins exclude.
func (p *plan) load(ctx context.Context, suite *repo.Suite, components []string, arch string) ([]*repo.Index, error) {
	var all []*repo.Index
	for _, component := range components {
		index, err := suite.Packages(ctx, component, arch)
		if err != nil {
			return nil, err
		}
		index.Packages = slices.DeleteFunc(index.Packages, func(pkg repo.Package) bool {
			pin, ok := p.pins[pkg.Name]
			return ok && control.Compare(pin, pkg.Version) != 0
		})
		all = append(all, index)
	}
	return all, nil
}

// solveAll solves the blocks, each after its base. The error tells of all that
// cannot be met; what adds to such a block is left out.
func (p *plan) solveAll(suite string) (sets []Set, err error) {
	var unmet []error
	for _, b := range p.blocks {
		if b.base != nil && b.base.unmet {
			b.unmet = true // what it adds to is not known
			continue
		}
		set, err := p.solve(b)
		if err != nil {
			b.unmet = true
			unmet = append(unmet, err)
			continue
		}
		set.Suite = suite
		sets = append(sets, set)
	}
	return sets, errors.Join(unmet...)
}

// solve chooses a block's packages; its base was solved before.
func (p *plan) solve(b *block) (Set, error) {
	set := Set{ID: b.ID, Arch: b.Arch, Foreign: b.foreign, Base: b.Base, Requested: slices.Sorted(slices.Values(b.Packages))}
	var err error
	if set.Extracted, err = p.extracted(b); err != nil || b.bare {
		return set, err
	}
	universe, err := p.universe(b)
	if err != nil {
		return Set{}, fmt.Errorf("%s: %w", b.ID, err)
	}
	request := solve.Request{Specs: b.specs, Essential: b.base == nil}
	if b.base != nil {
		request.Installed = b.base.installed
	}
	chosen, err := universe.Solve(request)
	if err != nil {
		return Set{}, fmt.Errorf("%s: %w", b.ID, err)
	}
	b.installed = slices.Concat(request.Installed, chosen)
	if err := b.present(); err != nil {
		return Set{}, err
	}
	essential := universe.Closure(chosen, func(p *repo.Package) bool { return b.base == nil && p.Essential })
	for _, pkg := range chosen {
		before, err := preDepends(universe, pkg, chosen)
		if err != nil {
			return Set{}, err
		}
		locked := lockedPackage(pkg)
		locked.Essential, locked.PreDepends = essential[pkg], before
		set.Packages = append(set.Packages, locked)
	}
	return set, nil
}

func lockedPackage(p *repo.Package) Package {
	return Package{
		Name: p.Name, Version: p.Version, Arch: p.Arch,
		Path: p.File.Path, Size: p.File.Size, SHA256: p.File.SHA256,
	}
}

// preDepends names the packages among chosen that must be configured before p
// is unpacked: those that it pre-depends on, and all that those need.
func preDepends(u *solve.Universe, p *repo.Package, chosen []*repo.Package) ([]string, error) {
	groups, err := control.ParseRelations(p.Relations.PreDepends)
	if err != nil {
		return nil, fmt.Errorf("%s: field Pre-Depends: %w", p, err)
	}
	var ids []string
	for before := range u.Closure(chosen, func(other *repo.Package) bool {
		return slices.ContainsFunc(groups, func(g control.Alternatives) bool { return u.Satisfies(other, g, p) })
	}) {
		if before != p {
			ids = append(ids, before.Name+":"+before.Arch)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// findSources looks up all wanted source packages in one pass a component.
func findSources(ctx context.Context, suite *repo.Suite, components []string, specs []SourceSpec) ([]repo.Source, error) {
	if len(specs) == 0 {
		return nil, nil
	}
	byName := map[string][]repo.Source{}
	for _, component := range components {
		found, err := suite.Sources(ctx, component, func(name, _ string) bool {
			return slices.ContainsFunc(specs, func(s SourceSpec) bool { return s.Package == name })
		})
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			byName[s.Name] = append(byName[s.Name], s)
		}
	}
	var all []repo.Source
	var unmet []error
	for _, spec := range specs {
		s, err := pickSource(byName[spec.Package], spec)
		if err != nil {
			unmet = append(unmet, err)
			continue
		}
		if !slices.ContainsFunc(all, func(o repo.Source) bool { return o.Name == s.Name && o.Version == s.Version }) {
			all = append(all, s)
		}
	}
	if len(unmet) > 0 {
		return nil, &RequestError{errors.Join(unmet...)}
	}
	return all, nil
}

func pickSource(have []repo.Source, spec SourceSpec) (repo.Source, error) {
	var best *repo.Source
	var versions []string
	for i, s := range have {
		versions = append(versions, s.Version)
		if spec.Version != "" && s.Version != spec.Version {
			continue
		}
		if best == nil || control.Compare(s.Version, best.Version) > 0 {
			best = &have[i]
		}
	}
	switch {
	case best != nil:
		return *best, nil
	case len(have) == 0:
		return repo.Source{}, fmt.Errorf("source package %s: the suite has none of that name", spec.Package)
	}
	return repo.Source{}, fmt.Errorf("source package %s: the suite has no version %s, only %s", spec.Package, spec.Version, strings.Join(versions, ", "))
}

// present checks that every package asked for is there by its own name: which
// provider of a virtual package is meant must be said.
func (b *block) present() error {
	for _, spec := range b.specs {
		if !slices.ContainsFunc(b.installed, func(p *repo.Package) bool { return p.Name == spec.Name }) {
			return fmt.Errorf("%s: the package %s is virtual: ask for one that provides it, as %s does", b.ID, spec.Name, b.provider(spec.Name))
		}
	}
	return nil
}

// provider names a package of the solution that provides a virtual one.
func (b *block) provider(name string) string {
	for _, p := range b.installed {
		provided, err := control.ParseRelations(p.Relations.Provides)
		for _, group := range provided {
			if err == nil && group[0].Name == name {
				return p.Name
			}
		}
	}
	return "none of these"
}
