// Package analysis turns targets into actions by calling rules.
//
// It visits targets in dependency order, shows each rule what it may see, and
// collects the actions that rules declare in a frozen graph. Nothing is run,
// and no file is read. It does not know what any rule does.
package analysis

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
)

// Rule gives a kind of block its meaning. Rules are stateless values: one may
// serve many analyses at once.
type Rule interface {
	// Schema says what blocks of the rule's kind may contain.
	Schema() load.Schema
	// Analyze declares the actions of one target and returns what dependents
	// may know of it. Mistakes are reported through the context; only after one
	// may the answer be nil.
	Analyze(ctx *Context) Provider
}

// Provider is what a target tells its dependents. Files are its default
// outputs, which a build of the target brings about.
type Provider interface {
	Files() []File
}

// File is an artifact under the path by which users know it, relative to the
// target's folder below dbx-out: a clean path, or "." for the folder itself. A
// target with a file of any other path is reported as a mistake in its block.
type File struct {
	Path     string
	Artifact graph.ArtifactID
}

// Files is a Provider of nothing but files.
type Files []File

// Files implements [Provider].
func (f Files) Files() []File { return f }

// Analysis is the result of [Run].
type Analysis struct {
	Graph     *graph.Graph
	providers map[label.Label]Provider
}

// Provider returns what a target told its dependents; it is nil for a target
// that was not reached.
func (a *Analysis) Provider(l label.Label) Provider { return a.providers[l] }

// Run analyses every target that the workspace's request reaches. With
// diagnostics that have errors, the analysis is nil.
func Run(ws *load.Workspace, rules []Rule) (*Analysis, hcl.Diagnostics) {
	byKind := map[string]Rule{}
	for _, r := range rules {
		byKind[r.Schema().Kind] = r
	}
	shared := &shared{
		workspace: ws,
		builder:   graph.NewBuilder(),
		providers: map[label.Label]Provider{},
	}
	for _, target := range ws.Targets() {
		rule, ok := byKind[target.Kind]
		if !ok {
			panic("BUG: no rule for blocks of kind " + target.Kind)
		}
		ctx := &Context{Target: target, shared: shared}
		if !ctx.ready() {
			continue // what it needs has been complained about
		}
		provider := rule.Analyze(ctx)
		ctx.checkFiles(provider)
		if ctx.failed {
			continue
		}
		if provider == nil {
			panic(fmt.Sprintf("BUG: the rule for %s made nothing of %s, and did not say why", target.Kind, target.Label))
		}
		shared.providers[target.Label] = provider
	}
	if shared.diags.HasErrors() {
		return nil, sorted(shared.diags)
	}
	return &Analysis{Graph: shared.builder.Freeze(), providers: shared.providers}, nil
}

// sorted orders diagnostics by place and drops repetitions, which the targets
// of one matrix bring.
func sorted(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Subject.Filename, b.Subject.Filename),
			cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte),
			strings.Compare(a.Summary, b.Summary),
			strings.Compare(a.Detail, b.Detail))
	})
	return slices.CompactFunc(diags, func(a, b *hcl.Diagnostic) bool {
		return *a.Subject == *b.Subject && a.Summary == b.Summary && a.Detail == b.Detail
	})
}

type shared struct {
	workspace *load.Workspace
	builder   *graph.Builder
	providers map[label.Label]Provider
	diags     hcl.Diagnostics
}

// Context is the whole world of a rule while it analyses one target: no clock,
// no environment, no disk. It is not safe for concurrent use.
type Context struct {
	Target *load.Target
	shared *shared
	failed bool
}

func (c *Context) ready() bool {
	for _, dep := range c.Target.Deps {
		if _, ok := c.shared.providers[dep]; !ok {
			return false
		}
	}
	return true
}

// checkFiles complains of files that would lie outside of the target's folder.
func (c *Context) checkFiles(p Provider) {
	if c.failed || p == nil {
		return
	}
	for _, f := range p.Files() {
		if f.Path != path.Clean(f.Path) || !filepath.IsLocal(f.Path) || strings.Contains(f.Path, "\x00") {
			c.Errorf(c.Target.Range, "Impossible file", "%s: file %q: want a clean path below the target's folder.", c.Target.Label, f.Path)
		}
	}
}

// Workspace returns the workspace's own settings.
func (c *Context) Workspace() *load.Workspace { return c.shared.workspace }

// Dependency returns another target that this one refers to.
func (c *Context) Dependency(l label.Label) *load.Target {
	t, ok := c.shared.workspace.Target(l)
	if !ok {
		panic(fmt.Sprintf("BUG: %s refers to %s, which was not loaded", c.Target.Label, l))
	}
	return t
}

// Provider returns what a target that this one refers to told.
func (c *Context) Provider(l label.Label) Provider {
	p, ok := c.shared.providers[l]
	if !ok {
		panic(fmt.Sprintf("BUG: %s asks for %s, which it does not refer to", c.Target.Label, l))
	}
	return p
}

// Toolchain returns the target of kind "platform" or "python" that the
// target's axes name, and false if there is none. For a target of no platform,
// or of any, it is the platform that actions run on.
func (c *Context) Toolchain(kind string) (*load.Target, bool) {
	name := c.Target.Axis(kind)
	for _, dep := range c.Target.Deps {
		t := c.Dependency(dep)
		if t.Kind == kind && (name == "" || name == load.AnyPlatform || name == dep.Name()) {
			return t, true
		}
	}
	return nil, false
}

// Source returns the artifact of a file of the workspace, by its path relative
// to the root.
func (c *Context) Source(path string) graph.ArtifactID { return c.shared.builder.Source(path) }

// Producer returns the action that makes an artifact, whichever target
// declared it; false for a file of the workspace.
func (c *Context) Producer(id graph.ArtifactID) (graph.Action, bool) {
	return c.shared.builder.Producer(id)
}

// IsTree reports whether an artifact is a folder.
func (c *Context) IsTree(id graph.ArtifactID) bool {
	a := c.shared.builder.Artifact(id)
	return !a.IsSource() && a.Kind == executor.OutputTree
}

// Declare adds an action of this target and returns its outputs by the order
// of their paths. An impossible action is reported as a mistake in the
// target's block.
func (c *Context) Declare(a graph.Action) []graph.ArtifactID {
	a.Owner = c.Target.Label
	if a.Kind == executor.Exec && a.Epoch == 0 {
		a.Epoch = c.shared.workspace.Epoch // nothing else sees it
	}
	outputs, err := c.shared.builder.Declare(a)
	if err != nil {
		c.Errorf(c.Target.Range, "Impossible action", "%v.", err)
		// Any artifacts will do to go on with: an analysis with errors has no
		// graph.
		for range a.Outputs {
			outputs = append(outputs, c.Source("."))
		}
	}
	return outputs
}

// Errorf reports a mistake at a place. The detail is formatted as by
// fmt.Sprintf and should say what to do.
func (c *Context) Errorf(at hcl.Range, summary, detail string, args ...any) {
	c.failed = true
	c.shared.diags = c.shared.diags.Append(&hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(detail, args...),
		Subject:  &at,
	})
}
