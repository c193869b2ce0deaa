package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"dbx/executor/fetch/gitname"
)

// silence is how long git may say nothing if nobody says how long.
const silence = 2 * time.Minute

var errSilent = errors.New("the server says nothing any more")

// run runs git on the repository in a closed environment and returns what it
// prints.
func (r *repository) run(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	patience := cmp.Or(r.access.Silence, silence)
	stall := time.AfterFunc(patience, func() { cancel(errSilent) })
	defer stall.Stop()
	cmd, err := r.command(ctx, args...)
	if err != nil {
		return nil, err
	}
	said := &teller{progress: r.access.Progress, heard: func() { stall.Reset(patience) }}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, said
	if err := cmd.Run(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		if errors.Is(err, exec.ErrNotFound) {
			return nil, &StoreError{errors.New("the git command is not installed, which git sources need")}
		}
		return nil, &commandError{args[0], said.lines(), err}
	}
	return out.Bytes(), nil
}

// command returns a git that ends with ctx. If this process is killed it ends
// too, at the first thing that it has to say: not by a signal for the parent's
// death, which Linux sends when the thread that started it ends.
func (r *repository) command(ctx context.Context, args ...string) (*exec.Cmd, error) {
	env, err := r.environ(ctx, args[0])
	if err != nil {
		return nil, err
	}
	if args[0] != "init" && args[0] != "ls-remote" {
		args = append([]string{"--git-dir=" + r.gitDir()}, args...)
	}
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = r.home()
	cmd.Env = env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd, nil
}

// passed are the variables of the host that say how to reach servers.
var passed = []string{
	"PATH", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
	"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
}

// environ returns the whole environment of git: no configuration, no
// attributes and no templates of the host, no question to anybody, and no way
// to a repository but the known ones.
func (r *repository) environ(ctx context.Context, command string) ([]string, error) {
	env := []string{
		"LC_ALL=C", "HOME=" + r.home(), "XDG_CONFIG_HOME=" + r.home(),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_SSH_COMMAND=ssh -o BatchMode=yes -o ConnectTimeout=30",
		"GIT_ALLOW_PROTOCOL=" + strings.Join(gitname.Schemes(), ":"),
		"GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
	}
	for _, name := range passed {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	settings := [][2]string{
		{"core.hooksPath", "/dev/null"}, {"core.askPass", ""}, {"credential.helper", ""},
		{"protocol.version", "2"}, {"maintenance.auto", "false"}, {"gc.auto", "0"},
		{"fetch.unpackLimit", "1"}, {"http.lowSpeedLimit", "1"}, {"http.lowSpeedTime", "30"},
	}
	if r.access.Header != nil && (command == "fetch" || command == "ls-remote") {
		lines, err := r.access.Header(ctx, r.url)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			settings = append(settings, [2]string{"http.extraHeader", line})
		}
		if len(lines) > 0 { // which must not go wherever a redirect leads
			settings = append(settings, [2]string{"http.followRedirects", "false"})
		}
	}
	env = append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(settings)))
	for i, s := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i, s[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, s[1]))
	}
	return env, nil
}

// teller takes git's standard error: it keeps the last lines and passes on
// how much has come.
type teller struct {
	progress func(got int64)
	heard    func()
	mu       sync.Mutex
	line     []byte
	kept     []string
}

// maxLine bounds what one line of a server may grow to, maxLines how many are kept.
const (
	maxLine  = 4096
	maxLines = 40
)

// Write implements [io.Writer].
func (t *teller) Write(b []byte) (int, error) {
	t.heard()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range b {
		switch {
		case c == '\n', c == '\r':
			t.end(c == '\r')
		case len(t.line) < maxLine:
			t.line = append(t.line, c)
		}
	}
	return len(b), nil
}

// end takes a line; t.mu is held. One that ends in a carriage return only says how far git is.
func (t *teller) end(passing bool) {
	line := strings.TrimSpace(strings.ToValidUTF8(string(t.line), "?"))
	t.line = t.line[:0]
	if got, ok := received(line); ok && t.progress != nil {
		t.progress(got)
	}
	if passing || line == "" || strings.Contains(line, ", done.") || strings.Contains(line, "% (") {
		return
	}
	if t.kept = append(t.kept, line); len(t.kept) > maxLines {
		t.kept = t.kept[1:]
	}
}

func (t *teller) lines() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(false)
	return slices.Clone(t.kept)
}

// received reads the bytes from a line such as
// "Receiving objects:  52% (26/50), 1.20 MiB | 800.00 KiB/s".
func received(line string) (int64, bool) {
	rest, ok := strings.CutPrefix(line, "Receiving objects:")
	if !ok {
		return 0, false
	}
	_, amount, ok := strings.Cut(rest, "), ")
	amount, _, bounded := strings.Cut(amount, " | ")
	number, unit, spaced := strings.Cut(amount, " ")
	if !ok || !bounded || !spaced {
		return 0, false
	}
	n, err := strconv.ParseFloat(number, 64)
	scale, known := map[string]float64{"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}[unit]
	if err != nil || !known || n < 0 || n*scale > 1<<62 {
		return 0, false
	}
	return int64(n * scale), true
}
