package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/cas/hashcache"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/executor/builtin"
	"dbx/executor/docker"
	"dbx/executor/fetch"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
)

// assembly is everything concrete that one build works with, joined.
type assembly struct {
	root     string // of the workspace
	store    *cas.Disk
	farm     *merkle.Farm
	executor executor.Executor
	sources  schedule.Sources
	sink     event.Sink
	progress *progress
	closers  []func() error
}

// open joins stores, executors and displays for one build.
func (a *app) open(ws *load.Workspace, flags buildFlags) (*assembly, error) {
	state, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	s := &assembly{root: ws.Dir}
	if err := s.openStores(a, state); err != nil {
		s.Close()
		return nil, machine(err)
	}
	results, err := actioncache.OpenDisk(state, actioncache.OnCorrupt(func(k actioncache.Key, reason string) {
		s.progress.say("warning: result %s of the cache was damaged (%s) and is set aside", k.Short(), reason)
	}))
	if err != nil {
		s.Close()
		return nil, machine(err)
	}
	s.closers = append(s.closers, results.Close)
	stager, err := stage.New(s.store, s.farm, filepath.Join(state, "layers"))
	if err != nil {
		s.Close()
		return nil, machine(err)
	}
	commands, err := s.commands(stager, flags.executor)
	if err != nil {
		s.Close()
		return nil, err
	}
	s.executor = executor.WithDedupe(executor.WithCache(executor.Route(map[executor.Kind]executor.Executor{
		executor.Exec:    commands,
		executor.Builtin: builtin.New(s.store, builtins()),
		executor.Fetch:   fetch.New(s.store, fetch.Options{Parallel: fetches, Offline: flags.offline}),
	}), results, s.store))
	past := openHistory(state, ws.Dir)
	s.sink = event.Func(func(e event.Event) {
		past.Handle(e)
		s.progress.Handle(e)
	})
	return s, nil
}

func (s *assembly) openStores(a *app, state string) error {
	var err error
	corrupt := func(d digest.Digest, reason string) {
		s.progress.say("warning: blob %s of the cache was damaged (%s) and is set aside", d.Short(), reason)
	}
	if s.store, err = cas.OpenDisk(state, cas.OnCorrupt(corrupt)); err != nil {
		return err
	}
	s.closers = append(s.closers, s.store.Close)
	s.progress = newProgress(a.stderr, s.store)
	stop := make(chan struct{})
	go s.progress.watch(stop)
	s.closers = append(s.closers, func() error { close(stop); return nil })
	if s.farm, err = merkle.NewFarm(s.store, filepath.Join(state, "trees")); err != nil {
		return err
	}
	hashes, err := hashcache.Open(filepath.Join(state, "hashes"), s.store)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, hashes.Close)
	s.sources = &workspaceFiles{root: s.root, store: s.store, hashes: hashes, seen: map[string]sourceFile{}}
	return nil
}

// Close releases what the assembly holds, the last first.
func (s *assembly) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// commands returns the executor of commands that the user chose. It is looked
// for when the first command runs: a build that is all cached asks no daemon.
func (s *assembly) commands(stager *stage.Stager, choice string) (executor.Executor, error) {
	var open func(context.Context) (executor.Executor, error)
	inSandbox := func(ctx context.Context) (executor.Executor, error) {
		box := sandbox.New(stager)
		if err := box.Probe(ctx); err != nil {
			return nil, errors.Join(err, box.Close())
		}
		s.closers = append(s.closers, box.Close)
		return box, nil
	}
	inDocker := func(ctx context.Context) (*docker.Executor, error) {
		daemon, err := docker.New(ctx, docker.Options{Stage: stager})
		if err != nil {
			return nil, err
		}
		s.closers = append(s.closers, daemon.Close)
		return daemon, nil
	}
	switch choice {
	case "sandbox":
		open = inSandbox
	case "docker":
		open = func(ctx context.Context) (executor.Executor, error) { return inDocker(ctx) }
	case "auto":
		open = func(ctx context.Context) (executor.Executor, error) {
			daemon, err := inDocker(ctx)
			if err == nil {
				err = daemon.Probe(ctx)
			}
			if err == nil {
				s.progress.say("commands run in Docker; --executor chooses")
				return daemon, nil
			}
			if ctx.Err() != nil {
				return nil, err // says nothing about the daemon
			}
			reason, _, _ := strings.Cut(err.Error(), ": ")
			s.progress.say("commands run in the sandbox, %s; --executor chooses", reason)
			return inSandbox(ctx)
		}
	default:
		return nil, usage("--executor %s: want auto, sandbox or docker", choice)
	}
	return &lazy{open: open}, nil
}

// lazy opens an executor when it is first used; a failure is tried again.
type lazy struct {
	open func(context.Context) (executor.Executor, error)
	mu   sync.Mutex
	next executor.Executor
}

func (l *lazy) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	next, err := l.get(ctx)
	if err != nil {
		return executor.Result{}, err
	}
	return next.Execute(ctx, s)
}

func (l *lazy) get(ctx context.Context) (executor.Executor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next == nil {
		next, err := l.open(ctx)
		if err != nil {
			return nil, err
		}
		l.next = next
	}
	return l.next, nil
}

// workspaceFiles are the sources below a root, each as it was when the build
// first read it: one build never mixes two states of a file.
type workspaceFiles struct {
	root   string
	store  *cas.Disk
	hashes *hashcache.Cache
	mu     sync.Mutex
	seen   map[string]sourceFile
}

type sourceFile struct {
	kind   merkle.Kind
	digest digest.Digest
}

// Resolve implements [schedule.Sources].
func (w *workspaceFiles) Resolve(ctx context.Context, path string) (merkle.Kind, digest.Digest, error) {
	lost, ok := w.recall(ctx, path)
	if ok {
		return lost.kind, lost.digest, nil
	}
	d, executable, err := w.hashes.Digest(ctx, filepath.Join(w.root, filepath.FromSlash(path)))
	if err != nil {
		return 0, digest.Digest{}, fmt.Errorf("read: %w", err)
	}
	f := sourceFile{merkle.File, d}
	if executable {
		f.kind = merkle.Executable
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if first, ok := w.seen[path]; ok && first != lost {
		f = first // another action was faster
	}
	w.seen[path] = f
	return f.kind, f.digest, nil
}

// recall returns what a file was, and whether the store still has it; the zero
// value for one that was not read yet.
func (w *workspaceFiles) recall(ctx context.Context, path string) (sourceFile, bool) {
	w.mu.Lock()
	f, ok := w.seen[path]
	w.mu.Unlock()
	if !ok {
		return f, false
	}
	missing, err := w.store.Missing(ctx, []digest.Digest{f.digest})
	return f, err == nil && len(missing) == 0
}
