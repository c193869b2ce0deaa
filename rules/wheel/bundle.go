package wheel

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// Bundle is what dependents of a wheels block know.
type Bundle struct {
	wheels []*Wheel
	tree   graph.ArtifactID
}

// Files implements [analysis.Provider]: the folder that holds all the wheels.
func (b *Bundle) Files() []analysis.File { return []analysis.File{{Path: ".", Artifact: b.tree}} }

// BundleRule is the rule for wheels blocks.
type BundleRule struct{}

// Schema implements [analysis.Rule].
func (BundleRule) Schema() load.Schema {
	return load.Schema{
		Kind:      "wheels",
		Doc:       "Several wheels in one folder, as what needs each other is handed on, or installed with pip's --find-links.",
		Matrix:    true,
		Toolchain: true,
		Attrs: []load.Attr{
			{Name: "members", Type: cty.List(cty.String), Required: true, Refs: load.Labels, Doc: "Wheels, and other bundles, whose wheels it then has too. Two may have the same file if it is the same in both."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (BundleRule) Analyze(c *analysis.Context) analysis.Provider {
	at := c.Target.Attr("members")
	b := &Bundle{wheels: wheelsFor(c, at, nil)}
	if len(at.Labels()) == 0 {
		c.Errorf(at.Range, "No wheels", "A bundle has at least one wheel.")
	}
	var inputs []graph.Input
	for i, w := range b.wheels {
		inputs = append(inputs, graph.Input{Path: fmt.Sprintf("wheels/%04d", i), Artifact: w.tree})
	}
	b.tree = c.Declare(graph.Action{
		Mnemonic: "BundleWheels",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"bundle-wheels@1"},
			Outputs: []executor.OutputSpec{{Path: "bundle", Kind: executor.OutputTree}},
		},
		Inputs: inputs,
	})[0]
	return b
}

// BundleWheels is bundle-wheels@1: it puts the wheels in the folders
// wheels/NNNN together in the folder outputs[0]. Two of the same name must be
// the same. It takes no arguments.
func BundleWheels(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 0 || len(outputs) != 1 {
		return failf("want no arguments and one output, have %q and %q", args, outputs)
	}
	found, err := fs.Glob(in, "wheels/*/*.whl")
	if err != nil {
		return err
	}
	if err := out.Mkdir(outputs[0], 0o755); err != nil {
		return err
	}
	first := map[string]string{} // by name in small letters
	for _, file := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := fs.ReadFile(in, file)
		if err != nil {
			return err
		}
		name := path.Base(file)
		other, taken := first[strings.ToLower(name)]
		if !taken {
			first[strings.ToLower(name)] = file
			if err := out.WriteFile(path.Join(outputs[0], name), raw, 0o644); err != nil {
				return err
			}
			continue
		}
		same, err := fs.ReadFile(in, other)
		if err != nil {
			return err
		}
		if path.Base(other) != name || !bytes.Equal(same, raw) {
			return failf("two members have the wheel %s, and they differ; leave one out, or give one another build or version", name)
		}
	}
	return nil
}
