package agent

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// pipes is a stream made of two one-way ones.
type pipes struct {
	io.Reader
	io.Writer
	close func() error
}

// NewStream joins a reader and a writer to a stream, of which close, called
// once at most, ends both. Deadlines have no effect on it.
func NewStream(r io.Reader, w io.Writer, close func() error) net.Conn {
	return &pipes{r, w, sync.OnceValue(close)}
}

func (p *pipes) Close() error                     { return p.close() }
func (*pipes) LocalAddr() net.Addr                { return pipeAddr{} }
func (*pipes) RemoteAddr() net.Addr               { return pipeAddr{} }
func (*pipes) SetDeadline(time.Time) error        { return nil }
func (*pipes) SetReadDeadline(time.Time) error    { return nil }
func (*pipes) SetWriteDeadline(t time.Time) error { return nil }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "agent" }

// listener hands out one connection, and then none until it is closed.
type listener struct {
	conn   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newListener(conn net.Conn) *listener {
	l := &listener{conn: make(chan net.Conn, 1), closed: make(chan struct{})}
	l.conn <- conn
	return l
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (*listener) Addr() net.Addr { return pipeAddr{} }

// tracker knows when no request is being worked on.
type tracker struct {
	next http.Handler

	mu   sync.Mutex
	over bool
	busy sync.WaitGroup // grows only before over
}

func newTracker(next http.Handler) *tracker { return &tracker{next: next} }

func (t *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !t.begin() {
		return // the stream has ended: nobody would hear the answer
	}
	defer t.busy.Done()
	t.next.ServeHTTP(w, r)
}

func (t *tracker) begin() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.over {
		t.busy.Add(1)
	}
	return !t.over
}

// wait returns when no request is being worked on, nor ever will be: the stream
// may have ended after a request came, and before its goroutine got here.
func (t *tracker) wait() {
	t.mu.Lock()
	t.over = true
	t.mu.Unlock()
	t.busy.Wait()
}

// dialOnce returns a dialer for one stream that there is already.
func dialOnce(stream net.Conn) func() (net.Conn, error) {
	var mu sync.Mutex
	return func() (net.Conn, error) {
		mu.Lock()
		defer mu.Unlock()
		if stream == nil {
			return nil, errors.New("it is over")
		}
		conn := stream
		stream = nil
		return conn, nil
	}
}
