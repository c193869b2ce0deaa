package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"dbx/cache/merkle"
	"dbx/cache/oci"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/rules/image"
	"dbx/rules/image/content"
	"dbx/rules/image/pin"
	lockfile "dbx/rules/lock"
)

// lockArchives finds out what is in the archives of images that the workspace
// takes. An archive that is a target's is built first, with what is locked
// already.
func (a *app) lockArchives(ctx context.Context, ws *load.Workspace, flags loadFlags, locked lockfile.File) ([]pin.Image, error) {
	var images []pin.Image
	var failed []error
	for _, t := range ws.Targets() {
		archived, ok := image.ArchivedOf(t)
		if !ok {
			continue
		}
		if _, twice := pin.Find(images, archived.Source(), archived.Platform); twice {
			continue
		}
		img, err := a.lockArchive(ctx, ws, flags, locked, archived)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		var exit *exitError
		switch {
		case errors.As(err, &exit) && exit.err == nil:
			return nil, err // which has been said
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", t.Label, err))
		default:
			// Targets come after those that they depend on, so that an archive
			// may be made from what another holds.
			images = append(images, img)
			locked.Images = append(locked.Images[:len(locked.Images):len(locked.Images)], img)
		}
	}
	return images, joinLockErrors(failed)
}

func (a *app) lockArchive(ctx context.Context, ws *load.Workspace, flags loadFlags, locked lockfile.File, archived image.Archived) (pin.Image, error) {
	engine, err := a.open(ws, buildFlags{loadFlags: flags, executor: "auto", dockerMode: "auto"}, looked)
	if err != nil {
		return pin.Image{}, err
	}
	defer engine.Close()
	b := merkle.NewBuilder()
	if archived.File != "" {
		err = engine.addSource(ctx, b, archiveName, archived.File)
	} else {
		err = a.buildArchive(ctx, engine, b, flags, locked, archived.Target)
	}
	if err != nil {
		return pin.Image{}, err
	}
	found, err := engine.readArchive(ctx, b, archived)
	return pin.Image{Source: archived.Source(), Platform: archived.Platform, Image: found}, err
}

// archiveName is where the archive is in the tree that is read.
const archiveName = "archive"

// addSource adds a file of the workspace to a tree.
func (s *assembly) addSource(ctx context.Context, b *merkle.Builder, at, file string) error {
	kind, d, err := s.sources.Resolve(ctx, file)
	if errors.Is(err, fs.ErrNotExist) {
		return usage("%s: no such file", file)
	}
	if err != nil {
		return machine(err)
	}
	return b.Add(at, merkle.Node{Kind: kind, Digest: d})
}

// buildArchive builds what a target offers as an archive, and adds that to a
// tree.
func (a *app) buildArchive(ctx context.Context, engine *assembly, b *merkle.Builder, flags loadFlags, locked lockfile.File, of label.Label) error {
	ws, err := a.load(ctx, []string{of.String()}, flags)
	if err != nil {
		return err
	}
	analysed, diags, err := a.declareLocked(ws, locked)
	if err != nil {
		return err
	}
	if err := a.complain(ws, diags); err != nil {
		return err
	}
	inputs := image.ArchiveInputs(analysed.Provider(of), archiveName)
	if len(inputs) == 0 {
		return usage("%s has no files", of)
	}
	report, err := engine.make(ctx, analysed.Graph, inputs)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if artifact := analysed.Graph.Artifact(in.Artifact); artifact.IsSource() {
			err = engine.addSource(ctx, b, in.Path, artifact.Path)
		} else if made, ok := report.Output(in.Artifact); ok {
			err = b.Add(in.Path, merkle.Node{Kind: made.Kind, Digest: made.Digest})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// make runs what brings inputs about.
func (s *assembly) make(ctx context.Context, g *graph.Graph, inputs []graph.Input) (*schedule.Report, error) {
	var producers []graph.ActionID
	for _, in := range inputs {
		if artifact := g.Artifact(in.Artifact); !artifact.IsSource() {
			producers = append(producers, artifact.Producer)
		}
	}
	report, err := schedule.Run(ctx, g, producers, schedule.Options{
		Jobs: runtime.NumCPU(), Fetches: fetches, Executor: s.executor, Sources: s.sources, Sink: s.sink, Now: time.Now,
	})
	if err != nil {
		return nil, machine(err)
	}
	return report, outcome(report)
}

// readArchive looks into the archive of a tree.
func (s *assembly) readArchive(ctx context.Context, b *merkle.Builder, archived image.Archived) (oci.Image, error) {
	root, err := b.Root(ctx, s.cache.Store)
	if err != nil {
		return oci.Image{}, machine(err)
	}
	temp, err := s.cache.Store.Temp()
	if err != nil {
		return oci.Image{}, machine(err)
	}
	defer os.RemoveAll(temp)
	archive, err := content.OpenArchive(merkle.FS(s.cache.Store, root), archiveName, func() (*os.File, error) {
		return os.Create(filepath.Join(temp, "spool"))
	})
	if err != nil {
		return oci.Image{}, err
	}
	defer archive.Close()
	return archive.Image(ctx, archived.Name, archived.Platform)
}
