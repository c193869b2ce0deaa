// Package pin is the part of the lock file about files of Python package
// indexes: which file a target takes, so that a build need not ask.
//
// It knows how that is written down, not how to find it out. An index's own
// place has no part in it: a file is named from there, and by its hash.
package pin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/rules/lock/record"
)

// File is a file as it was when it was locked.
type File struct {
	Name             string
	Project, Version string // as the targets want them
	URL              string // relative to the index's; whole if another server has it
	SHA256           digest.SHA256
	Size             int64  // in bytes; 0 if no one said
	RequiresPython   string // specifiers (PEP 440); "" for any
	Targets          []string
}

// Find returns the file that a target takes of a project and a version.
func Find(files []File, target, project, version string) (File, bool) {
	i := slices.IndexFunc(files, func(f File) bool {
		return f.Project == project && f.Version == version && slices.Contains(f.Targets, target)
	})
	if i < 0 {
		return File{}, false
	}
	return files[i], true
}

// Add puts a file that one target takes to the others, with those that take
// the same.
func Add(files []File, f File) []File {
	i := slices.IndexFunc(files, func(o File) bool {
		return o.Name == f.Name && o.SHA256 == f.SHA256 && o.Project == f.Project && o.Version == f.Version
	})
	if i < 0 {
		return append(files, f)
	}
	files[i].Targets = append(files[i].Targets, f.Targets...)
	return files
}

// sorted returns files in the order of the lock file.
func sorted(files []File) []File {
	files = slices.Clone(files)
	for i := range files {
		files[i].Targets = slices.Compact(slices.Sorted(slices.Values(files[i].Targets)))
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.SHA256.String(), b.SHA256.String()),
			strings.Compare(a.Project, b.Project), strings.Compare(a.Version, b.Version), slices.Compare(a.Targets, b.Targets))
	})
	return files
}

// block is the kind of block of the lock file.
const block = "python_file"

// AppendTo adds files to a lock file that is being written.
func AppendTo(body *hclwrite.Body, files []File) {
	for _, f := range sorted(files) {
		b := body.AppendNewBlock(block, []string{f.Name}).Body()
		b.SetAttributeValue("project", cty.StringVal(f.Project))
		b.SetAttributeValue("version", cty.StringVal(f.Version))
		b.SetAttributeValue("url", cty.StringVal(f.URL))
		b.SetAttributeValue("sha256", cty.StringVal(f.SHA256.String()))
		if f.Size > 0 {
			b.SetAttributeValue("size", cty.NumberIntVal(f.Size))
		}
		if f.RequiresPython != "" {
			b.SetAttributeValue("requires_python", cty.StringVal(f.RequiresPython))
		}
		var rows [][]cty.Value
		for _, target := range f.Targets {
			rows = append(rows, []cty.Value{cty.StringVal(target)})
		}
		record.SetRows(b, "targets", rows)
		body.AppendNewline()
	}
}

// Decode takes the files out of a lock file's body and returns what is left of
// that for the readers of the other parts.
func Decode(body hcl.Body) ([]File, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: block, LabelNames: []string{"file"}},
	}})
	var files []File
	for _, b := range content.Blocks {
		r := record.NewReader(b)
		files = append(files, read(r))
		diags = append(diags, r.Diagnostics()...)
	}
	return sorted(files), rest, diags
}

func read(r *record.Reader) File {
	r.Open("project", "version", "url", "sha256", "size", "requires_python", "targets")
	f := File{Name: r.Label(0), Project: r.Text("project"), Version: r.Text("version"), URL: r.Text("url"), RequiresPython: r.Text("requires_python")}
	if f.Name == "" || strings.ContainsAny(f.Name, "/\\\x00") || f.Name == "." || f.Name == ".." {
		r.Fail("file", "want a file's name without folders")
	}
	var err error
	if f.SHA256, err = digest.ParseSHA256(r.Text("sha256")); err != nil {
		r.Fail("sha256", err.Error())
	}
	if v, ok := r.Value("size"); ok {
		cells := record.CellsOf(cty.TupleVal([]cty.Value{v}))
		f.Size = cells.Number()
		if err := cells.End(); err != nil {
			r.Fail("size", err.Error())
		}
	}
	for _, row := range r.Rows("targets") {
		f.Targets = append(f.Targets, r.Texts("targets", row)...)
	}
	return f
}
