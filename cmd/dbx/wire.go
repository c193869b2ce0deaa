package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"dbx/cache/cas"
	"dbx/cache/cas/hashcache"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/oci"
	"dbx/engine/event"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/executor/builtin"
	"dbx/executor/fetch"
	"dbx/executor/recall"
	"dbx/executor/upkeep"
)

// assembly is everything concrete that one build works with, joined.
type assembly struct {
	root string // of the workspace
	// gone tells which targets are known to be no more; nil if that is not to be
	// asked.
	gone     func(label.Label) bool
	cache    upkeep.Cache
	executor executor.Executor
	hashes   *hashcache.Cache
	sources  schedule.Sources
	sink     event.Sink
	progress *progress
	records  *records
	exports  *exports
	mu       sync.Mutex // guards closers while a build runs
	closers  []func() error
}

// closeLater is for what is opened during a build.
func (s *assembly) closeLater(closer func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closers = append(s.closers, closer)
}

// trust is how sure a build is that the cache still has what it answers with.
type trust bool

const (
	// looked: entries and blobs were looked at in this build.
	looked trust = false
	// recalled: none has gone since an earlier build looked at them. Whoever
	// meets one that somebody wrote to builds again, as [assembly.run] does.
	recalled trust = true
)

// open joins stores, executors and displays for one build.
func (a *app) open(ws *load.Workspace, flags buildFlags, answers trust) (*assembly, error) {
	state, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	s := &assembly{root: ws.Dir}
	if len(flags.vars)+len(flags.sets) == 0 { // which may leave targets out this once
		s.gone = ws.Gone
	}
	past := openHistory(state, ws.Dir, nil)
	err = s.openStores(a, state, flags, past)
	if err == nil {
		past.store = s.cache.Store
		s.executor, err = s.openExecutor(a, ws, state, flags, answers)
	}
	if err == nil {
		s.records, err = a.openRecords(flags)
	}
	if err != nil {
		s.Close()
		return nil, machine(err)
	}
	s.sink = event.Func(func(e event.Event) {
		past.Handle(e)
		s.progress.Handle(e)
		s.records.Handle(e)
	})
	return s, nil
}

// openExecutor joins what answers spawns, from the cache of this user, those of
// others, or by doing the work.
func (s *assembly) openExecutor(a *app, ws *load.Workspace, state string, flags buildFlags, answers trust) (executor.Executor, error) {
	work, err := s.byKind(a, ws, flags)
	if err != nil {
		return nil, err
	}
	peers, err := a.openPeers(flags.caches)
	if err != nil {
		return nil, err
	}
	sharing := executor.NewSharing(s.cache.Store, peers, func(name string, err error) {
		s.progress.say("warning: the cache %s is left alone from here on: %v", name, err)
	})
	s.closers = append(s.closers, func() error { sharing.Wait(); return nil })
	run := executor.WithRecords(sharing.Ask(work), s.cache.Results)
	turns := executor.WithTurns(s.cached(run), filepath.Join(state, "turns"), s.progress.waited)
	answered := s.cached(turns)
	if answers == recalled {
		if answered, err = s.remembered(turns, state); err != nil {
			return nil, err
		}
	}
	verified, err := s.verified(a, sharing.Offer(answered), flags)
	if err != nil {
		return nil, err
	}
	return executor.WithDedupe(verified), nil
}

// byKind does the work of spawns.
func (s *assembly) byKind(a *app, ws *load.Workspace, flags buildFlags) (executor.Executor, error) {
	commands, err := s.commands(s.cache.Layers, flags)
	if err != nil {
		return nil, err
	}
	store := s.cache.Store
	return executor.Route(map[executor.Kind]executor.Executor{
		executor.Exec:    executor.WithPins(commands, store),
		executor.Builtin: builtin.New(store, builtins()),
		executor.Fetch: fetch.New(store, fetch.Options{
			Parallel: fetches, Offline: flags.offline, Files: s.hashes, Workspace: s.root, Secrets: a.secrets(ws),
			Progress: s.progress.transferred,
			Schemes:  map[string]fetch.Endpoint{oci.Scheme: oci.NewRegistry(oci.Options{}).Blob},
		}),
	}), nil
}

// cached answers what it can before it asks next.
func (s *assembly) cached(next executor.Executor) executor.Executor {
	return executor.WithAnswers(next, s.cache.Results, s.cache.Store)
}

// memory is the file of what is remembered from build to build.
func (s *assembly) memory(state string) string {
	return filepath.Join(state, "recall", digest.Of([]byte(s.root)).Short())
}

// remembered is cached, with what earlier builds of the workspace found.
func (s *assembly) remembered(next executor.Executor, state string) (executor.Executor, error) {
	m, err := recall.Open(s.memory(state), s.cache.Store, s.cache.Results)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, m.Close)
	return executor.WithMemory(next, s.cache.Results, s.cache.Store, m), nil
}

func (s *assembly) openStores(a *app, state string, flags buildFlags, past *history) error {
	var err error
	s.cache, err = openCache(state, func(what, reason string) {
		s.progress.say("warning: %s of the cache was damaged (%s) and is set aside", what, reason)
	})
	if err != nil {
		return err
	}
	s.closers = append(s.closers, s.cache.Close)
	s.progress = newProgress(a.stderr, s.cache.Store)
	if flags.progress == "auto" {
		if s.progress.live = a.newLive(a.stderr, flags.jobs, past.last); s.progress.live != nil {
			s.progress.w = s.progress.live
		}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() { s.progress.watch(stop); close(stopped) }()
	s.closers = append(s.closers, func() error { close(stop); <-stopped; return nil })
	if s.hashes, err = hashcache.Open(filepath.Join(state, "hashes"), s.cache.Store); err != nil {
		return err
	}
	s.cache.Trees.Hash = s.hashes.Look
	s.closers = append(s.closers, s.hashes.Close)
	if s.exports, err = openExports(s.memory(state) + "-out"); err != nil {
		return err
	}
	s.closers = append(s.closers, s.exports.Close)
	s.sources = &workspaceFiles{root: s.root, store: s.cache.Store, hashes: s.hashes, seen: map[string]sourceFile{}}
	return nil
}

// end closes the records of a build that ended with err, and then all else. It
// returns err, or what went wrong with the records.
func (s *assembly) end(ctx context.Context, err error) error {
	if e := s.records.close(exitCode(ctx, err)); err == nil {
		err = machine(e)
	}
	s.Close()
	return err
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
