package lock

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"dbx/rules/debian/repo"
	"dbx/rules/lock/record"
)

// Decode takes the Debian part out of a lock file's body and returns what is
// left of that for the readers of the other parts.
func Decode(body hcl.Body) (File, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: snapshotBlock, LabelNames: []string{"suite"}},
		{Type: setBlock, LabelNames: []string{"id"}},
		{Type: sourceBlock, LabelNames: []string{"package", "version"}},
	}})
	var l File
	for _, b := range content.Blocks {
		r := reader{record.NewReader(b)}
		switch b.Type {
		case snapshotBlock:
			r.snapshot(&l)
		case setBlock:
			r.set(&l)
		case sourceBlock:
			r.source(&l)
		}
		diags = append(diags, r.Diagnostics()...)
	}
	l.sort()
	return l, rest, diags
}

// reader reads one block.
type reader struct{ *record.Reader }

func (r reader) snapshot(l *File) {
	r.Open("time")
	at, err := time.Parse(time.RFC3339, r.Text("time"))
	if err != nil {
		r.Fail("time", "the time is not of the form 2006-01-02T15:04:05Z")
	}
	l.Snapshots = append(l.Snapshots, Snapshot{Suite: r.Label(0), Time: at.UTC()})
}

func (r reader) source(l *File) {
	r.Open("suite", "files")
	s := Source{Suite: r.Text("suite"), Package: repo.Source{Name: r.Label(0), Version: r.Label(1)}}
	for _, row := range r.Rows("files") {
		c := record.CellsOf(row)
		f := repo.File{Path: c.Text(), Size: c.Number(), SHA256: c.Sum()}
		if err := c.End(); err != nil {
			r.Fail("files", fmt.Sprintf("%s: %v", f.Path, err))
		}
		s.Package.Files = append(s.Package.Files, f)
	}
	l.Sources = append(l.Sources, s)
}

func (r reader) set(l *File) {
	r.Open("suite", "arch", "foreign", "base", "requested", "packages", "extracted", "essential", "pre_depends")
	s := Set{ID: r.Label(0), Suite: r.Text("suite"), Arch: r.Text("arch"), Base: r.Text("base")}
	if v, ok := r.Value("foreign"); ok {
		s.Foreign = r.Texts("foreign", v)
	}
	if v, ok := r.Value("requested"); ok {
		s.Requested = r.Texts("requested", v)
	}
	s.Packages = r.packages("packages")
	if _, ok := r.Value("extracted"); ok {
		s.Extracted = r.packages("extracted")
	}
	for _, row := range r.Rows("essential") {
		for _, id := range r.Texts("essential", row) {
			r.with("essential", s, id, func(p *Package) { p.Essential = true })
		}
	}
	for _, row := range r.Rows("pre_depends") {
		if ids := r.Texts("pre_depends", row); len(ids) > 1 {
			r.with("pre_depends", s, ids[0], func(p *Package) { p.PreDepends = ids[1:] })
		}
	}
	l.Sets = append(l.Sets, s)
}

// packages reads rows of one package each.
func (r reader) packages(attr string) []Package {
	var all []Package
	for _, row := range r.Rows(attr) {
		c := record.CellsOf(row)
		p := Package{Name: c.Text(), Version: c.Text(), Arch: c.Text(), Path: c.Text(), Size: c.Number(), SHA256: c.Sum()}
		if err := c.End(); err != nil {
			r.Fail(attr, fmt.Sprintf("%s: %v", p.Name, err))
		}
		all = append(all, p)
	}
	return all
}

// with changes a package of the set that is named elsewhere in the block.
func (r reader) with(attr string, s Set, id string, change func(*Package)) {
	i := slices.IndexFunc(s.Packages, func(p Package) bool { return p.ID() == id })
	if i < 0 {
		r.Fail(attr, fmt.Sprintf("there is no package %s in the set", id))
		return
	}
	change(&s.Packages[i])
}
