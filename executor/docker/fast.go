package docker

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"dbx/executor"
	"dbx/executor/agent"
)

// idleTime is how long the container of an agent lives on when nobody has a
// session in it, if nothing else is said.
const idleTime = 10 * time.Minute

// fast runs spawns in sandboxes within a long-lived container. It implements
// [executor.Executor].
type fast struct {
	daemon
	idle   time.Duration
	volume string // see [cacheVolume]
	say    func(string)

	// turn is held by whoever finds out where sessions can be had, or begins
	// one; capacity 1. What follows belongs to its holder.
	turn     chan struct{}
	site     *site
	sessions map[bool]*session // by whether its spawns may use the network
}

func newFast(d daemon, idle time.Duration, say func(string)) *fast {
	if idle == 0 {
		idle = idleTime
	}
	return &fast{daemon: d, idle: idle, volume: cacheVolume, say: say, turn: make(chan struct{}, 1), sessions: map[bool]*session{}}
}

// close ends the sessions. No spawn may be running.
func (f *fast) close() {
	f.turn <- struct{}{}
	defer func() { <-f.turn }()
	for _, s := range f.sessions {
		s.close()
	}
	f.sessions = map[bool]*session{}
}

// prepare finds out whether spawns can be run this way, by all but running one.
func (f *fast) prepare(ctx context.Context) error {
	_, err := f.session(ctx, false)
	return err
}

// keeps reports whether a spawn's limits are enforced here, or else nowhere on
// this daemon.
func (f *fast) keeps(ctx context.Context, s executor.Spawn) bool {
	if s.Memory == 0 && s.Pids == 0 {
		return true
	}
	in, err := f.session(ctx, s.Network)
	if err != nil || !f.site.shared {
		return true // what the error is, the execution says
	}
	lost := func(controller string) bool { return strings.Contains(in.unenforced, controller) }
	return !(s.Memory > 0 && lost("memory") || s.Pids > 0 && lost("pids"))
}

// Execute implements [executor.Executor]. What a session that breaks leaves
// open is tried once more in another: nothing was concluded.
func (f *fast) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	const attempts = 2
	var err error
	for range attempts {
		var in *session
		if in, err = f.session(ctx, s.Network); err != nil {
			break
		}
		var result executor.Result
		result, err = in.client.Execute(ctx, s)
		if err == nil {
			return result, nil
		}
		if ctx.Err() != nil {
			return result, context.Cause(ctx)
		}
		if !errors.Is(err, agent.ErrBroken) {
			return result, fmt.Errorf("docker: %w", err)
		}
		f.drop(in)
		err = in.explain(err)
	}
	if ctx.Err() != nil {
		return executor.Result{}, context.Cause(ctx)
	}
	return executor.Result{}, err
}

// session returns the session for spawns with or without network, and begins
// it if there is none.
func (f *fast) session(ctx context.Context, network bool) (*session, error) {
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if s := f.sessions[network]; s != nil {
		return s, nil
	}
	if err := f.find(ctx); err != nil {
		return nil, err
	}
	s, err := f.begin(ctx, network)
	if err != nil {
		return nil, err
	}
	f.sessions[network] = s
	return s, nil
}

// drop forgets a session that no longer works.
func (f *fast) drop(s *session) {
	f.turn <- struct{}{}
	defer func() { <-f.turn }()
	for network, current := range f.sessions {
		if current == s {
			delete(f.sessions, network)
		}
	}
	s.close()
}

// find decides where agents of this process live, once.
func (f *fast) find(ctx context.Context) error {
	if f.site != nil {
		return nil
	}
	version, err := f.api.ServerVersion(ctx)
	if err != nil {
		return fmt.Errorf("docker: ask for the daemon's version: %w", err)
	}
	if version.Arch != runtime.GOARCH {
		return fmt.Errorf("the Docker daemon runs on %s, and this dbx is for %s", version.Arch, runtime.GOARCH)
	}
	p, err := newProgram()
	if err != nil {
		return err
	}
	here, err := hereOf(f.daemon, p, f.idle)
	if err != nil {
		return err
	}
	// An agent over this very directory proves that the daemon sees it.
	running, err := f.running(ctx, here.label(false))
	if err != nil {
		return err
	}
	if running == "" {
		dir, err := f.store.Temp()
		if err != nil {
			return fmt.Errorf("docker: %w", err)
		}
		err = probe(ctx, f.api, f.images, f.me, dir)
		if errors.Is(err, errElsewhere) {
			here, err = thereOf(p, f.idle, f.volume), nil
		}
		if err != nil {
			return err
		}
	}
	f.site = here
	return nil
}

// lockPath guards the making of agents by processes that share a cache.
func (f *fast) lockPath() string { return filepath.Join(f.store.Dir(), "agent.lock") }
