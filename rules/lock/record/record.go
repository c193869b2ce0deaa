// Package record reads and writes single blocks of the lock file, in which one
// thing is one line: attributes are texts or lists of rows, rows are lists of
// cells.
//
// It does not know which blocks there are: each package that has something
// locked reads and writes its own.
package record

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Reader reads one block and collects what is wrong with it.
type Reader struct {
	block *hcl.Block
	attrs hcl.Attributes
	diags hcl.Diagnostics
}

// NewReader returns a Reader of a block, which is still to be opened.
func NewReader(block *hcl.Block) *Reader { return &Reader{block: block} }

// Label returns one of the block's labels.
func (r *Reader) Label(i int) string { return r.block.Labels[i] }

// Diagnostics returns all complaints so far.
func (r *Reader) Diagnostics() hcl.Diagnostics { return r.diags }

// Open takes the block's attributes and complains about unknown ones.
func (r *Reader) Open(known ...string) {
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

// Value returns an attribute's value; ok is false if it is not there or wrong.
func (r *Reader) Value(name string) (v cty.Value, ok bool) {
	a := r.attrs[name]
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := a.Expr.Value(nil)
	r.diags = append(r.diags, diags...)
	return v, !diags.HasErrors()
}

// Text returns an attribute that is a string, "" if it is not there.
func (r *Reader) Text(name string) string {
	v, ok := r.Value(name)
	if !ok {
		return ""
	}
	if v.IsNull() || v.Type() != cty.String {
		r.Fail(name, "want a text")
		return ""
	}
	return v.AsString()
}

// Rows returns the elements of an attribute that is a list, none if it is not
// there.
func (r *Reader) Rows(name string) []cty.Value {
	v, ok := r.Value(name)
	if !ok {
		return nil
	}
	if v.IsNull() || !v.CanIterateElements() {
		r.Fail(name, "want a list")
		return nil
	}
	return v.AsValueSlice()
}

// Texts reads a row that consists of texts alone.
func (r *Reader) Texts(attr string, row cty.Value) []string {
	c := CellsOf(row)
	var all []string
	for c.More() {
		all = append(all, c.Text())
	}
	if c.err != nil {
		r.Fail(attr, c.err.Error())
		return nil
	}
	return all
}

// Fail complains about an attribute.
func (r *Reader) Fail(attr, detail string) {
	at := r.block.DefRange
	if a := r.attrs[attr]; a != nil {
		at = a.Range
	}
	r.diags = append(r.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Broken lock file",
		Detail: fmt.Sprintf("%s %q: %s. Write it anew with \"dbx lock\".", r.block.Type, r.block.Labels[0], detail), Subject: at.Ptr(),
	})
}
