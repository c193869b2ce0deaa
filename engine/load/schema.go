package load

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Schema is what a kind of block may contain. Rules give theirs to [Load],
// which knows nothing else of them.
type Schema struct {
	Kind   string // the block's type: "wheel"
	Doc    string // one paragraph, for the language reference
	Attrs  []Attr
	Blocks []BlockSchema
	// Matrix allows the attribute matrix, which makes one target a combination.
	Matrix bool
	// Toolchain makes a target depend on the platform and python blocks that
	// its axes name; without a platform axis, or with the value "any", on the
	// execution platform's block.
	Toolchain bool
}

// BlockSchema is what a nested block may contain.
type BlockSchema struct {
	Kind   string
	Doc    string
	Labels []string // what each label means; a block has exactly these
	Attrs  []Attr
	Blocks []BlockSchema
	Min    int // least number of such blocks
	Max    int // greatest number; 0 is any
}

// Attr is one attribute. Its strings may be references, wherever they stand in
// the value: alone, in a list, or as the values of a map.
type Attr struct {
	Name     string
	Doc      string
	Type     cty.Type // values are converted to it; cty.DynamicPseudoType takes all
	Required bool
	Default  cty.Value // what an absent or null attribute is; cty.NilVal for none
	Refs     Refs
	// Exec resolves references to groups for the execution platform instead of
	// the referring target's.
	Exec bool
}

func (a *Attr) hasDefault() bool { return a.Default != cty.NilVal }

// Refs says what the strings of an attribute refer to.
type Refs uint8

// What strings of an attribute may be.
const (
	Plain        Refs = iota // no references
	Labels                   // labels; the value holds the resolved ones
	Files                    // paths relative to the package; the value holds paths relative to the workspace
	LabelOrFiles             // what begins with : or // or has a colon is a label, all else a path
	Members                  // labels or patterns, which stand for all that they match; only in lists
)

// shape is a schema's body, indexed.
type shape struct {
	attrs  map[string]*Attr
	blocks map[string]*blockShape
	order  []*Attr // in the schema's order, so that diagnostics come in one order
	nested []*blockShape
	matrix bool // the attribute matrix may stand here
}

type blockShape struct {
	*BlockSchema
	shape *shape
}

type kindShape struct {
	*Schema
	shape *shape
}

func shapeOf(attrs []Attr, blocks []BlockSchema) *shape {
	s := &shape{attrs: make(map[string]*Attr, len(attrs)), blocks: make(map[string]*blockShape, len(blocks))}
	for i := range attrs {
		a := &attrs[i]
		if s.attrs[a.Name] != nil {
			panic("BUG: schema has the attribute " + a.Name + " twice")
		}
		s.attrs[a.Name] = a
		s.order = append(s.order, a)
	}
	for i := range blocks {
		b := &blockShape{&blocks[i], shapeOf(blocks[i].Attrs, blocks[i].Blocks)}
		if s.blocks[b.Kind] != nil || s.attrs[b.Kind] != nil {
			panic("BUG: schema has " + b.Kind + " twice")
		}
		s.blocks[b.Kind] = b
		s.nested = append(s.nested, b)
	}
	return s
}

func kindShapes(schemas []Schema) map[string]*kindShape {
	kinds := make(map[string]*kindShape, len(schemas))
	for i := range schemas {
		k := schemas[i].Kind
		if kinds[k] != nil || isDeclaration(k) {
			panic("BUG: two schemas for " + k)
		}
		kinds[k] = &kindShape{&schemas[i], shapeOf(schemas[i].Attrs, schemas[i].Blocks)}
		kinds[k].shape.matrix = schemas[i].Matrix
	}
	return kinds
}

// kindsOf returns the kinds of schemas, sorted.
func kindsOf(schemas []Schema) []string {
	kinds := make([]string, len(schemas))
	for i, s := range schemas {
		kinds[i] = s.Kind
	}
	slices.Sort(kinds)
	return kinds
}

// isDeclaration reports whether blocks of this kind declare no target.
func isDeclaration(kind string) bool {
	switch kind {
	case "workspace", "variable", "locals", "function":
		return true
	}
	return false
}
