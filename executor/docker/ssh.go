package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"dbx/executor/agent"
)

// sshDialer returns how connections to the daemon at an ssh:// address are
// made: each is an ssh process that runs "docker system dial-stdio" over there,
// as Docker's own command line does. ssh finds keys, jump hosts and the like in
// its own configuration; it never asks anything.
func sshDialer(address string) (func(ctx context.Context) (net.Conn, error), error) {
	args, err := sshArgs(address)
	if err != nil {
		return nil, fmt.Errorf("DOCKER_HOST=%s: %w", address, err)
	}
	return func(context.Context) (net.Conn, error) { return dialSSH(args) }, nil
}

// sshArgs are the arguments of ssh for ssh://[user@]host[:port][/socket].
func sshArgs(address string) ([]string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	_, password := u.User.Password()
	switch {
	case u.Scheme != "ssh" || u.Hostname() == "":
		return nil, errors.New("want ssh://[user@]host[:port]")
	case strings.HasPrefix(u.Hostname(), "-") || strings.HasPrefix(u.User.Username(), "-"):
		return nil, errors.New("a name that begins with a dash is an option of ssh")
	case password:
		return nil, errors.New("ssh takes no password from here; use a key")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("nothing may follow the path")
	}
	args := []string{"-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"}
	if u.User.Username() != "" {
		args = append(args, "-l", u.User.Username())
	}
	if u.Port() != "" {
		args = append(args, "-p", u.Port())
	}
	args = append(args, "--", u.Hostname(), "docker")
	if u.Path != "" && u.Path != "/" {
		args = append(args, "--host", "unix://"+u.Path)
	}
	return append(args, "system", "dial-stdio"), nil
}

// sshConn is the standard streams of an ssh process.
type sshConn struct {
	net.Conn
	in io.WriteCloser
}

// CloseWrite tells the other side that nothing more comes.
func (c sshConn) CloseWrite() error { return c.in.Close() }

// dialSSH starts ssh. That it cannot connect shows at the first read or write,
// as what it said about that.
func dialSSH(args []string) (net.Conn, error) {
	cmd := exec.Command("ssh", args...)
	// What a terminal sends at Ctrl-C is for this process to deal with.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	complaints, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	said := &lastWords{ended: make(chan struct{})}
	go func() {
		defer close(said.ended)
		_, _ = io.Copy(said, complaints)
	}()
	end := func() error {
		in.Close()
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		return nil
	}
	return sshConn{agent.NewStream(explained{out, said}, explaining{in, said}, end), in}, nil
}

// lastWords keeps the beginning of what a process says about itself.
type lastWords struct {
	ended chan struct{} // closed when nothing more can come
	mu    sync.Mutex
	text  bytes.Buffer
}

func (l *lastWords) Write(p []byte) (int, error) {
	const most = 1 << 10
	l.mu.Lock()
	defer l.mu.Unlock()
	if room := most - l.text.Len(); room > 0 {
		l.text.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(strings.Fields(l.text.String()), " ")
}

// reason is why a stream of the process broke: what it said, if anything, for
// which it gets a little time.
func (l *lastWords) reason(err error) error {
	select {
	case <-l.ended:
	case <-time.After(partTime):
	}
	if text := l.String(); text != "" {
		return fmt.Errorf("ssh: %s", text)
	}
	return err
}

// explained is the output of a process that says why it ends.
type explained struct {
	io.Reader
	said *lastWords
}

func (e explained) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if err != nil {
		err = e.said.reason(err)
	}
	return n, err
}

// explaining is the input of such a process.
type explaining struct {
	io.Writer
	said *lastWords
}

func (e explaining) Write(p []byte) (int, error) {
	n, err := e.Writer.Write(p)
	if err != nil {
		err = e.said.reason(err)
	}
	return n, err
}
