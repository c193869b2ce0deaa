package varied

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"dbx/cache/cas/session"
	"dbx/executor/agent"
)

// leave is how long the process may take to end once nobody needs it.
const leave = 20 * time.Second

// process is one that runs spawns, and the client that talks to it.
type process struct {
	client *agent.Client
	cmd    *exec.Cmd
	ended  chan error    // receives its end
	silent chan struct{} // closed when it says no more

	mu   sync.Mutex
	last string // line that it said
}

// start starts a process under the given circumstances, and has it try whether
// it can run spawns.
func start(ctx context.Context, o Options, cache *session.Session, a around) (*process, error) {
	dir, err := cacheDir(cache, a.uid)
	if err != nil {
		return nil, err
	}
	p := &process{ended: make(chan error, 1), silent: make(chan struct{})}
	p.cmd = &exec.Cmd{
		Path:        "/proc/self/exe",
		Args:        append([]string{os.Args[0]}, agent.ServeArgs(dir, o.Use)...),
		Env:         environment(a),
		Dir:         "/",
		SysProcAttr: a.attributes(),
	}
	stream, err := p.launch(a, o.Say)
	if err != nil {
		return nil, err
	}
	p.client = agent.NewClient(stream, o.Store, false)
	if _, err := p.client.Probe(ctx); err != nil {
		if errors.Is(err, agent.ErrBroken) {
			err = p.explain(err)
		}
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// cacheDir makes a folder for the cache of a process of the given user.
func cacheDir(cache *session.Session, uid int) (string, error) {
	dir, err := cache.Dir()
	if err != nil || uid == 0 {
		return dir, err
	}
	// The session is closed to others: this lets them through.
	return dir, errors.Join(os.Chmod(filepath.Dir(dir), 0o711), os.Chown(dir, uid, uid))
}

// environment keeps what finds programs and daemons, and nothing that should
// matter to a result.
func environment(a around) []string {
	env := []string{"TZ=" + a.timezone}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if name == "PATH" || name == "GORACE" || name == "GOCOVERDIR" || strings.HasPrefix(name, "DOCKER_") {
			env = append(env, v)
		}
	}
	return env
}

// launch starts the process and returns the stream to it. What it says about
// itself, a line at a time, is passed on.
func (p *process) launch(a around, say func(string)) (*stream, error) {
	s, err := newStream(p.cmd)
	if err != nil {
		return nil, err
	}
	complaints, err := p.cmd.StderrPipe()
	if err == nil {
		err = p.fork(a)
	}
	s.theirs()
	if err != nil {
		s.Close()
		return nil, err
	}
	go p.listen(complaints, say)
	return s, nil
}

// fork starts the process from a thread that is made for it, and reports its
// end.
func (p *process) fork(a around) error {
	started := make(chan error)
	go func() {
		// Never unlocked: the thread ends with this goroutine, and no other gets
		// its umask and processors. It must live as long as the process, which
		// dies with it.
		runtime.LockOSThread()
		err := a.enter()
		if err == nil {
			err = p.cmd.Start()
		}
		started <- err
		if err == nil {
			<-p.silent // Wait would close what is still to be read
			p.ended <- p.cmd.Wait()
		}
	}()
	return <-started
}

func (p *process) listen(r io.Reader, say func(string)) {
	defer close(p.silent)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		p.mu.Lock()
		p.last = text
		p.mu.Unlock()
		if warning, ok := strings.CutPrefix(text, "warning: "); ok {
			say(warning)
		}
	}
	_, _ = io.Copy(io.Discard, r) // after a line that is too long
}

// explain adds to the error of a session that broke what the process said last.
func (p *process) explain(err error) error {
	select {
	case <-p.silent:
	case <-time.After(leave):
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == "" {
		return err
	}
	return errors.New(strings.TrimPrefix(p.last, "dbx: "))
}

// close ends the session and with it the process.
func (p *process) close() error {
	_ = p.client.Close() // what it cannot say, the process's end does
	select {
	case <-p.ended:
	case <-time.After(leave):
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
	return nil
}

// belongsToUs checks that nobody else can have put anything into a folder.
func belongsToUs(name string) error {
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(st.Uid) != os.Geteuid() || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%w: %s belongs to others: remove it, or name another folder in DBX_VERIFY_DIR", fs.ErrPermission, name)
	}
	return nil
}

// lineOf returns what follows a word at the beginning of a line.
func lineOf(text, word string) string {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, word); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}
