package docker

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"dbx/executor"
	"dbx/executor/stage"
)

// fresh runs each spawn in a container of its own. It implements
// [executor.Executor].
type fresh struct {
	daemon
	stage *stage.Stager

	kit *executor.Once[kit]

	mu   sync.Mutex
	left []string // containers that could not be removed, since the daemon was gone
}

// kit is what all containers share.
type kit struct {
	self     runner
	skeleton string // directory with what the engine adds to a root file system
}

func newFresh(d daemon, stager *stage.Stager) *fresh {
	e := &fresh{daemon: d, stage: stager}
	e.kit = executor.NewOnce(e.newKit)
	return e
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

// prepare does what the first spawn needs and the others share. What failed is
// tried again by the next spawn.
func (e *fresh) prepare(ctx context.Context) error {
	_, err := e.kit.Get(ctx)
	return err
}

// newKit makes sure that the daemon sees our files, and lays out the running
// program for containers.
func (e *fresh) newKit(ctx context.Context) (kit, error) {
	dir, err := e.store.Temp() // a directory of this process
	if err != nil {
		return kit{}, fmt.Errorf("docker: %w", err)
	}
	if err := probe(ctx, e.api, e.images, e.me, dir); err != nil {
		return kit{}, err
	}
	self, err := newRunner(filepath.Join(dir, "runner"))
	if err != nil {
		return kit{}, err
	}
	skeleton, err := newSkeleton(filepath.Join(dir, "skeleton"))
	return kit{self, skeleton}, err
}
