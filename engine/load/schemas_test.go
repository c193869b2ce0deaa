package load_test

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
)

// schemas resemble the real rules' closely enough to try every feature.
func schemas() []load.Schema {
	text, texts, env := cty.String, cty.List(cty.String), cty.DynamicPseudoType
	debian := load.BlockSchema{Kind: "debian", Attrs: []load.Attr{
		{Name: "packages", Type: texts, Required: true},
		{Name: "suite", Type: text},
	}}
	return []load.Schema{
		{Kind: "platform", Attrs: []load.Attr{
			{Name: "os", Type: text, Default: cty.StringVal("linux")},
			{Name: "arch", Type: text, Required: true},
			{Name: "variant", Type: text},
			{Name: "triple", Type: text},
			{Name: "image", Type: text, Refs: load.Labels},
			{Name: "env", Type: env},
		}},
		{Kind: "python", Attrs: []load.Attr{{Name: "version", Type: text, Required: true}}},
		{Kind: "source", Matrix: true, Attrs: []load.Attr{
			{Name: "sha256", Type: text},
			{Name: "files", Type: texts, Refs: load.Files},
		}, Blocks: []load.BlockSchema{{Kind: "url", Max: 1, Attrs: []load.Attr{{Name: "urls", Type: texts, Required: true}}}}},
		{Kind: "base_image", Matrix: true, Blocks: []load.BlockSchema{debian}},
		{Kind: "image", Matrix: true, Attrs: []load.Attr{
			{Name: "base", Type: text, Required: true, Refs: load.Labels},
			{Name: "env", Type: env},
		}, Blocks: []load.BlockSchema{
			debian,
			{Kind: "copy", Attrs: []load.Attr{
				{Name: "from", Type: text, Required: true, Refs: load.LabelOrFiles},
				{Name: "to", Type: text, Required: true},
			}},
			{Kind: "run", Attrs: []load.Attr{{Name: "command", Type: texts, Required: true}}},
		}},
		{Kind: "wheel", Matrix: true, Toolchain: true, Attrs: []load.Attr{
			{Name: "version", Type: text, Required: true},
			{Name: "source", Type: text, Refs: load.Labels},
			{Name: "patches", Type: texts, Refs: load.Files},
			{Name: "requires", Type: texts, Refs: load.Labels},
			{Name: "build_requires", Type: texts, Refs: load.Labels, Exec: true},
			{Name: "env", Type: env},
			{Name: "pure", Type: cty.Bool, Default: cty.False},
		}},
		{Kind: "action", Matrix: true, Attrs: []load.Attr{
			{Name: "command", Type: texts, Required: true},
			{Name: "inputs", Type: cty.Map(cty.String), Refs: load.LabelOrFiles},
			{Name: "tools", Type: texts, Refs: load.Labels, Exec: true},
			{Name: "cpus", Type: cty.Number},
		}, Blocks: []load.BlockSchema{{Kind: "output", Labels: []string{"name"}, Min: 1, Attrs: []load.Attr{{Name: "path", Type: text}}}}},
		{Kind: "group", Attrs: []load.Attr{{Name: "members", Type: texts, Required: true, Refs: load.Members}}},
	}
}
