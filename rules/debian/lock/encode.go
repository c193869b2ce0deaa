package lock

import (
	"time"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"dbx/rules/lock/record"
)

// The blocks of a lock file that are Debian's.
const (
	snapshotBlock = "debian_snapshot"
	setBlock      = "debian_set"
	sourceBlock   = "debian_source"
)

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
		record.SetRows(b, "files", rows)
		body.AppendNewline()
	}
}

func writeSet(b *hclwrite.Body, s Set) {
	b.SetAttributeValue("suite", cty.StringVal(s.Suite))
	b.SetAttributeValue("arch", cty.StringVal(s.Arch))
	if len(s.Foreign) > 0 {
		b.SetAttributeValue("foreign", cty.TupleVal(record.Texts(s.Foreign)))
	}
	if s.Base != "" {
		b.SetAttributeValue("base", cty.StringVal(s.Base))
	}
	if len(s.Requested) > 0 {
		b.SetAttributeValue("requested", cty.TupleVal(record.Texts(s.Requested)))
	}
	var essential, before [][]cty.Value
	for _, p := range s.Packages {
		if p.Essential {
			essential = append(essential, record.Texts([]string{p.ID()}))
		}
		if len(p.PreDepends) > 0 {
			before = append(before, record.Texts(append([]string{p.ID()}, p.PreDepends...)))
		}
	}
	record.SetRows(b, "packages", packageRows(s.Packages))
	if len(s.Extracted) > 0 {
		record.SetRows(b, "extracted", packageRows(s.Extracted))
	}
	if len(essential) > 0 {
		record.SetRows(b, "essential", essential)
	}
	if len(before) > 0 {
		record.SetRows(b, "pre_depends", before)
	}
}

func packageRows(packages []Package) [][]cty.Value {
	var rows [][]cty.Value
	for _, p := range packages {
		rows = append(rows, []cty.Value{
			cty.StringVal(p.Name), cty.StringVal(p.Version), cty.StringVal(p.Arch),
			cty.StringVal(p.Path), cty.NumberIntVal(p.Size), cty.StringVal(p.SHA256.String()),
		})
	}
	return rows
}
