package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/analysis"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/rules/group"
	"dbx/rules/test"
)

type testFlags struct {
	buildFlags
	runs    int
	noCache bool
	logs    string
	junit   string
}

func (a *app) testCommand() *cobra.Command {
	var flags testFlags
	cmd := &cobra.Command{
		Use:     "test PATTERN…",
		Short:   "Run tests and say which passed",
		Long:    "Run tests, with all that they need, and say which passed. A test that passed before, with the same inputs, is not run again.",
		Example: "  dbx test //...\n  dbx test //lib:check --runs 20 --junit results.xml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.test(cmd.Context(), args, flags)
		},
	}
	flags.register(cmd)
	keep := cmd.Flags().Lookup("keep-going")
	keep.DefValue, keep.Usage = "true", "run all tests that can be run after a failure; -k=false stops at the first"
	flags.keepGoing = true
	cmd.Flags().IntVar(&flags.runs, "runs", 1, "run each test `N` times, whatever the cache knows; one failure is enough to fail")
	cmd.Flags().BoolVar(&flags.noCache, "no-cache", false, "run tests that passed before too, and remember nothing of it")
	cmd.Flags().StringVar(&flags.logs, "logs", "failed", "`whose` logs are shown: failed or all")
	cmd.Flags().StringVar(&flags.junit, "junit", "", "write the results to this `file`, as JUnit's XML")
	return cmd
}

func (a *app) test(ctx context.Context, patterns []string, flags testFlags) (err error) {
	if err := flags.check(); err != nil {
		return err
	}
	if err := a.checkJUnit(flags.junit); err != nil {
		return err
	}
	limit, err := a.cacheLimit()
	if err != nil {
		return err
	}
	ws, err := a.load(ctx, patterns, flags.loadFlags)
	if err != nil {
		return err
	}
	analysed, err := a.analyse(ws)
	if err != nil {
		return err
	}
	tests := requestedTests(ws, analysed, a.refused(ws, patterns, flags.platforms))
	if len(tests) == 0 {
		return usage("%s: there are no tests among these targets", strings.Join(patterns, " "))
	}
	outputs := testOutputs(analysed, tests)
	engine, err := a.openFor(ws, outputs, flags.buildFlags, looked)
	if err != nil {
		return err
	}
	defer func() { err = engine.end(ctx, err) }()
	results := newResults(analysed.Graph, tests)
	report, err := schedule.Run(ctx, analysed.Graph, results.actions(), engine.testOptions(flags, results))
	if err != nil {
		return machine(err)
	}
	if _, err := engine.export(ctx, outputs, report); err != nil {
		return machine(err)
	}
	engine.summarise(ctx, report, limit)
	return a.told(results, engine, report, flags)
}

// testOptions are those of the scheduler, which tells the results too.
func (e *assembly) testOptions(flags testFlags, results *results) schedule.Options {
	options := e.options(flags.buildFlags)
	options.Executor = withRuns(e.executor, flags.runs, flags.noCache)
	options.Sink = event.Func(func(ev event.Event) {
		e.sink.Handle(ev)
		results.Handle(ev)
	})
	return options
}

// checkJUnit refuses a place for the results that is not there, before an hour
// of tests and not after.
func (a *app) checkJUnit(file string) error {
	if file == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Dir(a.path(file))); err != nil {
		return usage("--junit: %v", err)
	}
	return nil
}

// told prints the results and writes the file with them.
func (a *app) told(results *results, engine *assembly, report *schedule.Report, flags testFlags) error {
	if flags.logs == "all" {
		results.printLogs(a.stderr, engine.cache.Store)
	}
	if flags.junit != "" {
		text, err := results.junit(engine.cache.Store)
		if err == nil {
			err = writeFile(a.path(flags.junit), text, 0o644)
		}
		if err != nil {
			return machine(err)
		}
	}
	if _, err := io.WriteString(a.stdout, results.table()); err != nil {
		return machine(err)
	}
	return outcome(report)
}

func (f *testFlags) check() error {
	if err := f.buildFlags.check(); err != nil {
		return err
	}
	switch {
	case f.runs < 1:
		return usage("--runs %d: want at least 1", f.runs)
	case f.logs != "failed" && f.logs != "all":
		return usage("--logs %s: want failed or all", f.logs)
	case len(f.kinds) > 0 && !slices.Contains(f.kinds, test.Kind):
		return usage("--kind %s: only targets of the kind %s are tests", strings.Join(f.kinds, ","), test.Kind)
	}
	return nil
}

// requestedTests returns the tests among the targets that were asked for and
// among the members of groups, in the order asked for.
func requestedTests(ws *load.Workspace, analysed *analysis.Analysis, refused func(label.Label) bool) []label.Label {
	var tests []label.Label
	seen := map[label.Label]bool{}
	var visit func(label.Label)
	visit = func(l label.Label) {
		if seen[l] || refused(l) {
			return
		}
		seen[l] = true
		switch p := analysed.Provider(l).(type) {
		case *test.Test:
			tests = append(tests, l)
		case *group.Group:
			for _, member := range p.Members {
				visit(member)
			}
		}
	}
	for _, l := range ws.Requested {
		visit(l)
	}
	return tests
}

// testOutputs returns what the tests leave when they pass.
func testOutputs(analysed *analysis.Analysis, tests []label.Label) []output {
	var outputs []output
	for _, l := range tests {
		outputs = append(outputs, exported(analysed, l)...)
	}
	return outputs
}

// testAction returns the action that is a test.
func testAction(g *graph.Graph, l label.Label) graph.ActionID {
	for id := range graph.ActionID(g.Len()) {
		if a := g.Action(id); a.Owner == l && a.Mnemonic == test.Mnemonic && a.Kind == executor.Exec {
			return id
		}
	}
	panic("BUG: the test " + l.String() + " has no action")
}

// needs returns what a test needs to run, which is all that a build makes of
// it.
func needs(g *graph.Graph, l label.Label) []output {
	var outputs []output
	g.Needs(testAction(g, l), func(id graph.ArtifactID) {
		if !g.Artifact(id).IsSource() {
			outputs = append(outputs, output{artifact: id})
		}
	})
	return outputs
}
