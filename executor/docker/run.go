package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor/inner"
)

const (
	// createTimeout bounds the creation of a container, which is not
	// interrupted: a daemon that was left alone with it would keep a container
	// whose name nobody knows.
	createTimeout = time.Minute
	// cleanupTimeout bounds the removal of a container after its caller gave
	// up.
	cleanupTimeout = 20 * time.Second
	// stopGrace is how long a command that ran out of time may take to end
	// after it was told to.
	stopGrace = 2 * time.Second
	// drainTimeout bounds the wait for output that a stopped container left
	// in the daemon.
	drainTimeout = 10 * time.Second
)

// ending is how a container came to its end.
type ending struct {
	report   inner.Report // what its first process had to say
	code     int
	oom      bool // some process of it was killed for want of memory
	timedOut bool // we stopped it
	log      digest.Digest
}

// create makes a container and returns its ID.
func create(ctx context.Context, api starter, config *container.Config, host *container.HostConfig) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), createTimeout)
	defer cancel()
	created, err := api.ContainerCreate(ctx, config, host, nil, nil, "")
	if err != nil {
		return "", fmt.Errorf("docker: create container: %w", err)
	}
	return created.ID, nil
}

// discard removes a container, also after ctx was cancelled. It has ended, or
// the daemon has failed; if it cannot be removed now, a later sweep will.
func discard(ctx context.Context, api ender, id string) { _ = removal(ctx, api, id) }

// removal is discard that tells whether it worked.
func removal(ctx context.Context, api ender, id string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
	defer cancel()
	return remove(ctx, api, id)
}

// run starts a created container and waits for its end, which the timeout or
// the cancellation of ctx brings about; the latter is an error. Its output goes
// to the store, and is in the ending also with an error. Whatever breaks on the
// way to the daemon is an error too, and says nothing about the command.
func run(ctx context.Context, api containers, store cas.Store, id string, timeout time.Duration) (ending, error) {
	// After a cancellation there is still a container to stop and a log to keep.
	attached, release := context.WithCancel(context.WithoutCancel(ctx))
	defer release()
	stream, err := api.ContainerAttach(attached, id, container.AttachOptions{Stream: true, Stdout: true, Stderr: true})
	if err != nil {
		return ending{}, broken("attach to", id, err)
	}
	defer stream.Close()
	w := watch{output: keepOutput(attached, store, stream)}
	w.ended, w.failed = api.ContainerWait(attached, id, container.WaitConditionNextExit)
	if err := api.ContainerStart(attached, id, container.StartOptions{}); err != nil {
		return ending{}, broken("start", id, err)
	}
	timedOut, cancelled, err := w.await(ctx, attached, api, id, timeout)
	if err != nil {
		return ending{}, err
	}
	if err := w.output.wait(stream); err != nil {
		return ending{}, broken("read the output of", id, err)
	}
	e := ending{report: inner.ParseReport(w.output.report.Bytes()), log: w.output.log, timedOut: timedOut}
	if cancelled {
		return e, context.Cause(ctx)
	}
	state, err := api.ContainerInspect(attached, id)
	if err != nil {
		return e, broken("inspect", id, err)
	}
	if state.State == nil || state.State.Running {
		return e, fmt.Errorf("docker: container %.12s: the daemon says both that it ended and that it runs", id)
	}
	e.code, e.oom = state.State.ExitCode, state.State.OOMKilled
	return e, nil
}

// watch is what can be heard of a running container.
type watch struct {
	ended  <-chan container.WaitResponse
	failed <-chan error
	output *output
}

// await returns once the container has ended. It brings that about when the
// timeout has passed since the command began, or ctx is cancelled.
func (w watch) await(ctx, attached context.Context, api ender, id string, timeout time.Duration) (timedOut, cancelled bool, err error) {
	var expired <-chan time.Time
	begun := w.output.begun
	gone, drained := ctx.Done(), w.output.done
	for {
		select {
		case <-begun:
			begun = nil
			if timeout > 0 && !cancelled {
				timer := time.NewTimer(timeout)
				defer timer.Stop()
				expired = timer.C
			}
			continue
		case answer := <-w.ended:
			if answer.Error != nil {
				err = fmt.Errorf("docker: wait for container %.12s: %s", id, answer.Error.Message)
			}
			return timedOut, cancelled, err
		case err := <-w.failed:
			return timedOut, cancelled, broken("wait for", id, err)
		case <-drained:
			// A command whose output nobody takes would stand still for ever.
			if w.output.err != nil {
				return timedOut, cancelled, broken("store the output of", id, w.output.err)
			}
			drained = nil
			continue
		case <-gone:
			cancelled = true
		case <-expired:
			timedOut = true
		}
		gone, expired = nil, nil
		if err := stop(attached, api, id); err != nil {
			return timedOut, cancelled, broken("stop", id, err)
		}
	}
}

// stop tells a container to end, and kills it if it does not.
func stop(ctx context.Context, api ender, id string) error {
	ctx, cancel := context.WithTimeout(ctx, cleanupTimeout)
	defer cancel()
	grace := int(stopGrace / time.Second)
	return api.ContainerStop(ctx, id, container.StopOptions{Timeout: &grace})
}

// broken is the error of a daemon that did not do its part.
func broken(verb, id string, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w (did the daemon stop?)", err)
	}
	return fmt.Errorf("docker: %s container %.12s: %w", verb, id, err)
}

// output is what a container writes, on its way to where it belongs: the
// command's output to the store, and the first process's report to us.
type output struct {
	begun  chan struct{} // closed at the first word of the report: the command begins
	done   chan struct{} // closed when log and err are set
	log    digest.Digest
	report bytes.Buffer
	err    error
}

// reporter takes in the report of the first process.
type reporter struct{ *output }

func (r reporter) Write(p []byte) (int, error) {
	if r.report.Len() == 0 && len(p) > 0 {
		close(r.begun)
	}
	return r.report.Write(p)
}

// keepOutput reads what the container writes to its end. The first process
// writes nothing but its report to its standard error; the command has both of
// its streams on standard output, in the order in which it wrote.
func keepOutput(ctx context.Context, store cas.Store, stream types.HijackedResponse) *output {
	o := &output{begun: make(chan struct{}), done: make(chan struct{})}
	reader, writer := io.Pipe()
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		_, err := stdcopy.StdCopy(writer, reporter{o}, stream.Reader)
		writer.CloseWithError(err)
	}()
	go func() {
		defer close(o.done)
		counted := &counter{r: reader}
		o.log, o.err = store.Put(ctx, counted)
		if counted.n == 0 {
			o.log = digest.Digest{}
		}
		// After a failure nobody reads on: have the copying fail too.
		reader.CloseWithError(io.ErrClosedPipe)
		if o.err == nil {
			<-copied
		}
	}()
	return o
}

// wait returns once all of the output has come.
func (o *output) wait(stream types.HijackedResponse) error {
	timer := time.AfterFunc(drainTimeout, stream.Close)
	defer timer.Stop()
	<-o.done
	return o.err
}

// counter counts what is read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
