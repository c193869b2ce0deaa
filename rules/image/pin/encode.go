package pin

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/rules/lock/record"
)

// AppendTo adds images to a lock file that is being written.
func AppendTo(body *hclwrite.Body, images []Image) {
	images = slices.Clone(images)
	Sort(images)
	for _, img := range images {
		write(body.AppendNewBlock(block, []string{img.Source, img.Platform.String()}).Body(), img)
		body.AppendNewline()
	}
}

func write(b *hclwrite.Body, img Image) {
	text := func(name, value string) {
		if value != "" {
			b.SetAttributeValue(name, cty.StringVal(value))
		}
	}
	list := func(name string, values []string) {
		if len(values) > 0 {
			b.SetAttributeValue(name, cty.TupleVal(record.Texts(values)))
		}
	}
	hash := func(name string, sum digest.SHA256) {
		if !sum.IsZero() {
			text(name, sum.String())
		}
	}
	hash("manifest", img.Manifest)
	hash("config", img.ID)
	if !img.Created.IsZero() {
		text("created", img.Created.UTC().Format(timeForm))
	}
	list("env", img.Config.Env)
	text("user", img.Config.User)
	text("workdir", img.Config.Dir)
	list("entrypoint", img.Config.Entrypoint)
	list("cmd", img.Config.Cmd)
	list("ports", img.Config.Ports)
	list("volumes", img.Config.Volumes)
	text("stop_signal", img.Config.StopSignal)
	var labels, layers [][]cty.Value
	for _, name := range slices.Sorted(maps.Keys(img.Config.Labels)) {
		labels = append(labels, record.Texts([]string{name, img.Config.Labels[name]}))
	}
	if len(labels) > 0 {
		record.SetRows(b, "labels", labels)
	}
	for _, l := range img.Layers {
		row := []cty.Value{cty.StringVal(l.DiffID.String())}
		if !l.Blob.IsZero() {
			row = append(row, cty.StringVal(l.Blob.String()), cty.NumberIntVal(l.Size), cty.StringVal(l.MediaType))
		}
		layers = append(layers, row)
	}
	record.SetRows(b, "layers", layers)
}
