package lock

import (
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// The blocks of a lock file that are Debian's.
const (
	snapshotBlock = "debian_snapshot"
	setBlock      = "debian_set"
	sourceBlock   = "debian_source"
)

// header says where the file comes from.
const header = `# Written by "dbx lock"; do not edit. A package is a line:
# name, version, architecture, path in the pool, bytes, sha256.

`

// Encode writes a lock file that holds the Debian part alone. The text is the
// same for the same content, and a package is one line of it.
func Encode(l File) []byte {
	f := hclwrite.NewEmptyFile()
	AppendTo(f.Body(), l)
	return append([]byte(header), f.Bytes()...)
}

// AppendTo adds the Debian part to a lock file that is being written.
func AppendTo(body *hclwrite.Body, l File) {
	l = Join(l)
	for _, s := range l.Snapshots {
		b := body.AppendNewBlock(snapshotBlock, []string{s.Suite}).Body()
		b.SetAttributeValue("time", cty.StringVal(s.Time.UTC().Format(time.RFC3339)))
		body.AppendNewline()
	}
	for _, s := range l.Sets {
		writeSet(body.AppendNewBlock(setBlock, []string{s.ID}).Body(), s)
		body.AppendNewline()
	}
	for _, s := range l.Sources {
		b := body.AppendNewBlock(sourceBlock, []string{s.Package.Name, s.Package.Version}).Body()
		b.SetAttributeValue("suite", cty.StringVal(s.Suite))
		var rows [][]cty.Value
		for _, f := range s.Package.Files {
			rows = append(rows, []cty.Value{cty.StringVal(f.Path), cty.NumberIntVal(f.Size), cty.StringVal(f.SHA256.String())})
		}
		setRows(b, "files", rows)
		body.AppendNewline()
	}
}

func writeSet(b *hclwrite.Body, s Set) {
	b.SetAttributeValue("suite", cty.StringVal(s.Suite))
	b.SetAttributeValue("arch", cty.StringVal(s.Arch))
	if len(s.Foreign) > 0 {
		b.SetAttributeValue("foreign", cty.TupleVal(texts(s.Foreign)))
	}
	if s.Base != "" {
		b.SetAttributeValue("base", cty.StringVal(s.Base))
	}
	if len(s.Requested) > 0 {
		b.SetAttributeValue("requested", cty.TupleVal(texts(s.Requested)))
	}
	var packages, essential, before [][]cty.Value
	for _, p := range s.Packages {
		packages = append(packages, []cty.Value{
			cty.StringVal(p.Name), cty.StringVal(p.Version), cty.StringVal(p.Arch),
			cty.StringVal(p.Path), cty.NumberIntVal(p.Size), cty.StringVal(p.SHA256.String()),
		})
		if p.Essential {
			essential = append(essential, texts([]string{p.ID()}))
		}
		if len(p.PreDepends) > 0 {
			before = append(before, texts(append([]string{p.ID()}, p.PreDepends...)))
		}
	}
	setRows(b, "packages", packages)
	if len(essential) > 0 {
		setRows(b, "essential", essential)
	}
	if len(before) > 0 {
		setRows(b, "pre_depends", before)
	}
}

func texts(list []string) []cty.Value {
	values := make([]cty.Value, len(list))
	for i, s := range list {
		values[i] = cty.StringVal(s)
	}
	return values
}

// setRows writes a list of lists with one inner list a line, which is what
// makes a change to one package a change to one line.
func setRows(b *hclwrite.Body, name string, rows [][]cty.Value) {
	newline := &hclwrite.Token{Type: hclsyntax.TokenNewline, Bytes: []byte("\n")}
	tokens := hclwrite.Tokens{{Type: hclsyntax.TokenOBrack, Bytes: []byte("[")}, newline}
	for _, row := range rows {
		tokens = append(tokens, hclwrite.TokensForValue(cty.TupleVal(row))...)
		tokens = append(tokens, &hclwrite.Token{Type: hclsyntax.TokenComma, Bytes: []byte(",")}, newline)
	}
	tokens = append(tokens, &hclwrite.Token{Type: hclsyntax.TokenCBrack, Bytes: []byte("]")})
	b.SetAttributeRaw(name, tokens)
}
