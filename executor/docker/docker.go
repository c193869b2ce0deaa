// Package docker runs spawns in containers of a Docker daemon: many in one
// long-lived container, or each in a fresh one.
//
// In fast mode the container holds dbx itself, which runs each spawn in a
// sandbox within; package agent carries spawns there and results back. In fresh
// mode each spawn is the one command of its container. Both give the same bytes.
//
// The package knows the Engine API: how a root file system becomes an image of
// the daemon, what a container of dbx looks like, how its end is to be read, and
// what dead processes leave on a daemon. It does not know how inputs are laid
// out and outputs captured (package stage), nor what happens inside before the
// command begins (packages inner and sandbox), nor the build graph.
//
// Docker contexts are not read: DOCKER_HOST and the TLS variables beside it name
// the daemon, else it is the local socket.
package docker

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/docker/docker/client"

	"dbx/cache/cas"
	"dbx/executor"
	"dbx/executor/stage"
)

// Mode says how containers are used.
type Mode int

// The modes.
const (
	// Auto is Fast where that works, else Fresh.
	Auto Mode = iota
	// Fast runs spawns in sandboxes within one long-lived container.
	Fast
	// Fresh runs each spawn in a container of its own. The daemon must see this
	// machine's files.
	Fresh
)

// ParseMode reads the name of a mode.
func ParseMode(name string) (Mode, error) {
	switch name {
	case "auto":
		return Auto, nil
	case "fast":
		return Fast, nil
	case "fresh":
		return Fresh, nil
	}
	return 0, fmt.Errorf("%s: want auto, fast or fresh", name)
}

// Options says what an Executor works with.
type Options struct {
	// Stage lays out inputs and captures outputs; layers come from its store,
	// and logs go there.
	Stage *stage.Stager
	Mode  Mode
	// Idle is how long fast mode's container lives on after its last use; 0 is
	// ten minutes.
	Idle time.Duration
	// Say is told, in whole sentences without an end, what a user should know.
	// It may be called from any goroutine.
	Say func(text string)
}

// Executor runs spawns in containers. It implements [executor.Executor] for
// spawns of kind Exec, and is safe for concurrent use.
type Executor struct {
	api   *client.Client
	mode  Mode
	say   func(string)
	fast  *fast
	fresh *fresh

	next *executor.Once[executor.Executor] // of the two
}

// daemon is what both modes know of where they run.
type daemon struct {
	api    *client.Client
	store  *cas.Disk
	images *loader
	me     owner
}

// New connects to the daemon and removes the containers that dead dbx
// processes left there. The caller closes the Executor.
func New(ctx context.Context, opts Options) (*Executor, error) {
	d, err := connect(ctx, opts.Stage)
	if err != nil {
		return nil, err
	}
	say := opts.Say
	if say == nil {
		say = func(string) {}
	}
	e := &Executor{
		api:   d.api,
		mode:  opts.Mode,
		say:   say,
		fast:  newFast(d, opts.Idle, say),
		fresh: newFresh(d, opts.Stage),
	}
	e.next = executor.NewOnce(e.choose)
	return e, nil
}

func connect(ctx context.Context, stager *stage.Stager) (daemon, error) {
	me, err := self()
	if err != nil {
		return daemon{}, err
	}
	api, err := dial(ctx)
	if err != nil {
		return daemon{}, err
	}
	if err := sweep(ctx, api, me); err != nil {
		api.Close()
		return daemon{}, err
	}
	store := stager.Store()
	return daemon{api: api, store: store, images: newLoader(api, openLayer(store)), me: me}, nil
}

// Close disconnects from the daemon. No spawn may be running.
func (e *Executor) Close() error {
	e.fast.close()
	return e.api.Close()
}

// Probe reports why commands cannot run here although the daemon answers, or
// nil.
func (e *Executor) Probe(ctx context.Context) error {
	_, err := e.next.Get(ctx)
	return err
}

// Execute implements [executor.Executor]. With an error the result still has
// the log, if there was one.
func (e *Executor) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if s.Kind != executor.Exec {
		return executor.Result{}, fmt.Errorf("docker: spawn %s is not a command", s.Info.Label)
	}
	next, err := e.next.Get(ctx)
	if err != nil && ctx.Err() != nil {
		return executor.Result{}, context.Cause(ctx)
	}
	if err != nil {
		return executor.Result{}, err
	}
	if next == e.fast && !e.fast.keeps(ctx, s) {
		next = e.fresh
	}
	return next.Execute(ctx, s)
}

// choose finds out what works here.
func (e *Executor) choose(ctx context.Context) (executor.Executor, error) {
	if e.mode == Fresh {
		return e.fresh, e.fresh.prepare(ctx)
	}
	err := e.fast.prepare(ctx)
	if err == nil {
		return e.fast, nil
	}
	if e.mode == Fast || ctx.Err() != nil || e.fresh.prepare(ctx) != nil {
		return nil, err
	}
	reason := strings.TrimPrefix(err.Error(), "docker: ")
	e.say(fmt.Sprintf("each command gets a container of its own: %s; --docker-mode=fresh does so without trying", reason))
	return e.fresh, nil
}
