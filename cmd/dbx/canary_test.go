package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"dbx/cache/digest"
	"dbx/cache/require"
)

// probe is a program that writes all that an action can see of variables and
// command lines, its own and those of every process around it.
const probe = `package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	var out []byte
	for _, v := range os.Environ() {
		out = fmt.Appendf(out, "env %s\n", v)
	}
	for _, pattern := range []string{"/proc/*/environ", "/proc/*/cmdline"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			b, err := os.ReadFile(name)
			out = fmt.Appendf(out, "%s %q %v\n", name, b, err)
		}
	}
	if err := os.WriteFile("/work/out", out, 0o644); err != nil {
		panic(err)
	}
}
`

const canaryWorkspace = `
workspace {
  name = "canary"
}
secret "variable" {
  hosts = ["%[1]s"]
  env   = "TOKEN"
}
secret "program" {
  hosts   = ["%[2]s"]
  user    = "me"
  command = ["sh", "-c", "cat ../home/second"]
}
secret "file" {
  hosts  = ["%[3]s"]
  header = "X-Token"
  file   = "~/third"
}
`

const canaryPackage = `
source "file" {
  url    = "http://%[1]s/file.txt"
  sha256 = "%[5]s"
}
source "pinned" {
  git {
    url    = "http://%[2]s/repo"
    commit = "%[4]s"
  }
}
source "branch" {
  git {
    url = "http://%[2]s/repo"
    ref = "main"
  }
}
source "refused" {
  url    = "http://%[3]s/file.txt"
  sha256 = "%[5]s"
}
source "refused-git" {
  git {
    url    = "http://%[3]s/repo"
    commit = "%[4]s"
  }
}
source "wrong" {
  url    = "http://%[1]s/file.txt"
  sha256 = "2222222222222222222222222222222222222222222222222222222222222222"
}
image "probe" {
  arch = "%[6]s"
  copy {
    from = "probe"
    to   = "/bin/probe"
  }
}
action "spy" {
  image   = ":probe"
  command = ["/bin/probe"]
  env     = { VISIBLE = "yes" }
  inputs  = { file = ":file", pinned = ":pinned", branch = ":branch" }
  outputs = ["out"]
}
`

// cage is a workspace whose every file may be looked at: the state, the home
// and the temporary files of dbx lie in it.
type cage struct {
	base     string
	canaries []canary
	kept     []string // where the secrets may be
	served   atomic.Int32
}

// newCage makes canaries that any encoding would change.
func newCage(t *testing.T) *cage {
	t.Helper()
	c := &cage{base: require.Dir(t)}
	for _, name := range []string{"first", "second", "third"} {
		b := make([]byte, 30)
		rand.Read(b)
		c.canaries = append(c.canaries, canary{name, base64.StdEncoding.EncodeToString(b) + "+/=%"})
	}
	for _, dir := range []string{"ws/a", "home", "cache", "tmp", "served"} {
		if err := os.MkdirAll(filepath.Join(c.base, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range c.canaries[1:] {
		name := filepath.Join(c.base, "home", k.name)
		c.kept = append(c.kept, name)
		c.write(t, "home/"+k.name, k.value+"\n")
	}
	return c
}

func (c *cage) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.base, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// guard serves what is behind it to those who have the right header, and
// counts them; others are told what they sent.
func (c *cage) guard(t *testing.T, header, value string, next http.Handler) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get(header) != value || next == nil {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintln(w, "no:", r.Header)
			return
		}
		c.served.Add(1)
		next.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// dbx runs a command line, checks its exit code and scans what it printed.
func (c *cage) dbx(t *testing.T, binary string, code int, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = filepath.Join(c.base, "ws")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(c.base, "home"), "XDG_CACHE_HOME=" + filepath.Join(c.base, "cache"),
		"TMPDIR=" + filepath.Join(c.base, "tmp"), "DOCKER_HOST=" + os.Getenv("DOCKER_HOST"), "TOKEN=" + c.canaries[0].value,
	}
	out, err := cmd.CombinedOutput()
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if found := scan(c.canaries, out, 1); len(found) > 0 {
		t.Errorf("dbx %s prints a secret: %v", strings.Join(args, " "), found)
	}
	if got != code {
		t.Fatalf("dbx %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, out)
	}
}

// fill writes the workspace, and what its servers have.
func (c *cage) fill(t *testing.T) {
	t.Helper()
	repo := filepath.Join(c.base, "served", "repo")
	c.write(t, "served/file.txt", "a file\n")
	git := exec.Command("sh", "-ec", "git init -q -b main "+repo+"; cd "+repo+"; echo text >f; git add .; git -c user.name=A -c user.email=a@example.org commit -qm x; git rev-parse HEAD")
	commit, err := git.Output()
	if err != nil {
		t.Fatal(err)
	}
	c.write(t, "tmp/probe.go", probe)
	build := exec.Command("go", "build", "-o", filepath.Join(c.base, "ws/a/probe"), filepath.Join(c.base, "tmp/probe.go"))
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	served := filepath.Join(c.base, "served")
	backend := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := cgi.Handler{Path: require.Tool(t, "git"), Args: []string{"http-backend"}, Env: []string{
			"GIT_PROJECT_ROOT=" + served, "GIT_HTTP_EXPORT_ALL=1", "GIT_PROTOCOL=" + r.Header.Get("Git-Protocol"),
		}}
		h.ServeHTTP(w, r)
	})
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+c.canaries[1].value))
	args := []any{
		c.guard(t, "Authorization", "Bearer "+c.canaries[0].value, http.FileServer(http.Dir(served))),
		c.guard(t, "Authorization", basic, backend),
		c.guard(t, "X-Token", c.canaries[2].value, nil),
		strings.TrimSpace(string(commit)), digest.SHA256Of([]byte("a file\n")).String(), runtime.GOARCH,
	}
	c.write(t, "ws/BUILD.hcl", fmt.Sprintf(canaryWorkspace, args[:3]...))
	c.write(t, "ws/a/BUILD.hcl", fmt.Sprintf(canaryPackage, args...))
}

// TestCanary builds what cannot be had without secrets, and what cannot be had
// with them either, and then looks for them in all that was written, and in
// all that an action could see.
func TestCanary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds dbx; left out by -short")
	}
	require.Tool(t, "git")
	require.Tool(t, "go")
	binary := buildDbx(t)
	t.Run("sandbox", func(t *testing.T) {
		require.UserNS(t)
		lookForCanaries(t, binary, "sandbox")
	})
	t.Run("docker", func(t *testing.T) {
		require.Docker(t)
		lookForCanaries(t, binary, "docker")
	})
}

func lookForCanaries(t *testing.T, binary, executor string) {
	t.Helper()
	c := newCage(t)
	c.fill(t)
	c.dbx(t, binary, exitDone, "lock")
	c.dbx(t, binary, exitDone, "build", "--executor", executor, "//a:spy", "//a:file", "//a:pinned", "//a:branch")
	if c.served.Load() == 0 {
		t.Fatal("no secret was ever used")
	}
	c.dbx(t, binary, exitFailed, "build", "-k", "--executor", executor, "//a:refused", "//a:refused-git", "//a:wrong")
	for _, target := range []string{"//a:file", "//a:spy", "//a:refused", "//a:refused-git", "//a:wrong"} {
		c.dbx(t, binary, exitDone, "log", target)
	}
	c.dbx(t, binary, exitDone, "query", "--output", "json", "//...")

	found, files := scanFiles(t, c.canaries, c.base, c.kept...)
	if len(found) > 0 {
		t.Errorf("secrets are in files:\n%s", strings.Join(found, "\n"))
	}
	out, err := os.ReadFile(filepath.Join(c.base, "ws", "dbx-out", "a", "spy", "out"))
	if err != nil || !bytes.Contains(out, []byte("env VISIBLE=yes\n")) || !bytes.Contains(out, []byte("/proc/1/environ")) {
		t.Errorf("the action looked at nothing: %q, %v", out, err)
	}
	t.Logf("%d files, %d requests with a secret", files, c.served.Load())

	// The same scan finds what is there.
	if found, _ := scanFiles(t, c.canaries, filepath.Join(c.base, "home")); len(found) < 2 {
		t.Errorf("the scan does not even find where the secrets are kept: %v", found)
	}
}
