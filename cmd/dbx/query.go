package main

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/load"
	"dbx/engine/query"
)

// queryForms are the ways to write an answer.
func queryForms() map[string]func(*query.Result, io.Writer) error {
	return map[string]func(*query.Result, io.Writer) error{
		"label":   (*query.Result).WriteLabels,
		"json":    (*query.Result).WriteJSON,
		"jsonl":   (*query.Result).WriteJSONLines,
		"tree":    (*query.Result).WriteTree,
		"dot":     func(r *query.Result, w io.Writer) error { return r.Picture("").WriteDOT(w) },
		"svg":     func(r *query.Result, w io.Writer) error { return r.Picture("").WriteSVG(w) },
		"html":    func(r *query.Result, w io.Writer) error { return r.Picture("").WriteHTML(w) },
		"mermaid": func(r *query.Result, w io.Writer) error { return r.Picture("").WriteMermaid(w) },
	}
}

func (a *app) queryCommand() *cobra.Command {
	var flags loadFlags
	var output string
	forms := slices.Sorted(maps.Keys(queryForms()))
	cmd := &cobra.Command{
		Use:   "query EXPR",
		Short: "Print targets, what they depend on, and what depends on them",
		Long: `Query prints the targets that an expression selects.

  //...  //wheels/...  //images:all
      patterns
  X + Y   X - Y   X ^ Y
      union, except, intersect
` + strings.TrimRight(query.Help(), "\n"),
		Example: "  dbx query 'rdeps(//images:bookworm)'\n  dbx query 'kind(source, deps(//wheels/markupsafe))' --output dot",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			write := queryForms()[output]
			if write == nil {
				return usage("--output %s: want one of %s", output, strings.Join(forms, ", "))
			}
			expr, err := query.Parse(strings.Join(args, " "))
			if err != nil {
				return usage("%w", err)
			}
			ws, err := a.load(cmd.Context(), expr.Patterns(), flags)
			if err != nil {
				return err
			}
			changes, err := a.changes(cmd.Context(), ws, expr.Ranges(), flags)
			if err != nil {
				return err
			}
			result, err := expr.Eval(ws, a.here(ws), changes)
			if err != nil {
				return usage("%w", err)
			}
			result.Targets = slices.DeleteFunc(result.Targets, func(t *load.Target) bool { return !flags.ofKind(t) })
			return machine(write(result, a.stdout))
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "label", "`form` of the answer: "+strings.Join(forms, ", "))
	return cmd
}
