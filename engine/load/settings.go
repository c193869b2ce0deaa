package load

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/label"
)

// workspaceSchema is what the workspace block may contain.
func workspaceSchema() *shape {
	return shapeOf([]Attr{
		{Name: "name", Type: cty.String, Required: true, Doc: "What the workspace is called."},
		{Name: "packages", Type: cty.String, Default: cty.StringVal("."), Doc: "The folder of the packages, relative to the root."},
		{Name: "platforms", Type: cty.String, Doc: "The one package of platform and python blocks; always read."},
		{Name: "epoch", Type: cty.Number, Default: cty.NumberIntVal(315532800), Doc: "SOURCE_DATE_EPOCH of actions, in seconds since 1970; 1980-01-01, the earliest that a zip file can hold, if left out."},
	}, []BlockSchema{{
		Kind: "debian", Max: 1,
		Attrs: []Attr{
			{Name: "mirrors", Type: cty.List(cty.String), Doc: "Archives to fetch packages from, in order of preference."},
			{Name: "keyring", Type: cty.String, Refs: Files, Doc: "A keyring to check the archive's signatures with."},
		},
	}, {
		Kind: "python", Max: 1,
		Attrs: []Attr{
			{Name: "indexes", Type: cty.List(cty.String), Doc: "Package indexes, as pip's index-url, in order of preference."},
		},
	}})
}

// readWorkspace reads the workspace block. It reports whether enough of it
// could be read to go on.
func (l *loader) readWorkspace(blocks []*hclsyntax.Block, files *packageFiles) bool {
	b := blocks[0]
	for _, again := range blocks[1:] {
		l.diags = append(l.diags, problem(again.DefRange(), "Duplicate workspace", "The workspace block is there twice: here and at %s.", b.DefRange()))
	}
	if len(b.Labels) > 0 {
		l.diags = append(l.diags, problem(b.LabelRanges[0], "Unexpected label", "A workspace block has no label; its name is an attribute."))
	}
	form := workspaceSchema()
	l.diags = append(l.diags, checkForm(b.Body, form, b.DefRange(), false)...)
	c := &completer{decoder: decoder{files: files, scope: l.root}, whole: true}
	body := c.body(b.Body, form)
	c.complete(&body, form, b.DefRange())
	l.diags = append(l.diags, c.diags...)
	l.ws.Name = body.Attr("name").Text()
	l.ws.Epoch = body.Attr("epoch").Int()
	for _, debian := range body.BlocksOf("debian") {
		l.ws.Debian = Debian{debian.Attr("mirrors").Texts(), debian.Attr("keyring").Text()}
	}
	for _, python := range body.BlocksOf("python") {
		l.ws.Python = Python{python.Attr("indexes").Texts()}
	}
	diags := l.place(body)
	if l.ws.Epoch < 0 {
		diags = append(diags, problem(body.Attr("epoch").Range, "Invalid value", "The epoch is not before 1970."))
	}
	l.diags = append(l.diags, diags...)
	return c.whole && !c.torn && !diags.HasErrors()
}

// place reads where the packages and the platforms are.
func (l *loader) place(body Body) hcl.Diagnostics {
	var diags hcl.Diagnostics
	packages := body.Attr("packages")
	l.ws.Packages = path.Clean(packages.Text())
	if err := checkFolder(packages.Text()); err != nil {
		diags = append(diags, problem(packages.Range, "Bad folder", "%s", sentence(err)))
	}
	platforms := body.Attr("platforms")
	if !platforms.IsSet() {
		return diags
	}
	name, ok := strings.CutPrefix(platforms.Text(), "//")
	err := label.CheckPackage(name)
	if !ok || name == "" {
		err = fmt.Errorf("platforms is a package: write \"//platforms\"")
	}
	if err != nil {
		return append(diags, problem(platforms.Range, "Bad package", "%s", sentence(err)))
	}
	l.ws.Platforms = name
	return diags
}

func checkFolder(s string) error {
	if err := checkRelative(s); err != nil {
		return errors.New("packages is a folder below the root, such as \"examples\"")
	}
	return nil
}
