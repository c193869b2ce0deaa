// Package lock is the lock file as a whole: dbx.lock.hcl, which "dbx lock"
// writes and builds read.
//
// It joins the parts and knows none of them: each is read and written by the
// package that knows what is locked.
package lock

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	debian "dbx/rules/debian/lock"
	"dbx/rules/image/pin"
	python "dbx/rules/python/pin"
	"dbx/rules/source/commit"
)

// File is a lock file. The zero value is an empty one.
type File struct {
	Debian  debian.File
	Images  []pin.Image   // of registries and archives
	Commits []commit.Pin  // of git sources
	Python  []python.File // of package indexes
}

// header says where the file comes from.
const header = `# Written by "dbx lock"; do not edit. A package is a line:
# name, version, architecture, path in the pool, bytes, sha256.

`

// Encode writes a lock file. The text is the same for the same content.
func Encode(l File) []byte {
	f := hclwrite.NewEmptyFile()
	debian.AppendTo(f.Body(), l.Debian)
	pin.AppendTo(f.Body(), l.Images)
	commit.AppendTo(f.Body(), l.Commits)
	python.AppendTo(f.Body(), l.Python)
	return append([]byte(header), f.Bytes()...)
}

// Parse reads a lock file. Errors name their places in the file as filename.
func Parse(text []byte, filename string) (File, error) {
	file, diags := hclsyntax.ParseConfig(text, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return File{}, diags
	}
	var l File
	var more hcl.Diagnostics
	var rest hcl.Body = file.Body
	l.Debian, rest, more = debian.Decode(rest)
	diags = append(diags, more...)
	l.Images, rest, more = pin.Decode(rest)
	diags = append(diags, more...)
	l.Commits, rest, more = commit.Decode(rest)
	diags = append(diags, more...)
	l.Python, rest, more = python.Decode(rest)
	diags = append(diags, more...)
	// What no part knows is of a newer dbx, or a slip.
	_, more = rest.Content(&hcl.BodySchema{})
	if diags = append(diags, more...); diags.HasErrors() {
		return File{}, diags
	}
	return l, nil
}
