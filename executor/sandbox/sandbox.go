// Package sandbox runs spawns in Linux namespaces, without a daemon and
// without privileges.
//
// Each command gets a user namespace in which one id, 0, is the caller, be he
// root or not, so that both get the same bytes; and mount, process, network,
// IPC, host name and cgroup namespaces of its own. The package knows how these
// are asked for, watched and ended. What happens inside is package inner's;
// what goes in and comes out is package stage's.
//
// It needs Linux 5.12 with overlayfs, user namespaces that this user may
// create, and a /proc of which nothing is hidden; [Sandbox.Probe] tells.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/cgroup"
	"dbx/executor/inner/filter"
	"dbx/executor/stage"
)

// grace is how long a command may take to end after it was told to.
const grace = 2 * time.Second

// Sandbox runs spawns of kind Exec. It implements [executor.Executor] and is
// safe for concurrent use. It enforces limits of memory, processes and CPUs
// where this process may make control groups.
type Sandbox struct {
	// Warn is told, once at most, what limits are not enforced. It may be set
	// before the first spawn.
	Warn func(string)
	// Groups looks for control groups to hold commands in, once at most;
	// [cgroup.Find] if nobody sets another before the first spawn.
	Groups func() *cgroup.Host
	// Disguise is what commands see in place of what every command sees; it may
	// be set before the first spawn. The zero Disguise changes nothing.
	Disguise Disguise

	stager *stage.Stager
	filter []byte
	limits func() *cgroup.Host
	warned sync.Once

	memoryHoldsUpper bool

	mu        sync.Mutex
	launchers map[domain]*launcher // none until it is needed, and after it failed
	mount     string               // see mountPoint
	closed    bool
}

// Disguise makes a sandbox another one than commands should be able to tell, so
// as to find out which can.
type Disguise struct {
	Hostname string // "" is [executor.Hostname]
	// WorkDir is a folder in / where [executor.WorkDir], then a link to it,
	// really is; "" is that itself.
	WorkDir string
}

// New returns a Sandbox that takes inputs from stager. It starts nothing until
// the first spawn. The caller closes the Sandbox.
func New(stager *stage.Stager) *Sandbox {
	s := &Sandbox{
		Warn:             func(string) {},
		Groups:           cgroup.Find,
		stager:           stager,
		filter:           filter.Program(),
		memoryHoldsUpper: memoryHoldsUpper(),
		launchers:        map[domain]*launcher{},
	}
	s.limits = sync.OnceValue(func() *cgroup.Host { return s.Groups() })
	return s
}

// Close ends all commands that are still running, and the launchers.
func (s *Sandbox) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var errs []error
	for d, l := range s.launchers {
		errs = append(errs, l.close())
		delete(s.launchers, d)
	}
	return errors.Join(errs...)
}

// Execute implements [executor.Executor].
func (s *Sandbox) Execute(ctx context.Context, sp executor.Spawn) (executor.Result, error) {
	if sp.Kind != executor.Exec {
		return executor.Result{}, fmt.Errorf("sandbox: spawn %s is not a command", sp.Info.Label)
	}
	result, err := s.execute(ctx, sp)
	if err != nil && ctx.Err() != nil {
		// What failed because of the cancellation says less than its cause.
		return result, context.Cause(ctx)
	}
	if err != nil {
		return result, fmt.Errorf("sandbox: %w", err)
	}
	return result, nil
}

func (s *Sandbox) execute(ctx context.Context, sp executor.Spawn) (result executor.Result, err error) {
	layers, err := s.stager.Layers(ctx, sp.Rootfs)
	if err != nil {
		return executor.Result{}, err
	}
	area, err := s.stager.Prepare(ctx, sp)
	if err != nil {
		return executor.Result{}, err
	}
	defer func() {
		if err != nil {
			// Nobody knows what is still running.
			area.Close()
			return
		}
		area.Release()
	}()
	if err := area.Rely(layers); err != nil {
		return executor.Result{}, err
	}
	root, err := s.newRoot(area, layers, sp)
	if err != nil {
		return executor.Result{}, err
	}
	end, err := s.run(ctx, sp, root)
	if gone := area.Intact(); gone != nil {
		err = gone
	}
	if err != nil {
		return executor.Result{Log: end.log}, err
	}
	result = end.result(sp)
	if result.Status != executor.Success {
		return result, nil
	}
	outputs, problem, err := area.Capture(ctx, func(ctx context.Context) (digest.Digest, digest.SHA256, error) {
		return s.captureLayer(ctx, root, sp.Epoch)
	})
	if err != nil {
		return executor.Result{Log: end.log}, err
	}
	if problem != "" {
		result.Status, result.Message = executor.MissingOutput, problem
	}
	result.Outputs = outputs
	return result, nil
}

// resolvers returns what a command with network access finds in
// /etc/resolv.conf: what this process would.
func resolvers(sp executor.Spawn) string {
	if !sp.Network {
		return ""
	}
	b, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return ""
	}
	return string(b)
}
