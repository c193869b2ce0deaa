package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/load"
	"dbx/engine/query"
)

func (a *app) queryCommand() *cobra.Command {
	var flags loadFlags
	var output string
	cmd := &cobra.Command{
		Use:   "query EXPR",
		Short: "Print targets, what they depend on, and what depends on them",
		Long: `Query prints the targets that an expression selects.

  //...  //wheels/...  //images:all        patterns
  deps(X)  deps(X, depth)                  X and what it depends on
  rdeps(X)  rdeps(universe, X, depth)      X and what depends on it
  kind(wheel, X)                           those of X of a kind; * and ? match
  allpaths(X, Y)  somepath(X, Y)           what lies between X and Y
  X + Y   X - Y   X ^ Y                    union, except, intersect`,
		Example: "  dbx query 'rdeps(//images:bookworm)'\n  dbx query 'kind(source, deps(//wheels/markupsafe))' --output dot",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			expr, err := query.Parse(strings.Join(args, " "))
			if err != nil {
				return usage("%w", err)
			}
			ws, err := a.load(cmd.Context(), expr.Patterns(), flags)
			if err != nil {
				return err
			}
			result, err := expr.Eval(ws, a.here(ws))
			if err != nil {
				return usage("%w", err)
			}
			result.Targets = slices.DeleteFunc(result.Targets, func(t *load.Target) bool { return !flags.ofKind(t) })
			switch output {
			case "label":
				return machine(result.WriteLabels(a.stdout))
			case "json":
				return machine(result.WriteJSON(a.stdout))
			case "dot":
				return machine(result.WriteDOT(a.stdout))
			}
			return usage("--output %s: want label, json or dot", output)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "label", "`form` of the answer: label, json or dot")
	return cmd
}
