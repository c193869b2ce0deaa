// Package docker runs spawns in containers of a Docker daemon, one container
// each.
//
// It knows the Engine API: how a root file system becomes an image of the
// daemon, what a container of dbx looks like, how its end is to be read, and
// what dead processes leave on a daemon. It does not know how inputs are laid
// out and outputs captured (package stage), nor what happens inside before the
// command begins (package inner), nor the build graph.
//
// The daemon must see this machine's files. Docker contexts are not read:
// DOCKER_HOST and the TLS variables beside it name the daemon, else it is the
// local socket.
package docker

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/docker/docker/client"

	"dbx/cache/cas"
	"dbx/executor/stage"
)

// Options says what an Executor works with.
type Options struct {
	// Stage lays out inputs and captures outputs; layers come from its store,
	// and logs go there.
	Stage *stage.Stager
}

// Executor runs spawns in containers. It implements [executor.Executor] for
// spawns of kind Exec, and is safe for concurrent use.
type Executor struct {
	api    *client.Client
	store  *cas.Disk
	stage  *stage.Stager
	images *loader
	me     owner

	mu       sync.Mutex
	ready    bool   // the daemon was found to see our files
	dir      string // private directory of this process
	self     runner
	skeleton string // directory with what the engine adds to a root file system
}

// New connects to the daemon and removes the containers that dead dbx
// processes left there. The caller closes the Executor.
func New(ctx context.Context, opts Options) (*Executor, error) {
	me, err := self()
	if err != nil {
		return nil, err
	}
	api, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	if err := sweep(ctx, api, me); err != nil {
		api.Close()
		return nil, err
	}
	return &Executor{
		api:    api,
		store:  opts.Stage.Store(),
		stage:  opts.Stage,
		images: newLoader(api, openLayer(opts.Stage.Store())),
		me:     me,
	}, nil
}

// Close disconnects from the daemon. No spawn may be running.
func (e *Executor) Close() error { return e.api.Close() }

// Probe reports why commands cannot run here although the daemon answers, or
// nil: the daemon may see other files than this process.
func (e *Executor) Probe(ctx context.Context) error { return e.prepare(ctx) }

// prepare does what the first spawn needs and the others share: it makes sure
// that the daemon sees our files and lays out the running program for
// containers. What failed is tried again by the next spawn.
func (e *Executor) prepare(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ready {
		return nil
	}
	if e.dir == "" {
		dir, err := e.store.Temp()
		if err != nil {
			return fmt.Errorf("docker: %w", err)
		}
		e.dir = dir
	}
	if err := probe(ctx, e.api, e.images, e.me, e.dir); err != nil {
		return err
	}
	self, err := newRunner(filepath.Join(e.dir, "runner"))
	if err != nil {
		return err
	}
	skeleton, err := newSkeleton(filepath.Join(e.dir, "skeleton"))
	if err != nil {
		return err
	}
	e.self, e.skeleton, e.ready = self, skeleton, true
	return nil
}
