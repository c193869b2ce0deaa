package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
)

// leave is how long a cancelled spawn may take to end: more than an executor
// gives its command.
const leave = 20 * time.Second

// Client is the executor at the other end of a stream. It implements
// [executor.Executor] and is safe for concurrent use.
type Client struct {
	http   *http.Client
	stream net.Conn
	store  *cas.Disk
	shared bool

	sending chan struct{} // capacity 1: held by the one spawn whose blobs are being sent
	mu      sync.Mutex
	there   map[input]bool         // what the other side has, trees with all that is in them
	layers  map[digest.SHA256]bool // layers that it has
}

// NewClient returns the client of a session whose server is at the other end of
// stream. Spawns' inputs come from the store and outputs go there; shared says
// that the server works with that very store. The caller closes the Client.
func NewClient(stream net.Conn, store *cas.Disk, shared bool) *Client {
	dial := dialOnce(stream)
	c := &Client{stream: stream, store: store, shared: shared, sending: make(chan struct{}, 1)}
	c.http = &http.Client{Transport: &http.Transport{
		DialContext:        func(context.Context, string, string) (net.Conn, error) { return dial() },
		Protocols:          protocols(),
		HTTP2:              config(),
		DisableCompression: true,
	}}
	c.forget()
	return c
}

// Close ends the session. Spawns that are still running are killed.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return c.stream.Close()
}

// Probe asks the server whether it can run spawns, and which limits of theirs
// it cannot enforce: a list of "memory", "pids" and "cpu", "" for none.
func (c *Client) Probe(ctx context.Context) (unenforced string, err error) {
	answer, err := c.call(ctx, probePath, http.NoBody)
	if err != nil {
		return "", err
	}
	defer answer.Close()
	text, err := io.ReadAll(io.LimitReader(answer, 1<<10))
	return string(text), err
}

// Execute implements [executor.Executor]. An error that wraps [ErrBroken] says
// that the session is over.
func (c *Client) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	result, err := c.execute(ctx, s)
	if err != nil && ctx.Err() != nil {
		return result, context.Cause(ctx)
	}
	return result, err
}

func (c *Client) execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if c.shared {
		return c.run(ctx, s)
	}
	const attempts = 2 // the other side may lose what it had
	var result executor.Result
	var err error
	for range attempts {
		if err = c.send(ctx, s); err != nil {
			return executor.Result{}, err
		}
		result, err = c.run(ctx, s)
		var theirs remote
		if !errors.As(err, &theirs) || !errors.Is(err, cas.ErrNotFound) {
			break
		}
		c.forget()
		err = fmt.Errorf("blobs vanish from the agent's store: %s", theirs.text)
	}
	if taken := c.take(ctx, result); err == nil {
		err = taken
	}
	return result, err
}

// run has the spawn executed. A cancellation is passed on, and the answer still
// waited for: no process may be left, and the log is in it.
func (c *Client) run(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if ctx.Err() != nil {
		return executor.Result{}, context.Cause(ctx)
	}
	body, end := io.Pipe()
	patient, release := context.WithCancel(context.WithoutCancel(ctx))
	defer release()
	go func() { _, _ = end.Write(encode(s)) }()
	defer context.AfterFunc(ctx, func() {
		end.Close()
		time.AfterFunc(leave, release)
	})()
	reply, err := c.call(patient, executePath, body)
	if err != nil {
		return executor.Result{}, err
	}
	defer reply.Close()
	var a answer
	if err := decode(reply, &a); err != nil {
		return executor.Result{}, broken(err)
	}
	return a.Result, a.error()
}

// call makes a request. Its error is the server's, or wraps [ErrBroken].
func (c *Client) call(ctx context.Context, path string, body io.Reader) (*reply, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://agent"+path, body)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, broken(err)
	}
	if response.StatusCode == http.StatusOK {
		return &reply{response}, nil
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return nil, broken(err)
	}
	theirs := remote{text: strings.TrimSpace(string(text))}
	if response.StatusCode == http.StatusNotFound {
		theirs.is = cas.ErrNotFound
	}
	return nil, theirs
}

func broken(err error) error { return fmt.Errorf("%w: %w", ErrBroken, err) }

// reply is the body of an answer.
type reply struct{ response *http.Response }

func (r *reply) Read(p []byte) (int, error) {
	n, err := r.response.Body.Read(p)
	if err == nil {
		return n, nil
	}
	if text := r.response.Trailer.Get(errorTrailer); text != "" {
		text, _ = url.QueryUnescape(text)
		return n, remote{text: text}
	}
	if errors.Is(err, io.EOF) {
		return n, io.EOF
	}
	return n, broken(err)
}

func (r *reply) Close() error { return r.response.Body.Close() }
