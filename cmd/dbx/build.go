package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/rules/group"
	"dbx/rules/test"
)

type buildFlags struct {
	loadFlags
	keepGoing  bool
	jobs       int
	executor   string
	dockerMode string
	offline    bool
	caches     []string
	progress   string
	events     string
	profile    string
	verify     string // see verify.go
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
	flags.register(cmd)
	cmd.Flags().StringVar(&flags.verify, "verify", verifyNot, "run all again and compare the bytes; `what` varies: sealed, what sealing leaves open, or strict, also what it fixes, with warnings")
	cmd.Flags().Lookup("verify").NoOptDefVal = verifySealed
	return cmd
}

// register adds the flags of every command that builds.
func (f *buildFlags) register(cmd *cobra.Command) {
	f.loadFlags.register(cmd)
	cmd.Flags().BoolVarP(&f.keepGoing, "keep-going", "k", false, "build all that can be built after a failure")
	cmd.Flags().IntVarP(&f.jobs, "jobs", "j", runtime.NumCPU(), "how many `commands` run at once")
	cmd.Flags().StringVar(&f.executor, "executor", "auto", "`where` commands run: auto, sandbox or docker")
	cmd.Flags().StringVar(&f.dockerMode, "docker-mode", "auto", "`how` Docker runs commands: fast, in one container of dbx; fresh, in one each; auto, fast where it works")
	cmd.Flags().BoolVar(&f.offline, "offline", false, "fetch nothing: what is not in the cache is missing")
	cmd.Flags().StringArrayVar(&f.caches, "cache", nil, "a cache shared with other machines, as `dir:PATH`, or dir:PATH,ro to only read it; several are asked in order")
	cmd.Flags().StringVar(&f.progress, "progress", "auto", "`how` to show what happens: auto, which is live on a terminal, or plain")
	cmd.Flags().StringVar(&f.events, "events", "", "write what happens to this `file`, one JSON object a line; see docs/events.md")
	cmd.Flags().StringVar(&f.profile, "profile", "", "write a trace to this `file`, for Perfetto or chrome://tracing")
}

// check refuses what no build can be done with.
func (f *buildFlags) check() error {
	if f.jobs < 1 {
		return usage("--jobs %d: want at least 1", f.jobs)
	}
	if f.progress != "auto" && f.progress != "plain" {
		return usage("--progress %s: want auto or plain", f.progress)
	}
	return f.checkVerify()
}

func (a *app) build(ctx context.Context, patterns []string, flags buildFlags) (err error) {
	if err := flags.check(); err != nil {
		return err
	}
	limit, err := a.cacheLimit()
	if err != nil {
		return err
	}
	ws, analysed, err := a.asked(ctx, patterns, flags)
	if err != nil {
		return err
	}
	outputs := requested(ws, analysed, a.refused(ws, patterns, flags.platforms))
	engine, err := a.openFor(ws, outputs, flags, trust(flags.verify == verifyNot))
	if err != nil {
		return err
	}
	defer func() { err = engine.end(ctx, err) }()
	report, exported, err := engine.run(ctx, analysed.Graph, outputs, engine.options(flags))
	if err != nil {
		return machine(err)
	}
	engine.progress.clear() // which else would take away what is printed below it
	for _, p := range exported {
		if _, err := fmt.Fprintln(a.stdout, a.relative(filepath.Join(ws.Dir, filepath.FromSlash(p)))); err != nil {
			return machine(err)
		}
	}
	engine.summarise(ctx, report, limit)
	return engine.unlike(outcome(report))
}

// asked loads and analyses what the patterns and the flag --kind select.
func (a *app) asked(ctx context.Context, patterns []string, flags buildFlags) (*load.Workspace, *analysis.Analysis, error) {
	ws, err := a.load(ctx, patterns, flags.loadFlags)
	if err != nil {
		return nil, nil, err
	}
	ws.Requested = slices.DeleteFunc(ws.Requested, func(l label.Label) bool {
		t, ok := ws.Target(l)
		return ok && !flags.ofKind(t)
	})
	if len(flags.kinds) > 0 && len(ws.Requested) == 0 {
		return nil, nil, usage("--kind %s: nothing of what was asked for is of this kind", strings.Join(flags.kinds, ","))
	}
	analysed, err := a.analyse(ws)
	return ws, analysed, err
}

// openFor is open for a build that exports outputs. What would keep them from
// their places is found before anything runs.
func (a *app) openFor(ws *load.Workspace, outputs []output, flags buildFlags, answers trust) (*assembly, error) {
	if err := distinctFolders(ws, outputs); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(outputs, func(out output) bool { return out.path != "" }) {
		if err := writableOut(ws.Dir); err != nil {
			return nil, err
		}
	}
	return a.open(ws, flags, answers)
}

// writableOut refuses a workspace whose folder of results is something else, or
// cannot be written to.
func writableOut(root string) error {
	out := filepath.Join(root, load.OutDir)
	info, err := os.Stat(out)
	if _, e := os.Lstat(out); e == nil && (err != nil || !info.IsDir()) {
		return usage("%s is no folder, and results go into a folder of that name: move it away", out)
	}
	if err != nil {
		out = root // in which it will be made
	}
	if err := unix.Access(out, unix.W_OK|unix.X_OK); err != nil {
		return machine(fmt.Errorf("results cannot be written to %s: %w", out, err))
	}
	return nil
}

// summarise ends a build for people, and brings the cache to its size if the
// build made something.
func (e *assembly) summarise(ctx context.Context, report *schedule.Report, limit byteSize) {
	e.progress.summary(report)
	if report.Executed > 0 {
		e.collectAfter(ctx, limit)
	}
}

// options are those of the scheduler.
func (e *assembly) options(flags buildFlags) schedule.Options {
	return schedule.Options{
		Jobs:      flags.jobs,
		Fetches:   fetches,
		KeepGoing: flags.keepGoing,
		Executor:  e.executor,
		Sources:   e.sources,
		Sink:      e.sink,
		Now:       time.Now,
	}
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
// the workspace's root. Without a path it is only to be made.
type output struct {
	artifact graph.ArtifactID
	folder   string // the target's
	path     string
}

// refused tells which targets a request's negative patterns and platforms take
// out; a group does not bring them back.
func (a *app) refused(ws *load.Workspace, patterns, platforms []string) func(label.Label) bool {
	var negative []label.Pattern
	for _, text := range patterns {
		if p, err := label.ParsePattern(a.here(ws), text); err == nil && p.Negative() {
			negative = append(negative, p)
		}
	}
	return func(l label.Label) bool {
		if t, ok := ws.Target(l); ok && len(platforms) > 0 {
			at := t.Axis(load.PlatformAxis)
			if at != "" && at != load.AnyPlatform && !slices.Contains(platforms, at) {
				return true
			}
		}
		return slices.ContainsFunc(negative, func(p label.Pattern) bool { return selects(ws, p, l) })
	}
}

// selects reports whether a pattern means a target, by itself or in a group.
func selects(ws *load.Workspace, p label.Pattern, l label.Label) bool {
	if p.Match(l) {
		return true
	}
	group, single := p.Label()
	return single && slices.Contains(ws.Members(group), l)
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
		if _, ok := provider.(*test.Test); ok {
			outputs = append(outputs, needs(analysed.Graph, l)...)
			return
		}
		outputs = append(outputs, exported(analysed, l)...)
	}
	for _, l := range ws.Requested {
		visit(l)
	}
	return outputs
}

// exported returns the outputs of one target.
func exported(analysed *analysis.Analysis, l label.Label) []output {
	var outputs []output
	for _, f := range analysed.Provider(l).Files() {
		if analysed.Graph.Artifact(f.Artifact).IsSource() {
			continue // it is in the workspace already
		}
		folder := path.Join(load.OutDir, l.Package(), l.Name())
		outputs = append(outputs, output{f.Artifact, folder, path.Join(folder, f.Path)})
	}
	return outputs
}

// distinctFolders refuses a target whose folder below dbx-out is that of a
// package, or holds it: one's files would be taken for leftovers of the other.
func distinctFolders(ws *load.Workspace, outputs []output) error {
	seen := map[string]bool{"": true}
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
