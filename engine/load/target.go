package load

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"dbx/engine/label"
)

// The axes that mean more than their name, and the value that fits every
// platform.
const (
	PlatformAxis = "platform"
	PythonAxis   = "python"
	AnyPlatform  = "any"
)

// eachAxis is the axis that for_each makes, and the scope's name for its place.
const eachAxis = "each"

// Target is one declared thing after evaluation. Targets are not changed after
// [Load] returned and may be read concurrently.
type Target struct {
	Label label.Label
	Kind  string
	Block string    // the name of its block, which a matrix makes several targets of
	Range hcl.Range // the header of its block
	Axes  []Axis    // its place in its block's matrix, in the order written
	Body
	// Inherits are the blocks that it has attributes of, farthest first.
	Inherits []label.Label
	// Deps are the targets that it refers to, sorted, each once.
	Deps []label.Label

	kind   *kindShape
	groups []*group // those that it is a member of
	edges  []edge   // Deps, with places
	texts  []string // files whose text the function file put into it
	broken bool     // diagnosed already
}

// Files returns the files of the workspace that the target is made of, relative
// to the root, sorted, each once: those that its attributes name, those whose
// text the function file put into them, and the one with its block.
func (t *Target) Files() []string {
	files := append([]string{t.Range.Filename}, t.texts...)
	for _, v := range t.values() {
		files = append(files, v.Files()...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// Axis is one coordinate of a target in the matrix of its block.
type Axis struct {
	Name, Value string
}

// Axis returns the target's value on the named axis, or "" if it has no such
// axis.
func (t *Target) Axis(name string) string {
	for _, a := range t.Axes {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Body is the content of a block.
type Body struct {
	// Attrs holds the attributes that were written or have a default.
	Attrs map[string]Value
	// Blocks holds the nested blocks in source order.
	Blocks []Block
}

// Attr returns the named attribute, or the zero Value if it is not set.
func (b Body) Attr(name string) Value { return b.Attrs[name] }

// BlocksOf returns the nested blocks of one kind, in source order.
func (b Body) BlocksOf(kind string) []Block {
	var found []Block
	for _, nested := range b.Blocks {
		if nested.Kind == kind {
			found = append(found, nested)
		}
	}
	return found
}

// Block is a nested block after evaluation.
type Block struct {
	Kind   string
	Labels []string
	Range  hcl.Range // its header
	Body
}
