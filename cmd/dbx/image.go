package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/cache/cas"
	"dbx/cache/merkle"
	"dbx/cache/oci/stored"
	"dbx/engine/analysis"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/rules/group"
	"dbx/rules/image"
	"dbx/rules/image/layout"
)

func (a *app) imageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "image",
		Short: "Load images into Docker, look into them, compare and export them",
	}
	cmd.AddCommand(
		a.imageLoadCommand(),
		a.imageLsCommand(),
		a.imageInspectCommand(),
		a.imageDiffCommand(),
		a.imageExportCommand(),
	)
	return cmd
}

// builtImage is an image target whose layers and layout are in the store.
type builtImage struct {
	label label.Label
	image *layout.Image
	asked []int // the places of the patterns that name it
}

// imageTarget is an image that a pattern names.
type imageTarget struct {
	label label.Label
	*image.Image
}

// artifacts are all that has to be there for the image to be read.
func (t imageTarget) artifacts() []graph.ArtifactID {
	return append(slices.Clone(t.Layers), t.Layout)
}

// analyseImages finds the images that patterns name.
func (a *app) analyseImages(ctx context.Context, patterns []string, flags loadFlags) (*load.Workspace, *analysis.Analysis, []imageTarget, error) {
	var images []imageTarget
	ws, analysed, err := a.analyseOnly(ctx, patterns, flags, "image", func(l label.Label, p analysis.Provider) bool {
		img, ok := p.(*image.Image)
		if ok {
			images = append(images, imageTarget{l, img})
		}
		return ok
	})
	return ws, analysed, images, err
}

// analyseOnly gives take each target that patterns name, groups standing for
// their members. One that take does not want, as it is no such thing as what
// says, is a mistake if a pattern names it alone, and left out if not.
func (a *app) analyseOnly(ctx context.Context, patterns []string, flags loadFlags, what string, take func(label.Label, analysis.Provider) bool) (*load.Workspace, *analysis.Analysis, error) {
	ws, err := a.load(ctx, patterns, flags)
	if err != nil {
		return nil, nil, err
	}
	analysed, err := a.analyse(ws)
	if err != nil {
		return nil, nil, err
	}
	refused := a.refused(ws, patterns, flags.platforms)
	seen := map[label.Label]bool{}
	var visit func(label.Label) error
	visit = func(l label.Label) error {
		if seen[l] || refused(l) {
			return nil
		}
		seen[l] = true
		provider := analysed.Provider(l)
		if members, ok := provider.(*group.Group); ok {
			for _, member := range members.Members {
				if err := visit(member); err != nil {
					return err
				}
			}
			return nil
		}
		if t, ok := ws.Target(l); !take(l, provider) && ok && a.named(ws, patterns, l) {
			return usage("%s is no %s: its kind is %s", l, what, t.Kind)
		}
		return nil
	}
	for _, l := range ws.Requested {
		if err := visit(l); err != nil {
			return nil, nil, err
		}
	}
	return ws, analysed, nil
}

// withImages builds the images that patterns name and calls use with them.
// Blobs that vanish meanwhile, as when somebody clears the cache, are made once
// more.
func (a *app) withImages(ctx context.Context, patterns []string, flags buildFlags, use func(*assembly, []builtImage) error) (err error) {
	if err := flags.check(); err != nil {
		return err
	}
	limit, err := a.cacheLimit()
	if err != nil {
		return err
	}
	ws, analysed, targets, err := a.analyseImages(ctx, patterns, flags.loadFlags)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		return usage("%s: no image among the targets", strings.Join(patterns, " "))
	}
	engine, err := a.open(ws, flags, looked)
	if err != nil {
		return err
	}
	defer func() { err = engine.end(ctx, err) }()
	for again := false; ; again = true {
		wanted := imageBuild{analysed.Graph, targets, flags, limit}
		err := engine.useImages(ctx, wanted, func(e *assembly, built []builtImage) error {
			for i := range built {
				built[i].asked = a.asking(ws, patterns, built[i].label)
			}
			return use(e, built)
		})
		if !errors.Is(err, cas.ErrNotFound) || again {
			return machine(err)
		}
	}
}

// named reports whether one of the patterns is this target's label.
func (a *app) named(ws *load.Workspace, patterns []string, l label.Label) bool {
	return slices.ContainsFunc(patterns, func(text string) bool {
		p, err := label.ParsePattern(a.here(ws), text)
		if err != nil {
			return false
		}
		single, ok := p.Label()
		return ok && single == l
	})
}

// asking returns the places of those patterns that mean a target.
func (a *app) asking(ws *load.Workspace, patterns []string, l label.Label) []int {
	var places []int
	for i, text := range patterns {
		if p, err := label.ParsePattern(a.here(ws), text); err == nil && !p.Negative() && selects(ws, p, l) {
			places = append(places, i)
		}
	}
	return places
}

// imageBuild says what to build, and how.
type imageBuild struct {
	graph   *graph.Graph
	targets []imageTarget
	flags   buildFlags
	limit   byteSize // of the cache
}

// useImages builds images and calls use with them, if all could be built.
func (e *assembly) useImages(ctx context.Context, b imageBuild, use func(*assembly, []builtImage) error) error {
	report, err := schedule.Run(ctx, b.graph, imageProducers(b.graph, b.targets), e.options(b.flags))
	if err != nil {
		return err
	}
	e.progress.summary(report)
	if err := outcome(report); err != nil {
		return err
	}
	var built []builtImage
	for _, t := range b.targets {
		img, ok, err := e.openImage(ctx, t, report)
		if err != nil {
			return err
		}
		if !ok {
			panic(fmt.Sprintf("BUG: %s was built without a layout", t.label))
		}
		built = append(built, img)
	}
	if err := use(e, built); err != nil {
		return err
	}
	if report.Executed > 0 {
		e.collectAfter(ctx, b.limit)
	}
	return nil
}

func imageProducers(g *graph.Graph, targets []imageTarget) []graph.ActionID {
	var ids []graph.ActionID
	for _, t := range targets {
		for _, artifact := range t.artifacts() {
			if p := g.Artifact(artifact).Producer; p != graph.NoAction && !slices.Contains(ids, p) {
				ids = append(ids, p)
			}
		}
	}
	return ids
}

// openImage reads an image's layout; ok is false if it was not built. Its
// layers are had uncompressed from the store, whatever they are in the layout.
func (e *assembly) openImage(ctx context.Context, t imageTarget, report *schedule.Report) (b builtImage, ok bool, err error) {
	made, ok := report.Output(t.Layout)
	if !ok {
		return b, false, nil
	}
	b.label = t.label
	b.image, err = layout.Open(merkle.FS(e.cache.Store, made.Digest), stored.InStore(ctx, e.cache.Store))
	if err != nil {
		return b, false, fmt.Errorf("image %s: %w", t.label, err)
	}
	return b, true, nil
}

// nobody sees no events.
var nobody = event.Func(func(event.Event) {})
