package lock

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/rules/debian/repo"
)

// Parse reads a lock file's Debian part; blocks of other kinds are left alone.
func Parse(text []byte, filename string) (File, error) {
	file, diags := hclsyntax.ParseConfig(text, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return File{}, diags
	}
	locked, _, diags := Decode(file.Body)
	if diags.HasErrors() {
		return File{}, diags
	}
	return locked, nil
}

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
		r := &reader{block: b}
		switch b.Type {
		case snapshotBlock:
			r.snapshot(&l)
		case setBlock:
			r.set(&l)
		case sourceBlock:
			r.source(&l)
		}
		diags = append(diags, r.diags...)
	}
	l.sort()
	return l, rest, diags
}

// reader reads one block and collects what is wrong with it.
type reader struct {
	block *hcl.Block
	attrs hcl.Attributes
	diags hcl.Diagnostics
}

func (r *reader) snapshot(l *File) {
	r.open("time")
	at, err := time.Parse(time.RFC3339, r.text("time"))
	if err != nil {
		r.fail("time", "the time is not of the form 2006-01-02T15:04:05Z")
	}
	l.Snapshots = append(l.Snapshots, Snapshot{Suite: r.block.Labels[0], Time: at.UTC()})
}

func (r *reader) source(l *File) {
	r.open("suite", "files")
	s := Source{Suite: r.text("suite"), Package: repo.Source{Name: r.block.Labels[0], Version: r.block.Labels[1]}}
	for _, row := range r.rows("files") {
		c := cellsOf(row)
		f := repo.File{Path: c.text(), Size: c.number(), SHA256: c.sum()}
		if c.end() != nil {
			r.fail("files", fmt.Sprintf("%s: %v", f.Path, c.err))
		}
		s.Package.Files = append(s.Package.Files, f)
	}
	l.Sources = append(l.Sources, s)
}

func (r *reader) set(l *File) {
	r.open("suite", "arch", "foreign", "base", "requested", "packages", "essential", "pre_depends")
	s := Set{ID: r.block.Labels[0], Suite: r.text("suite"), Arch: r.text("arch"), Base: r.text("base")}
	if v, ok := r.value("foreign"); ok {
		s.Foreign = r.texts("foreign", v)
	}
	if v, ok := r.value("requested"); ok {
		s.Requested = r.texts("requested", v)
	}
	for _, row := range r.rows("packages") {
		c := cellsOf(row)
		p := Package{Name: c.text(), Version: c.text(), Arch: c.text(), Path: c.text(), Size: c.number(), SHA256: c.sum()}
		if c.end() != nil {
			r.fail("packages", fmt.Sprintf("%s: %v", p.Name, c.err))
		}
		s.Packages = append(s.Packages, p)
	}
	for _, row := range r.rows("essential") {
		for _, id := range r.texts("essential", row) {
			r.with("essential", s, id, func(p *Package) { p.Essential = true })
		}
	}
	for _, row := range r.rows("pre_depends") {
		if ids := r.texts("pre_depends", row); len(ids) > 1 {
			r.with("pre_depends", s, ids[0], func(p *Package) { p.PreDepends = ids[1:] })
		}
	}
	l.Sets = append(l.Sets, s)
}

// with changes a package of the set that is named elsewhere in the block.
func (r *reader) with(attr string, s Set, id string, change func(*Package)) {
	i := slices.IndexFunc(s.Packages, func(p Package) bool { return p.ID() == id })
	if i < 0 {
		r.fail(attr, fmt.Sprintf("there is no package %s in the set", id))
		return
	}
	change(&s.Packages[i])
}

// open takes the block's attributes and complains about unknown ones.
func (r *reader) open(known ...string) {
	attrs, diags := r.block.Body.JustAttributes()
	r.attrs, r.diags = attrs, append(r.diags, diags...)
	for name, a := range attrs {
		if !slices.Contains(known, name) {
			r.diags = append(r.diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Unknown attribute in lock file",
				Detail:  fmt.Sprintf("%q is not known here; this lock file may be of a newer dbx.", name),
				Subject: a.NameRange.Ptr(),
			})
		}
	}
}

func (r *reader) value(name string) (cty.Value, bool) {
	a := r.attrs[name]
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := a.Expr.Value(nil)
	r.diags = append(r.diags, diags...)
	return v, !diags.HasErrors()
}

func (r *reader) text(name string) string {
	v, ok := r.value(name)
	if !ok {
		return ""
	}
	if v.IsNull() || v.Type() != cty.String {
		r.fail(name, "want a text")
		return ""
	}
	return v.AsString()
}

func (r *reader) rows(name string) []cty.Value {
	v, ok := r.value(name)
	if !ok {
		return nil
	}
	if v.IsNull() || !v.CanIterateElements() {
		r.fail(name, "want a list")
		return nil
	}
	return v.AsValueSlice()
}

// texts reads a row that consists of texts alone.
func (r *reader) texts(attr string, row cty.Value) []string {
	c := cellsOf(row)
	var all []string
	for c.err == nil && c.next < len(c.row) {
		all = append(all, c.text())
	}
	if c.err != nil {
		r.fail(attr, c.err.Error())
		return nil
	}
	return all
}

func (r *reader) fail(attr, detail string) {
	at := r.block.DefRange
	if a := r.attrs[attr]; a != nil {
		at = a.Range
	}
	r.diags = append(r.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Broken lock file",
		Detail: fmt.Sprintf("%s %q: %s. Write it anew with \"dbx lock\".", r.block.Type, r.block.Labels[0], detail), Subject: at.Ptr(),
	})
}

// cells reads a row from left to right and keeps the first error.
type cells struct {
	row  []cty.Value
	next int
	err  error
}

func cellsOf(row cty.Value) cells {
	if row.IsNull() || !row.CanIterateElements() {
		return cells{err: errors.New("a row is no list")}
	}
	return cells{row: row.AsValueSlice()}
}

func (c *cells) take(want cty.Type) (cty.Value, bool) {
	i := c.next
	c.next++
	if c.err == nil && len(c.row) <= i {
		c.err = errors.New("the row has too few cells")
	}
	if c.err != nil {
		return cty.NilVal, false
	}
	v := c.row[i]
	if v.IsNull() || v.Type() != want {
		c.err = fmt.Errorf("cell %d is no %s", i+1, want.FriendlyName())
		return cty.NilVal, false
	}
	return v, true
}

func (c *cells) text() string {
	if v, ok := c.take(cty.String); ok {
		return v.AsString()
	}
	return ""
}

func (c *cells) number() int64 {
	v, ok := c.take(cty.Number)
	if !ok {
		return 0
	}
	n, accuracy := v.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 0 {
		c.err = fmt.Errorf("cell %d is no number of bytes", c.next)
	}
	return n
}

func (c *cells) sum() digest.SHA256 {
	s := c.text()
	if c.err != nil {
		return digest.SHA256{}
	}
	sum, err := digest.ParseSHA256(s)
	c.err = err
	return sum
}

func (c *cells) end() error {
	if c.err == nil && c.next != len(c.row) {
		c.err = errors.New("the row has too many cells")
	}
	return c.err
}
