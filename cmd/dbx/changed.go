package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"dbx/engine/delta"
	"dbx/engine/load"
	"dbx/engine/query"
	"dbx/engine/revision"
)

// changes answers what a query asks about states of the workspace. It reads
// old states from git, without a checkout, and builds nothing.
func (a *app) changes(ctx context.Context, ws *load.Workspace, ranges []query.Range, flags loadFlags) (query.Changes, error) {
	if len(ranges) == 0 {
		return nil, nil
	}
	flags.platforms, flags.kinds = nil, nil // they filter answers, not what is compared
	changes := query.Changes{}
	for _, r := range ranges {
		found, err := a.compare(ctx, ws.Dir, r, flags)
		if err != nil {
			return nil, err
		}
		changes[r] = found
	}
	return changes, nil
}

func (a *app) compare(ctx context.Context, dir string, r query.Range, flags loadFlags) ([]*query.Change, error) {
	from, err := openRevision(ctx, dir, r.From)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	old, err := a.stateAt(ctx, from, r.From, flags)
	if err != nil {
		return nil, err
	}
	old.Source = from.ID
	var new delta.State
	if r.To == "" {
		if new, err = a.stateIn(ctx, os.DirFS(dir), nil, flags); err != nil {
			return nil, err
		}
		new.Source = func(path string) (string, bool, error) { return from.WorkTreeID(ctx, path) }
	} else {
		to, err := openRevision(ctx, dir, r.To)
		if err != nil {
			return nil, err
		}
		defer to.Close()
		if new, err = a.stateAt(ctx, to, r.To, flags); err != nil {
			return nil, err
		}
		new.Source = to.ID
	}
	changes, err := delta.Targets(old, new)
	return changes, machine(err)
}

func openRevision(ctx context.Context, dir, name string) (*revision.Tree, error) {
	tree, err := revision.Open(ctx, dir, name)
	var unknown *revision.NotFoundError
	if errors.As(err, &unknown) {
		return nil, usage("%w", err)
	}
	return tree, machine(err)
}

// stateAt is stateIn for a revision. One whose files have mistakes cannot be
// compared with.
func (a *app) stateAt(ctx context.Context, tree *revision.Tree, name string, flags loadFlags) (delta.State, error) {
	s, err := a.stateIn(ctx, tree, tree, flags)
	var exit *exitError
	if errors.As(err, &exit) && exit.code == exitUsage {
		reason := exit.err
		if reason == nil {
			reason = errors.New("its files have the mistakes above")
		}
		return s, usage("revision %s cannot be compared with: %w", name, reason)
	}
	return s, err
}

// stateIn loads and analyses all that is declared in files; source is nil for
// the disk.
func (a *app) stateIn(ctx context.Context, files, source fs.FS, flags loadFlags) (delta.State, error) {
	var s delta.State
	var err error
	if s.Workspace, err = a.loadFrom(ctx, source, []string{"//..."}, flags); err != nil {
		return s, err
	}
	analysed, diags, err := a.declareIn(s.Workspace, files)
	if err != nil {
		return s, err
	}
	if err := a.complain(s.Workspace, diags); err != nil {
		return s, err
	}
	s.Analysis = analysed
	if s.Lock, err = load.ReadFile(files, lockFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, machine(fmt.Errorf("%s: %w", lockFile, err))
	}
	return s, nil
}
