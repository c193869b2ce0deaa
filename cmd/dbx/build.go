package main

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/rules/group"
)

type buildFlags struct {
	loadFlags
	keepGoing bool
	jobs      int
	executor  string
	offline   bool
}

func (a *app) buildCommand() *cobra.Command {
	var flags buildFlags
	cmd := &cobra.Command{
		Use:     "build PATTERN…",
		Short:   "Build targets and print the paths of what they produce",
		Example: "  dbx build //wheels/markupsafe:linux-armv6\n  dbx build //wheels/... -//wheels/cryptography -k",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.build(cmd.Context(), args, flags)
		},
	}
	flags.loadFlags.register(cmd)
	cmd.Flags().BoolVarP(&flags.keepGoing, "keep-going", "k", false, "build all that can be built after a failure")
	cmd.Flags().IntVarP(&flags.jobs, "jobs", "j", runtime.NumCPU(), "how many `commands` run at once")
	cmd.Flags().StringVar(&flags.executor, "executor", "auto", "`where` commands run: auto, sandbox or docker")
	cmd.Flags().BoolVar(&flags.offline, "offline", false, "fetch nothing: what is not in the cache is missing")
	return cmd
}

func (a *app) build(ctx context.Context, patterns []string, flags buildFlags) error {
	if flags.jobs < 1 {
		return usage("--jobs %d: want at least 1", flags.jobs)
	}
	ws, err := a.load(ctx, patterns, flags.loadFlags)
	if err != nil {
		return err
	}
	ws.Requested = slices.DeleteFunc(ws.Requested, func(l label.Label) bool {
		t, ok := ws.Target(l)
		return ok && !flags.ofKind(t)
	})
	if len(flags.kinds) > 0 && len(ws.Requested) == 0 {
		return usage("--kind %s: nothing of what was asked for is of this kind", strings.Join(flags.kinds, ","))
	}
	analysed, err := a.analyse(ws)
	if err != nil {
		return err
	}
	outputs := requested(ws, analysed, a.refused(ws, patterns))
	if err := distinctFolders(ws, outputs); err != nil {
		return err
	}
	engine, err := a.open(ws, flags)
	if err != nil {
		return err
	}
	defer engine.Close()
	options := schedule.Options{
		Jobs:      flags.jobs,
		Fetches:   fetches,
		KeepGoing: flags.keepGoing,
		Executor:  engine.executor,
		Sources:   engine.sources,
		Sink:      engine.sink,
		Now:       time.Now,
	}
	report, exported, err := engine.run(ctx, analysed.Graph, outputs, options)
	if err != nil {
		return machine(err)
	}
	for _, p := range exported {
		if _, err := fmt.Fprintln(a.stdout, a.relative(filepath.Join(ws.Dir, filepath.FromSlash(p)))); err != nil {
			return machine(err)
		}
	}
	engine.progress.summary(report)
	return outcome(report)
}

// fetches is how many files are fetched at once: it is the mirrors' patience
// that bounds it, not this machine.
const fetches = 8

// outcome turns a report into the exit code. The failures were shown as they
// happened.
func outcome(report *schedule.Report) error {
	code := exitDone
	for _, f := range report.Failures {
		if f.Err != nil {
			return &exitError{code: exitMachine}
		}
		code = exitFailed
	}
	if code != exitDone {
		return &exitError{code: code}
	}
	return nil
}

// output is a file or tree that the user asked for, and where it goes below
// the workspace's root.
type output struct {
	artifact graph.ArtifactID
	folder   string // the target's
	path     string
}

// refused tells which targets a request's negative patterns take out; a group
// does not bring them back.
func (a *app) refused(ws *load.Workspace, patterns []string) func(label.Label) bool {
	var negative []label.Pattern
	for _, text := range patterns {
		if p, err := label.ParsePattern(a.here(ws), text); err == nil && p.Negative() {
			negative = append(negative, p)
		}
	}
	return func(l label.Label) bool {
		return slices.ContainsFunc(negative, func(p label.Pattern) bool {
			if p.Match(l) {
				return true
			}
			group, single := p.Label()
			return single && slices.Contains(ws.Members(group), l)
		})
	}
}

// requested returns the outputs of the targets that were asked for, groups
// standing for their members.
func requested(ws *load.Workspace, analysed *analysis.Analysis, refused func(label.Label) bool) []output {
	var outputs []output
	seen := map[label.Label]bool{}
	var visit func(label.Label)
	visit = func(l label.Label) {
		if seen[l] || refused(l) {
			return
		}
		seen[l] = true
		provider := analysed.Provider(l)
		if g, ok := provider.(*group.Group); ok {
			for _, member := range g.Members {
				visit(member)
			}
			return
		}
		if provider == nil {
			return
		}
		for _, f := range provider.Files() {
			if analysed.Graph.Artifact(f.Artifact).IsSource() {
				continue // it is in the workspace already
			}
			folder := path.Join(load.OutDir, l.Package(), l.Name())
			outputs = append(outputs, output{f.Artifact, folder, path.Join(folder, f.Path)})
		}
	}
	for _, l := range ws.Requested {
		visit(l)
	}
	return outputs
}

// distinctFolders refuses a target whose folder below dbx-out is that of a
// package, or holds it: one's files would be taken for leftovers of the other.
func distinctFolders(ws *load.Workspace, outputs []output) error {
	seen := map[string]bool{}
	for _, out := range outputs {
		if seen[out.folder] {
			continue
		}
		seen[out.folder] = true
		folder := strings.TrimPrefix(out.folder, load.OutDir+"/")
		if pkg, found := packageIn(ws, folder); found {
			return usage("the results of a target and those of the package //%s would share the folder %s: rename one of them", pkg, out.folder)
		}
	}
	return nil
}

// packageIn finds a package at or below a folder of packages.
func packageIn(ws *load.Workspace, folder string) (pkg string, found bool) {
	top := filepath.Join(ws.Dir, filepath.FromSlash(ws.PackageDir(folder)))
	// What cannot be read has no package that could be built either.
	_ = filepath.WalkDir(top, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() != load.RootFile {
			return nil
		}
		rel, err := filepath.Rel(top, filepath.Dir(at))
		if err != nil {
			return err
		}
		pkg, found = path.Join(folder, filepath.ToSlash(rel)), true
		return fs.SkipAll
	})
	return pkg, found
}

func producers(g *graph.Graph, outputs []output) []graph.ActionID {
	ids := make([]graph.ActionID, len(outputs))
	for i, out := range outputs {
		ids[i] = g.Artifact(out.artifact).Producer
	}
	return ids
}

// relative returns a path as the user would write it.
func (a *app) relative(p string) string {
	if rel, err := filepath.Rel(a.dir, p); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return p
}
