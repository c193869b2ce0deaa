package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/schedule"
	"dbx/rules/wheel"
	"dbx/rules/wheel/gate"
)

func (a *app) wheelCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "wheel",
		Short: "See what the checks say of wheels",
	}
	cmd.AddCommand(a.wheelCheckCommand())
	return cmd
}

func (a *app) wheelCheckCommand() *cobra.Command {
	var flags buildFlags
	var output string
	cmd := &cobra.Command{
		Use:   "check PATTERN…",
		Short: "Build wheels and show what each check says of them",
		Long: "Check builds wheels and shows the verdict of every check, also of wheels that do\n" +
			"not pass. It ends with 1 if there are any.",
		Example: "  dbx wheel check //wheels/...\n  dbx wheel check //wheels/markupsafe --output json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			return a.checkWheels(cmd.Context(), args, flags, output)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json (a list)")
	return cmd
}

// checkedWheel is a wheel target and what the gate says of it.
type checkedWheel struct {
	Label label.Label `json:"label"`
	gate.Report
	report graph.ArtifactID
}

func (a *app) checkWheels(ctx context.Context, patterns []string, flags buildFlags, output string) (err error) {
	if err := flags.check(); err != nil {
		return err
	}
	var wheels []checkedWheel
	ws, analysed, err := a.analyseOnly(ctx, patterns, flags.loadFlags, "wheel", func(l label.Label, p analysis.Provider) bool {
		w, ok := p.(*wheel.Wheel)
		if ok {
			wheels = append(wheels, checkedWheel{Label: l, report: w.Report()})
		}
		return ok
	})
	if err != nil {
		return err
	}
	if len(wheels) == 0 {
		return usage("%s: no wheel among the targets", strings.Join(patterns, " "))
	}
	engine, err := a.open(ws, flags, looked)
	if err != nil {
		return err
	}
	defer func() { err = engine.end(ctx, err) }()
	if err := engine.readReports(ctx, analysed.Graph, wheels, flags); err != nil {
		return err
	}
	if err := writeChecks(a.stdout, wheels, output); err != nil {
		return machine(err)
	}
	for _, w := range wheels {
		if !w.Passed() {
			return &exitError{code: exitFailed}
		}
	}
	return nil
}

// readReports builds what the gate says of wheels, and reads it.
func (e *assembly) readReports(ctx context.Context, g *graph.Graph, wheels []checkedWheel, flags buildFlags) error {
	var ids []graph.ActionID
	for _, w := range wheels {
		ids = append(ids, g.Artifact(w.report).Producer)
	}
	report, err := schedule.Run(ctx, g, ids, e.options(flags))
	if err != nil {
		return err
	}
	e.progress.summary(report)
	if err := outcome(report); err != nil {
		return err
	}
	for i := range wheels {
		made, ok := report.Output(wheels[i].report)
		if !ok {
			panic(fmt.Sprintf("BUG: %s was built without a report", wheels[i].Label))
		}
		text, err := e.cache.Store.Read(ctx, made.Digest)
		if err != nil {
			return machine(err)
		}
		if wheels[i].Report, err = gate.ParseReport(text); err != nil {
			return machine(fmt.Errorf("%s: %w", wheels[i].Label, err))
		}
	}
	return nil
}

func writeChecks(w io.Writer, wheels []checkedWheel, output string) error {
	if output == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(wheels)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "wheel")
	for _, name := range gate.Names() {
		fmt.Fprint(table, "\t"+name)
	}
	for _, c := range wheels {
		fmt.Fprint(table, "\n"+c.Label.String())
		for _, v := range c.Verdicts {
			fmt.Fprint(table, "\t"+string(v.Status))
		}
	}
	fmt.Fprintln(table)
	if err := table.Flush(); err != nil {
		return err
	}
	for _, c := range wheels {
		if c.Remarkable() {
			if _, err := fmt.Fprintf(w, "\n%s: %s\n%s", c.Label, c.Wheel, c.Table()); err != nil {
				return err
			}
		}
	}
	return nil
}
