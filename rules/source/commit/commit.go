// Package commit is the part of the lock file about git: which commit a ref of
// a source was, and which tree came of it, so that a build need not ask.
//
// It knows how that is written down, not how to find it out, nor which block
// asks for it. Where the repository is has no part in it: a commit is the same
// in every copy.
package commit

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/executor/fetch/gitname"
	"dbx/rules/lock/record"
)

// Want is what a source asks for.
type Want struct {
	Target     string // label of the source
	Ref        string // branch, tag or full name
	Path       string // the folder that is kept; "" for all
	Submodules bool
}

// Pin is what it was when it was locked.
type Pin struct {
	Want
	Commit gitname.ID
	Tree   digest.Digest // with submodules, of the folder alone
}

// Find returns the pin of what a source asks for.
func Find(pins []Pin, want Want) (Pin, bool) {
	i := slices.IndexFunc(pins, func(p Pin) bool { return p.Want == want })
	if i < 0 {
		return Pin{}, false
	}
	return pins[i], true
}

// Sort brings pins into the order of the lock file.
func Sort(pins []Pin) {
	slices.SortFunc(pins, func(a, b Pin) int { return strings.Compare(a.Target, b.Target) })
}

// block is the kind of block of the lock file.
const block = "git_source"

// AppendTo adds pins to a lock file that is being written.
func AppendTo(body *hclwrite.Body, pins []Pin) {
	pins = slices.Clone(pins)
	Sort(pins)
	for _, p := range pins {
		b := body.AppendNewBlock(block, []string{p.Target}).Body()
		b.SetAttributeValue("ref", cty.StringVal(p.Ref))
		b.SetAttributeValue("commit", cty.StringVal(string(p.Commit)))
		if p.Path != "" {
			b.SetAttributeValue("path", cty.StringVal(p.Path))
		}
		if p.Submodules {
			b.SetAttributeValue("submodules", cty.StringVal("yes"))
		}
		b.SetAttributeValue("tree", cty.StringVal(p.Tree.String()))
		body.AppendNewline()
	}
}

// Decode takes the pins out of a lock file's body and returns what is left of
// that for the readers of the other parts.
func Decode(body hcl.Body) ([]Pin, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: block, LabelNames: []string{"target"}},
	}})
	var pins []Pin
	for _, b := range content.Blocks {
		r := record.NewReader(b)
		pins = append(pins, read(r))
		diags = append(diags, r.Diagnostics()...)
	}
	Sort(pins)
	return pins, rest, diags
}

func read(r *record.Reader) Pin {
	r.Open("ref", "commit", "path", "submodules", "tree")
	p := Pin{Want: Want{Target: r.Label(0), Ref: r.Text("ref"), Path: r.Text("path"), Submodules: r.Text("submodules") == "yes"}}
	var err error
	if p.Commit, err = gitname.ParseID(r.Text("commit")); err != nil {
		r.Fail("commit", err.Error())
	}
	if p.Tree, err = digest.Parse(r.Text("tree")); err != nil {
		r.Fail("tree", err.Error())
	}
	return p
}
