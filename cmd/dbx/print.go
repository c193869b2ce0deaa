package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"dbx/engine/label"
	"dbx/engine/load"
)

func (a *app) printCommand() *cobra.Command {
	var flags loadFlags
	var output string
	cmd := &cobra.Command{
		Use:   "print PATTERN…",
		Short: "Print targets as they are after evaluation, and where their attributes come from",
		Long: `Print writes targets as blocks without variables, functions, matrices and
inheritance. What does not stand in the target's own block has a comment that
says where it comes from. With --output json every attribute has its origin.`,
		Example: "  dbx print //wheels/markupsafe:linux-armv6\n  dbx print //... --kind image --output json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "hcl" && output != "json" {
				return usage("--output %s: want hcl or json", output)
			}
			ws, err := a.load(cmd.Context(), args, flags)
			if err != nil {
				return err
			}
			var targets []*load.Target
			for _, l := range ws.Requested {
				if t, ok := ws.Target(l); ok && flags.ofKind(t) {
					targets = append(targets, t)
				}
			}
			if output == "json" {
				return a.writeJSON(printedTargets(targets))
			}
			for i, t := range targets {
				if i > 0 {
					fmt.Fprintln(a.stdout)
				}
				if _, err := a.stdout.Write(t.HCL()); err != nil {
					return machine(err)
				}
			}
			return nil
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "hcl", "`form` of the answer: hcl or json")
	return cmd
}

// writeJSON prints a value, indented, for other programs.
func (a *app) writeJSON(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return machine(enc.Encode(v))
}

// printedTarget is a target as dbx print --output json has it.
type printedTarget struct {
	Label    label.Label       `json:"label"`
	Kind     string            `json:"kind"`
	File     string            `json:"file"`
	Line     int               `json:"line"`
	Axes     map[string]string `json:"axes,omitempty"`
	Inherits []label.Label     `json:"inherits,omitempty"`
	printedBody
	Deps []label.Label `json:"deps,omitempty"`
}

type printedBody struct {
	Attributes map[string]printedValue `json:"attributes"`
	Blocks     []printedBlock          `json:"blocks,omitempty"`
}

type printedBlock struct {
	Kind   string   `json:"kind"`
	Labels []string `json:"labels,omitempty"`
	printedBody
}

// printedValue is a value, and where it was written: a file and line, the flag
// --set, or "default".
type printedValue struct {
	Value  ctyjson.SimpleJSONValue `json:"value"`
	Origin string                  `json:"origin"`
}

func printedTargets(targets []*load.Target) []printedTarget {
	list := []printedTarget{}
	for _, t := range targets {
		p := printedTarget{
			Label: t.Label, Kind: t.Kind, File: t.Range.Filename, Line: t.Range.Start.Line,
			Inherits: t.Inherits, printedBody: bodyOf(t.Body), Deps: slices.Clone(t.Deps),
		}
		for _, axis := range t.Axes {
			if p.Axes == nil {
				p.Axes = map[string]string{}
			}
			p.Axes[axis.Name] = axis.Value
		}
		list = append(list, p)
	}
	return list
}

func bodyOf(b load.Body) printedBody {
	p := printedBody{Attributes: map[string]printedValue{}}
	for name, v := range b.Attrs {
		p.Attributes[name] = printedValue{ctyjson.SimpleJSONValue{Value: v.Value}, v.Origin()}
	}
	for _, nested := range b.Blocks {
		p.Blocks = append(p.Blocks, printedBlock{nested.Kind, nested.Labels, bodyOf(nested.Body)})
	}
	return p
}
