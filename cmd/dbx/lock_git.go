package main

import (
	"context"
	"errors"
	"fmt"

	"dbx/cache/cas"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/executor/fetch"
	"dbx/executor/fetch/gitname"
	lockfile "dbx/rules/lock"
	"dbx/rules/source"
	"dbx/rules/source/commit"
)

// lockCommits asks which commits the refs of git sources are now, and brings
// the trees of those that are not what the old lock file says.
func (a *app) lockCommits(ctx context.Context, ws *load.Workspace, old []byte) ([]commit.Pin, error) {
	var wanted []source.Git
	for _, t := range ws.Targets() {
		if g, ok := source.GitOf(t); ok && g.Commit == "" && g.Ref != "" && len(g.URLs) > 0 {
			wanted = append(wanted, g)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	state, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	store, err := cas.OpenDisk(state)
	if err != nil {
		return nil, machine(err)
	}
	defer store.Close()
	before, _ := lockfile.Parse(old, lockFile) // one that is broken is written anew
	l := &commitLock{app: a, fetcher: fetch.New(store, fetch.Options{Secrets: a.secrets(ws)}), before: before.Commits, refs: map[string]gitname.ID{}}
	var pins []commit.Pin
	for _, g := range wanted {
		pin, err := l.pin(ctx, g)
		if err != nil {
			return nil, err
		}
		pins = append(pins, pin)
	}
	return pins, nil
}

// commitLock finds the pins of git sources, one after the other.
type commitLock struct {
	app     *app
	fetcher *fetch.Executor
	before  []commit.Pin
	refs    map[string]gitname.ID // what was asked already, so that one run sees one state
}

func (l *commitLock) pin(ctx context.Context, g source.Git) (commit.Pin, error) {
	id, err := l.resolve(ctx, g)
	if err != nil {
		return commit.Pin{}, err
	}
	earlier, known := commit.Find(l.before, g.Want)
	if known && earlier.Commit == id {
		return earlier, nil
	}
	if known {
		fmt.Fprintf(l.app.stderr, "%s: %s was %.12s and is %.12s\n", g.Target, g.Ref, earlier.Commit, id)
	}
	s := executor.Spawn{
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    append([]string{"git:" + string(id)}, source.GitOptions(g.Want)...),
			Outputs: []executor.OutputSpec{{Path: "repository", Kind: executor.OutputTree}},
		},
		Info: executor.Info{Label: g.Target, URLs: g.URLs},
	}
	result, err := l.fetcher.Execute(ctx, s)
	switch {
	case err != nil:
		return commit.Pin{}, machine(fmt.Errorf("lock: %w", err))
	case result.Status != executor.Success:
		return commit.Pin{}, usage("lock %s: %s", g.Target, result.Message)
	}
	return commit.Pin{Want: g.Want, Commit: id, Tree: result.Outputs[0].Digest}, nil
}

func (l *commitLock) resolve(ctx context.Context, g source.Git) (gitname.ID, error) {
	at := g.URLs[0] + "\n" + g.Ref
	if id, ok := l.refs[at]; ok {
		return id, nil
	}
	id, err := l.fetcher.Resolve(ctx, g.URLs, g.Ref)
	var rejected *fetch.RejectedError
	switch {
	case errors.As(err, &rejected):
		return "", usage("lock %s: %w", g.Target, err)
	case err != nil:
		return "", machine(fmt.Errorf("lock %s: %w", g.Target, err))
	}
	l.refs[at] = id
	return id, nil
}
