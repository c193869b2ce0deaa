// Package varied runs spawns for the second time, in a process that differs
// from this one in all that should not matter.
//
// It starts this very program as an agent (package agent), on a cache of its own
// in another folder, as another user where this one is root, on fewer
// processors, with another umask and another time zone. It knows these
// circumstances and the life of the process. How that process runs spawns, and
// what their results are compared with, it does not know.
package varied

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/cas/session"
	"dbx/executor"
	"dbx/executor/agent"
)

// Options says what to start.
type Options struct {
	Store *cas.Disk // inputs come from there, and outputs go there
	// Dir is where the cache of the second runs is made, in a folder that goes
	// with this process; "" is /var/tmp. What another user than this one's shall
	// get at must lie in folders that are open to all.
	Dir string
	Use agent.Use // Varied or Disguised
	// Say is told what a user should know, in whole sentences without an end. It
	// may be called from any goroutine.
	Say func(text string)
}

// Executor runs spawns under other circumstances. It implements
// [executor.Executor] and is safe for concurrent use.
type Executor struct {
	process *process
	cache   *session.Session
}

// Start starts the process, and waits until it is ready. What cannot be varied
// here is said. The caller closes the Executor.
func Start(ctx context.Context, o Options) (*Executor, error) {
	parent, err := ownFolder(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("a folder for second runs: %w", err)
	}
	cache, err := session.Open(parent)
	if err != nil {
		return nil, fmt.Errorf("a folder for second runs: %w", err)
	}
	p, fixed, err := begin(ctx, o, cache)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a process for second runs: %w", err), cache.Close())
	}
	if len(fixed) > 0 {
		o.Say("not varied in second runs: " + strings.Join(fixed, "; "))
	}
	return &Executor{p, cache}, nil
}

// Execute implements [executor.Executor].
func (e *Executor) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	result, err := e.process.client.Execute(ctx, s)
	if errors.Is(err, agent.ErrBroken) && ctx.Err() == nil {
		err = e.process.explain(err)
	}
	return result, err
}

// Close ends the process and removes its cache. No spawn may be running.
func (e *Executor) Close() error { return errors.Join(e.process.close(), e.cache.Close()) }

// begin starts a process as another user, if that can be, else as this one.
func begin(ctx context.Context, o Options, cache *session.Session) (*process, []string, error) {
	around, fixed := circumstances()
	if closed := closedToOthers(cache.Name()); closed != "" && around.uid != 0 {
		fixed = append(fixed, fmt.Sprintf("the user, since %s is closed to others: DBX_VERIFY_DIR names another folder", closed))
		around.uid = 0
	}
	p, err := start(ctx, o, cache, around)
	if err == nil || around.uid == 0 || ctx.Err() != nil {
		return p, fixed, err
	}
	fixed = append(fixed, fmt.Sprintf("the user, since another cannot do it: %v", err))
	around.uid = 0
	p, err = start(ctx, o, cache, around)
	return p, fixed, err
}

// ownFolder makes or finds a folder in dir for this user alone to write to. In a
// folder that all may write to, somebody else may have made it.
func ownFolder(dir string) (string, error) {
	if dir == "" {
		dir = "/var/tmp"
	}
	name, err := filepath.Abs(filepath.Join(dir, fmt.Sprintf("dbx-verify-%d", os.Geteuid())))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(name, 0o755); err != nil {
		return "", err
	}
	return name, belongsToUs(name)
}

// closedToOthers returns a folder on the way to the session of the given name
// that others may not enter; "" for none. The session itself will be open.
func closedToOthers(name string) string {
	for at := filepath.Dir(filepath.Dir(name)); at != "/"; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return at
		}
	}
	return ""
}
