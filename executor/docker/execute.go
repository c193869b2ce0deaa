package docker

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/docker/docker/api/types/mount"
	"golang.org/x/sys/unix"

	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/inner"
	"dbx/executor/inner/filter"
	"dbx/executor/stage"
)

// Execute implements [executor.Executor]. With an error the result still has
// the log, if there was one.
func (e *fresh) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	result, err := e.execute(ctx, s)
	if err != nil && ctx.Err() != nil {
		// What failed because of the cancellation says less than its cause.
		return result, context.Cause(ctx)
	}
	return result, err
}

func (e *fresh) execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if err := e.prepare(ctx); err != nil {
		return executor.Result{}, err
	}
	e.clear(ctx)
	area, err := e.stage.Prepare(ctx, s)
	if err != nil {
		return executor.Result{}, err
	}
	defer area.Close()
	if err := area.Rely(nil); err != nil { // the layers are the daemon's
		return executor.Result{}, err
	}
	id, err := e.create(ctx, s, area)
	if err != nil {
		return executor.Result{}, err
	}
	defer e.discard(ctx, id)
	end, err := run(ctx, e.api, e.store, id, s.Timeout)
	if gone := area.Intact(); gone != nil {
		err = gone
	}
	if !end.final() {
		// Neither can what it left behind be taken in, nor be thrown away, before
		// it is ours.
		err = cmp.Or(err, e.handOver(ctx, s, area))
	}
	if err == nil {
		err = end.notEmulated(s.Rootfs)
	}
	if err != nil {
		return executor.Result{Log: end.log}, err
	}
	result, err := end.result(s)
	if err != nil || result.Status != executor.Success {
		return result, err
	}
	return e.capture(ctx, s, area, id, result)
}

// capture takes in what a successful command left.
func (e *fresh) capture(ctx context.Context, s executor.Spawn, area *stage.Area, id string, result executor.Result) (executor.Result, error) {
	outputs, problem, err := area.Capture(ctx, func(ctx context.Context) (digest.Digest, digest.SHA256, error) {
		return e.layer(ctx, s, area, id)
	})
	if err != nil {
		return executor.Result{Log: result.Log}, err
	}
	if problem != "" {
		result.Status, result.Message = executor.MissingOutput, problem
	}
	result.Outputs = outputs
	return result, nil
}

// create brings the root file system into the daemon and makes the container.
func (e *fresh) create(ctx context.Context, s executor.Spawn, area *stage.Area) (string, error) {
	dir, err := area.Dir("docker")
	if err != nil {
		return "", err
	}
	spec := innerSpec(s)
	var emulator []mount.Mount
	if spec.Emulate, emulator, err = e.emulate(ctx, s.Rootfs, dir); err != nil {
		return "", err
	}
	c, err := e.seal(ctx, dir, spec, resolvers(s))
	if err != nil {
		return "", fmt.Errorf("docker: prepare the container: %w", err)
	}
	c.mounts = append(c.mounts, emulator...)
	c.labels = e.me.labels(digest.Digest(s.Key()).Short())
	for _, b := range area.Binds() {
		c.mounts = append(c.mounts, bind(b.Source, b.Target, b.ReadOnly))
	}
	return e.make(ctx, c, s)
}

// make makes the container of a spawn.
func (e *fresh) make(ctx context.Context, c sealed, s executor.Spawn) (id string, err error) {
	err = e.images.use(ctx, newRootfs(s.Rootfs), func(image string) (err error) {
		id, err = create(ctx, e.api, c.config(image), c.hostConfig(s))
		return err
	})
	return id, err
}

// handOver makes what a killed container left in the area ours: its first
// process had no time to. Another one does it, on a command that is not there.
func (e *fresh) handOver(ctx context.Context, s executor.Spawn, area *stage.Area) error {
	owner := areaOwner()
	if owner == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), createTimeout)
	defer cancel()
	dir, err := area.Dir("hand-over")
	if err != nil {
		return err
	}
	spec := inner.Spec{Args: []string{"/.dbx/nothing"}, Dir: executor.WorkDir, Filter: filter.Program(), Owner: owner}
	c, err := e.seal(ctx, dir, &spec, "")
	if err != nil {
		return err
	}
	c.mounts = append(c.mounts, bind(area.WorkDir(), executor.WorkDir, false))
	id, err := e.make(ctx, c, executor.Spawn{Rootfs: s.Rootfs})
	if err != nil {
		return err
	}
	defer e.discard(ctx, id)
	end, err := run(ctx, e.api, e.store, id, 0)
	if err == nil && !end.final() {
		err = fmt.Errorf("docker: take back %s: %s", area.WorkDir(), end.report.Text)
	}
	return err
}

// final reports whether the first process lived to see the command's end.
func (e ending) final() bool {
	return e.report.Kind == inner.Exited || e.report.Kind == inner.Killed
}

// result reads the end of a container as that of its command.
func (e ending) result(s executor.Spawn) (executor.Result, error) {
	r := executor.Result{ExitCode: e.report.Code, Log: e.log, Duration: time.Duration(e.report.Nanos)}
	if !e.final() {
		r.ExitCode = e.code
	}
	switch {
	case e.report.Kind == inner.SetUpFailed:
		return executor.Result{Log: e.log}, fmt.Errorf("docker: set up the container: %s", e.report.Text)
	case e.timedOut:
		r.Status, r.Message = executor.TimedOut, s.TooLong()
		r.Duration = max(r.Duration, s.Timeout)
	case e.oom && r.ExitCode != 0:
		r.Status, r.Message = executor.OutOfMemory, s.OverMemory()
	case !e.final():
		return executor.Result{Log: e.log}, fmt.Errorf("docker: the container was killed from outside (exit code %d)", e.code)
	case e.report.Kind == inner.Killed:
		r.Status = executor.Signaled
		r.Message = fmt.Sprintf("the command died of signal %d (%s)", r.ExitCode-128, unix.SignalName(unix.Signal(r.ExitCode-128)))
	case r.ExitCode != 0:
		r.Status = executor.Failed
	}
	return r, nil
}
