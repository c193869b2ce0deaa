package docker

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"dbx/executor/stage"
)

// fresh runs each spawn in a container of its own. It implements
// [executor.Executor].
type fresh struct {
	daemon
	stage *stage.Stager

	mu       sync.Mutex
	ready    bool   // the daemon was found to see our files
	dir      string // private directory of this process
	self     runner
	skeleton string   // directory with what the engine adds to a root file system
	left     []string // containers that could not be removed, since the daemon was gone
}

// discard removes a container, also after ctx was cancelled. It has ended, or
// the daemon has failed; if it cannot be removed now, the next spawn tries
// again, and so does the next process.
func (e *fresh) discard(ctx context.Context, id string) {
	if removal(ctx, e.api, id) == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.left = append(e.left, id)
}

// clear removes what a failing daemon has left.
func (e *fresh) clear(ctx context.Context) {
	e.mu.Lock()
	left := e.left
	e.left = nil
	e.mu.Unlock()
	for _, id := range left {
		e.discard(ctx, id)
	}
}

// prepare does what the first spawn needs and the others share: it makes sure
// that the daemon sees our files and lays out the running program for
// containers. What failed is tried again by the next spawn.
func (e *fresh) prepare(ctx context.Context) error {
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
