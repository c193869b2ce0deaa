package lock

import (
	"fmt"
	"slices"
	"strings"

	"dbx/rules/debian/repo"
	"dbx/rules/debian/solve"
)

// plan is a request in the order of solving.
type plan struct {
	blocks    []*block // bases first
	arches    []string // all that are needed, sorted
	pins      map[string]string
	pinned    map[string]string // the block that pinned a name
	indexes   map[string][]*repo.Index
	universes map[string]*solve.Universe
}

// block is a [Block] with what was found out about it.
type block struct {
	Block
	base      *block
	specs     []solve.Spec
	extract   []solve.Spec
	bare      bool     // nothing is installed in it, nor below it
	foreign   []string // sorted
	installed []*repo.Package
	unmet     bool // it, or a base of it, cannot be solved
}

func newPlan(r Request) (*plan, error) {
	p := &plan{
		pins: map[string]string{}, pinned: map[string]string{},
		indexes: map[string][]*repo.Index{}, universes: map[string]*solve.Universe{},
	}
	byID := map[string]*Block{}
	for i, b := range r.Blocks {
		if byID[b.ID] != nil {
			return nil, fmt.Errorf("debian block %s is there twice", b.ID)
		}
		byID[b.ID] = &r.Blocks[i]
	}
	done := map[string]*block{}
	for i := range r.Blocks {
		if _, err := p.visit(&r.Blocks[i], byID, done, nil); err != nil {
			return nil, err
		}
	}
	slices.Sort(p.arches)
	return p, nil
}

// visit prepares a block after its base.
func (p *plan) visit(b *Block, byID map[string]*Block, done map[string]*block, path []string) (*block, error) {
	if ready := done[b.ID]; ready != nil {
		return ready, nil
	}
	path = append(path, b.ID)
	if slices.Contains(path[:len(path)-1], b.ID) {
		return nil, fmt.Errorf("debian blocks are each other's base: %s", strings.Join(path, " → "))
	}
	ready := &block{Block: *b}
	if b.Base != "" {
		below := byID[b.Base]
		if below == nil {
			return nil, fmt.Errorf("%s: its base %s has no debian block", b.ID, b.Base)
		}
		base, err := p.visit(below, byID, done, path)
		if err != nil {
			return nil, err
		}
		if base.Arch != b.Arch {
			return nil, fmt.Errorf("%s is for %s, but its base %s is for %s", b.ID, b.Arch, base.ID, base.Arch)
		}
		ready.base = base
		ready.foreign = slices.Clone(base.foreign)
	}
	ready.bare = len(b.Packages) == 0 && (b.Base == "" && len(b.Extract) > 0 || ready.base != nil && ready.base.bare)
	if ready.base != nil && ready.base.bare && !ready.bare {
		return nil, fmt.Errorf("%s: there is no dpkg in its base %s, which only has unpacked packages: extract these too, or name packages there", b.ID, b.Base)
	}
	if err := p.specs(ready); err != nil {
		return nil, fmt.Errorf("%s: %w", b.ID, err)
	}
	done[b.ID] = ready
	p.blocks = append(p.blocks, ready)
	return ready, nil
}

// specs parses a block's packages and notes the architectures and pins.
func (p *plan) specs(b *block) error {
	if b.Arch == "" {
		return fmt.Errorf("no architecture given")
	}
	p.addArch(b.Arch)
	for _, text := range b.Packages {
		spec, err := solve.ParseSpec(text)
		if err != nil {
			return err
		}
		b.specs = append(b.specs, spec)
		if spec.Arch != "" && spec.Arch != b.Arch && spec.Arch != "all" && !slices.Contains(b.foreign, spec.Arch) {
			b.foreign = append(b.foreign, spec.Arch)
			p.addArch(spec.Arch)
		}
		if err := p.pin(b, spec); err != nil {
			return err
		}
	}
	slices.Sort(b.foreign)
	for _, text := range slices.Compact(slices.Sorted(slices.Values(b.Extract))) {
		spec, err := solve.ParseSpec(text)
		if err != nil {
			return err
		}
		if spec.Arch == "" || spec.Arch == "all" {
			spec.Arch = b.Arch
		}
		b.extract = append(b.extract, spec)
		p.addArch(spec.Arch) // none that dpkg has to know of
		if err := p.pin(b, spec); err != nil {
			return err
		}
	}
	return nil
}

// pin notes the version that a block asks for.
func (p *plan) pin(b *block, spec solve.Spec) error {
	if spec.Version == "" {
		return nil
	}
	if other, ok := p.pins[spec.Name]; ok && other != spec.Version {
		return fmt.Errorf("package %s is wanted in version %s, and in %s by %s: one lock has one version", spec.Name, spec.Version, other, p.pinned[spec.Name])
	}
	p.pins[spec.Name], p.pinned[spec.Name] = spec.Version, b.ID
	return nil
}

func (p *plan) addArch(arch string) {
	if !slices.Contains(p.arches, arch) {
		p.arches = append(p.arches, arch)
	}
}

// checkPins refuses a pin to a version that the suite does not have.
func (p *plan) checkPins(suite string) error {
	for _, b := range p.blocks {
		for _, spec := range slices.Concat(b.specs, b.extract) {
			if spec.Version == "" {
				continue
			}
			found := false
			for _, indexes := range p.indexes {
				for _, index := range indexes {
					found = found || slices.ContainsFunc(index.Packages, func(pkg repo.Package) bool { return pkg.Name == spec.Name })
				}
			}
			if !found {
				return fmt.Errorf("%s: %s has no package %s in version %s", b.ID, suite, spec.Name, spec.Version)
			}
		}
	}
	return nil
}

// universe returns what a block may choose from: its own architectures only,
// so that another block's foreign ones have no influence.
func (p *plan) universe(b *block) (*solve.Universe, error) {
	arches := append([]string{b.Arch}, b.foreign...)
	key := strings.Join(arches, " ")
	if u := p.universes[key]; u != nil {
		return u, nil
	}
	var indexes []*repo.Index
	for _, arch := range arches {
		indexes = append(indexes, p.indexes[arch]...)
	}
	u, err := solve.NewUniverse(indexes...)
	if err != nil {
		return nil, err
	}
	p.universes[key] = u
	return u, nil
}
