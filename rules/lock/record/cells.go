package record

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
)

// Cells reads a row from left to right and keeps the first error.
type Cells struct {
	row  []cty.Value
	next int
	err  error
}

// CellsOf returns the cells of a row.
func CellsOf(row cty.Value) Cells {
	if row.IsNull() || !row.CanIterateElements() {
		return Cells{err: errors.New("a row is no list")}
	}
	return Cells{row: row.AsValueSlice()}
}

func (c *Cells) take(want cty.Type) (cty.Value, bool) {
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

// More reports whether there is another cell and no error so far.
func (c *Cells) More() bool { return c.err == nil && c.next < len(c.row) }

// Text reads a string.
func (c *Cells) Text() string {
	if v, ok := c.take(cty.String); ok {
		return v.AsString()
	}
	return ""
}

// Number reads a count that is no less than 0.
func (c *Cells) Number() int64 {
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

// Sum reads a SHA-256.
func (c *Cells) Sum() digest.SHA256 {
	s := c.Text()
	if c.err != nil {
		return digest.SHA256{}
	}
	sum, err := digest.ParseSHA256(s)
	c.err = err
	return sum
}

// End returns the first error; cells that are left over are one.
func (c *Cells) End() error {
	if c.err == nil && c.next != len(c.row) {
		c.err = errors.New("the row has too many cells")
	}
	return c.err
}
