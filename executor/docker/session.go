package docker

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/pkg/stdcopy"

	"dbx/cache/filelock"
	"dbx/executor"
	"dbx/executor/agent"
)

// session is a process of ours in the container of an agent, and the client
// that talks to it.
type session struct {
	client     *agent.Client
	unenforced string        // limits of spawns that are not kept there
	ended      chan struct{} // closed when nothing more can come

	mu   sync.Mutex
	last string // line that it said about itself
}

// begin starts a session in an agent that there is, or else in a new one. One
// that ends at this very moment, because it was idle or killed, may still be
// listed: it takes some attempts to get past it.
func (f *fast) begin(ctx context.Context, network bool) (*session, error) {
	const attempts = 5
	pause := 50 * time.Millisecond
	var err error
	for range attempts {
		pause *= 2
		var id string
		if id, err = f.agent(ctx, network); err != nil {
			return nil, err
		}
		var s *session
		s, err = f.enter(ctx, id)
		if err == nil || !errors.Is(err, agent.ErrBroken) {
			return s, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	return nil, err
}

// agent returns the container of an agent that runs.
func (f *fast) agent(ctx context.Context, network bool) (string, error) {
	label := f.site.label(network)
	id, err := f.running(ctx, label)
	if id != "" || err != nil {
		return id, err
	}
	lock, err := filelock.Acquire(ctx, f.lockPath())
	if err != nil {
		return "", fmt.Errorf("docker: %w", err)
	}
	defer lock.Close()
	id, err = f.running(ctx, label)
	if id != "" || err != nil {
		return id, err
	}
	return f.start(ctx, label, network)
}

// running finds an agent by its label; "" if there is none.
func (f *fast) running(ctx context.Context, label string) (string, error) {
	found, err := f.api.ContainerList(ctx, container.ListOptions{Filters: filters.NewArgs(
		filters.Arg("label", labelAgent+"="+label), filters.Arg("status", container.StateRunning))})
	if err != nil {
		return "", fmt.Errorf("docker: look for an agent: %w", err)
	}
	if len(found) == 0 {
		return "", nil
	}
	first := slices.MinFunc(found, func(a, b container.Summary) int { return cmp.Compare(a.ID, b.ID) })
	return first.ID, nil
}

// start makes a container with nothing but our program in it, and starts it.
func (f *fast) start(ctx context.Context, label string, network bool) (id string, err error) {
	empty := newRootfs(executor.Rootfs{Arch: runtime.GOARCH})
	labels := f.me.labels("")
	labels[labelAgent] = label
	err = f.images.use(ctx, empty, func(image string) (err error) {
		id, err = create(ctx, f.api, f.site.config(image, labels), f.site.hostConfig(network))
		return err
	})
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			discard(ctx, f.api, id)
		}
	}()
	tar, w := io.Pipe()
	go func() { w.CloseWithError(f.site.program.writeTar(w)) }()
	err = f.api.CopyToContainer(ctx, id, "/", tar, container.CopyToContainerOptions{})
	tar.CloseWithError(io.ErrClosedPipe)
	if err != nil {
		return "", broken("copy dbx into", id, err)
	}
	if err := f.api.ContainerStart(ctx, id, container.StartOptions{}); err != nil {
		return "", broken("start", id, err)
	}
	return id, nil
}

// cacheSize is the variable with the size of caches, which concerns an agent's
// own.
const cacheSize = "DBX_CACHE_SIZE"

// enter starts a session in a running agent, and waits until it answers.
func (f *fast) enter(ctx context.Context, id string) (*session, error) {
	created, err := f.api.ContainerExecCreate(ctx, id, container.ExecOptions{
		AttachStdin: true, AttachStdout: true, AttachStderr: true,
		Cmd: append([]string{programPath}, agent.ServeArgs(f.site.dir, f.site.use())...),
		Env: []string{cacheSize + "=" + os.Getenv(cacheSize)},
	})
	if err != nil {
		return nil, notBegun(id, err)
	}
	attached, err := f.api.ContainerExecAttach(ctx, created.ID, container.ExecAttachOptions{})
	if err != nil {
		return nil, notBegun(id, err)
	}
	s := &session{ended: make(chan struct{})}
	out, outW := io.Pipe()
	messages, messagesW := io.Pipe()
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		s.listen(messages, f.say)
	}()
	go func() {
		_, err := stdcopy.StdCopy(outW, messagesW, attached.Reader)
		messagesW.Close()
		<-heard
		outW.CloseWithError(err)
		close(s.ended)
	}()
	end := func() error { return s.hangUp(attached, out) }
	s.client = agent.NewClient(agent.NewStream(out, attached.Conn, end), f.store, f.site.shared)
	if s.unenforced, err = s.client.Probe(ctx); err != nil {
		s.close()
		return nil, s.explain(err)
	}
	return s, nil
}

func notBegun(id string, err error) error {
	return broken("begin a session in", id, fmt.Errorf("%w: %w", agent.ErrBroken, err))
}

// listen takes in what the session says to people.
func (s *session) listen(r io.Reader, say func(string)) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		s.mu.Lock()
		s.last = lines.Text()
		s.mu.Unlock()
		if strings.HasPrefix(lines.Text(), warning) {
			say(lines.Text())
		}
	}
	_, _ = io.Copy(io.Discard, r) // a line too long
}

// warning begins those lines of a session that users should see.
const warning = "warning: "

// explain adds what a session that failed said last.
func (s *session) explain(err error) error {
	if !errors.Is(err, agent.ErrBroken) {
		return fmt.Errorf("docker: %w", err)
	}
	select {
	case <-s.ended:
	case <-time.After(time.Second):
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last != "" {
		err = fmt.Errorf("%w (%s)", err, strings.TrimPrefix(s.last, "dbx: "))
	}
	return fmt.Errorf("docker: the agent in the container: %w", err)
}

// partTime bounds the wait for a session to clear up behind itself.
const partTime = 3 * time.Second

// hangUp ends the session's input, on which it ends, and waits a little for that.
func (s *session) hangUp(attached types.HijackedResponse, out io.Reader) error {
	err := attached.CloseWrite()
	go func() { _, _ = io.Copy(io.Discard, out) }()
	select {
	case <-s.ended:
	case <-time.After(partTime):
	}
	attached.Close()
	return err
}

func (s *session) close() { _ = s.client.Close() }
