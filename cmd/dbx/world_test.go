package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dbx/cache/require"
	"dbx/rules/debian/lock"
	"dbx/rules/debian/repo"
	"dbx/rules/wheel/gate"
)

// mirror is a Debian mirror on loopback that fetches each file once from the
// host's own mirrors and keeps it, so that the many clean builds of this test
// ask the outside only once.
type mirror struct {
	dir   string
	from  []string
	locks sync.Map // path → *sync.Mutex
}

func startMirror(t *testing.T) (url string) {
	t.Helper()
	var from []string
	if env := os.Getenv("DBX_DEBIAN_MIRROR"); env != "" {
		from = []string{env}
	} else {
		host, err := repo.HostMirrors("/", "bookworm")
		if err != nil || len(host) == 0 {
			require.Missing(t, "network", fmt.Sprintf("no Debian mirror in the host's apt configuration or in DBX_DEBIAN_MIRROR: %v", err))
		}
		from = host
	}
	server := httptest.NewServer(&mirror{dir: t.TempDir(), from: from})
	t.Cleanup(server.Close)
	return server.URL
}

func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(m.dir, strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", "%"))
	one, _ := m.locks.LoadOrStore(name, new(sync.Mutex))
	one.(*sync.Mutex).Lock()
	defer one.(*sync.Mutex).Unlock()
	if _, err := os.Stat(name); err != nil {
		// Who asks may lose patience: the next time it will be there.
		err := m.fetch(context.WithoutCancel(r.Context()), r.URL.Path, name)
		switch {
		case errors.Is(err, repo.ErrNotFound):
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		case err != nil:
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
	}
	http.ServeFile(w, r, name)
}

// fetch bears with mirrors that fail for some minutes.
func (m *mirror) fetch(ctx context.Context, path, name string) (err error) {
	for pause := time.Second; ; pause *= 2 {
		err = m.transfer(ctx, path, name)
		if err == nil || errors.Is(err, repo.ErrNotFound) || pause > time.Minute {
			return err
		}
		time.Sleep(pause)
	}
}

func (m *mirror) transfer(ctx context.Context, path, name string) error {
	client := &http.Client{Timeout: 10 * time.Minute}
	r, err := (&repo.HTTP{Mirrors: m.from, Client: client}).Get(ctx, strings.TrimPrefix(path, "/"))
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.Create(name + ".part")
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(name+".part", name)
}

// checkout copies this repository's own workspace, and nothing else of it.
func checkout(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"BUILD.hcl", lockFile} {
		b, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join("..", "..", "examples"))); err != nil {
		t.Fatal(err)
	}
}

// builder is one way to build: an executor, a user, and a cache of its own.
type builder struct {
	name, executor string
	uid            int
	dir            string // the checkout
	env            []string
}

func newBuilder(t *testing.T, mirror, name, executor string, uid int) *builder {
	t.Helper()
	// Not t.TempDir: the ordinary user must be able to enter it.
	base, err := os.MkdirTemp("", "dbx-world-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	b := &builder{name: name, executor: executor, uid: uid, dir: filepath.Join(base, "workspace")}
	home := filepath.Join(base, "home")
	for _, dir := range []string{b.dir, home} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	checkout(t, b.dir)
	if uid != 0 {
		if out, err := exec.Command("chown", "-R", fmt.Sprintf("%d:%d", uid, uid), base).CombinedOutput(); err != nil {
			t.Fatalf("chown: %v\n%s", err, out)
		}
	}
	b.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DBX_DEBIAN_MIRROR=" + mirror, "DOCKER_HOST=" + os.Getenv("DOCKER_HOST")}
	return b
}

// dbx runs a command line and returns its standard output.
func (b *builder) dbx(t *testing.T, binary string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir, cmd.Env = b.dir, b.env
	if b.uid != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(b.uid), Gid: uint32(b.uid)}}
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	t.Logf("%s: dbx %s: %v\n%s", b.name, strings.Join(args, " "), time.Since(began).Round(time.Millisecond), errs.String())
	if err != nil {
		t.Fatalf("%s: dbx %s: %v\n%s", b.name, strings.Join(args, " "), err, errs.String())
	}
	return out.String(), errs.String()
}

// worldTargets are what every builder must bring about, byte for byte the same:
// something of each kind, with what takes long left to one of them.
var worldTargets = []string{
	"//wheels/cffi:linux-armv6", "//wheels/jinja2", "//wheels/markupsafe:linux-x64", "//wheels/markupsafe:linux-arm64",
	"//wheels/markupsafe:linux-armv6", "//wheels/packaging", "//images:cross-armel", "//hello/...",
}

// worldTests are the tests of the workspace that need no more than one further
// architecture; the others are alike.
var worldTests = []string{"//hello:greets", "//images:python-amd64", "//images:python-armel", "//rust:crates", "//rust:says-linux-armv6"}

// build returns the contents of all files that a build of everything prints.
func (b *builder) build(t *testing.T, binary string) map[string]string {
	t.Helper()
	stdout, _ := b.dbx(t, binary, append([]string{"build", "--executor", b.executor}, worldTargets...)...)
	files := map[string]string{}
	for _, p := range strings.Fields(stdout) {
		info, err := os.Stat(filepath.Join(b.dir, p))
		if err != nil {
			t.Fatalf("%s prints %s: %v", b.name, p, err)
		}
		if info.IsDir() {
			continue // an image layout, which its digest stands for
		}
		content, err := os.ReadFile(filepath.Join(b.dir, p))
		if err != nil {
			t.Fatal(err)
		}
		files[p] = string(content)
	}
	return files
}

func buildDbx(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dbx-bin-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "dbx")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// TestWorld builds this repository's own targets from nothing in every way
// that there is; all must give the same bytes, and the wheels must work on the
// systems that they are for.
func TestWorld(t *testing.T) {
	require.Network(t)
	require.UserNS(t)
	binary, url := buildDbx(t), startMirror(t)

	first := newBuilder(t, url, "sandbox", "sandbox", os.Geteuid())
	want := first.build(t, binary)
	for _, name := range []string{
		"dbx-out/wheels/cffi/linux-armv6/cffi-1.15.1-cp311-cp311-linux_armv6l.whl",
		"dbx-out/wheels/jinja2/any/Jinja2-3.1.2-py3-none-any.whl",
		"dbx-out/wheels/markupsafe/linux-x64/MarkupSafe-2.1.2-cp311-cp311-linux_x86_64.whl",
		"dbx-out/wheels/markupsafe/linux-arm64/MarkupSafe-2.1.2-cp311-cp311-linux_aarch64.whl",
		"dbx-out/wheels/markupsafe/linux-armv6/MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.whl",
		"dbx-out/images/cross-armel/digest",
	} {
		if want[name] == "" {
			t.Errorf("there is no %s among what was built", name)
		}
	}
	if t.Failed() {
		return
	}
	t.Run("again", func(t *testing.T) {
		_, stderr := first.dbx(t, binary, append([]string{"build", "--executor", "sandbox"}, worldTargets...)...)
		if !strings.Contains(stderr, " 0 run,") {
			t.Error("a second build ran something")
		}
	})
	t.Run("tests", func(t *testing.T) {
		stdout, _ := first.dbx(t, binary, append([]string{"test", "--executor", "sandbox"}, worldTests...)...)
		for _, name := range worldTests {
			if !strings.Contains(stdout, "PASS  "+name+" ") {
				t.Errorf("%s did not pass; it prints\n%s", name, stdout)
			}
		}
	})
	t.Run("wheels", func(t *testing.T) { testWheels(t, first, binary) })
	t.Run("libraries", func(t *testing.T) { testLibraries(t, first, binary) })
	t.Run("matrix", func(t *testing.T) { testMatrix(t, first, binary) })
	t.Run("patch", func(t *testing.T) { testPatch(t, first, binary) })
	t.Run("no user namespaces", func(t *testing.T) { testNoNamespaces(t, first, binary) })
	t.Run("interrupt", func(t *testing.T) { testInterrupt(t, first, binary) })
	t.Run("docker", func(t *testing.T) {
		require.Docker(t)
		inDocker := newBuilder(t, url, "docker", "docker", os.Geteuid())
		compare(t, want, inDocker.build(t, binary))
		t.Run("interrupt", func(t *testing.T) { testInterrupt(t, inDocker, binary) })
	})
	t.Run("ordinary user", func(t *testing.T) {
		require.Root(t)
		compare(t, want, newBuilder(t, url, "ordinary user", "sandbox", 65534).build(t, binary))
	})
	t.Run("armv6", func(t *testing.T) {
		testTarget(t, url, guest{
			qemu: "arm", cpu: "arm1176", arch: "armel", platform: "linux-armv6l",
			wheel: first.wheel("linux-armv6", "linux_armv6l"),
		})
	})
	t.Run("arm64", func(t *testing.T) {
		testTarget(t, url, guest{
			qemu: "aarch64", cpu: "cortex-a53", arch: "arm64", platform: "linux-aarch64",
			wheel: first.wheel("linux-arm64", "linux_aarch64"),
		})
	})
}

func (b *builder) wheel(target, tag string) string {
	return filepath.Join(b.dir, "dbx-out/wheels/markupsafe", target, "MarkupSafe-2.1.2-cp311-cp311-"+tag+".whl")
}

func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	for name, content := range want {
		if got[name] != content {
			t.Errorf("%s differs", name)
		}
	}
}

// testPatch adds a patch to the checkout: just what depends on it may run.
func testPatch(t *testing.T, b *builder, binary string) {
	diff := "--- a/src/markupsafe/__init__.py\n+++ b/src/markupsafe/__init__.py\n@@ -1,1 +1,2 @@\n+# patched\n import functools\n"
	dir := filepath.Join(b.dir, "examples/wheels/markupsafe/patches")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "0001-comment.patch")
	if err := os.WriteFile(name, []byte(diff), 0o644); err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(b.wheel("linux-armv6", "linux_armv6l"))
	if err != nil {
		t.Fatal(err)
	}
	_, stderr := b.dbx(t, binary, "build", "--executor", "sandbox", "//wheels/markupsafe:linux-armv6")
	// Patch, BuildWheel, FinishWheel, TryWheel, the checks, their report, and
	// letting it pass. The trial says what it said before, so that the check
	// of it is answered from the cache.
	if want := fmt.Sprintf(" %d run,", 4+len(gate.Checks())+2); !strings.Contains(stderr, want) {
		t.Errorf("a new patch did not run just what depends on it:%s", want)
	}
	patched, err := os.ReadFile(b.wheel("linux-armv6", "linux_armv6l"))
	if err != nil || bytes.Equal(patched, original) {
		t.Errorf("the wheel is not patched (%v)", err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	_, stderr = b.dbx(t, binary, "build", "--executor", "sandbox", "//wheels/markupsafe:linux-armv6")
	if !strings.Contains(stderr, " 0 run,") {
		t.Error("going back to no patch ran something")
	}
	if again, err := os.ReadFile(b.wheel("linux-armv6", "linux_armv6l")); err != nil || !bytes.Equal(again, original) {
		t.Errorf("going back to no patch did not bring the wheel back (%v)", err)
	}
}

// testInterrupt ends a build as Ctrl-C does while a command runs: the command
// must be gone when dbx is, and its log so far kept.
func testInterrupt(t *testing.T, b *builder, binary string) {
	dir := filepath.Join(b.dir, "examples/sleeper")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	marker := fmt.Sprintf("86399.%d", os.Getpid()) // of this test, and no other that runs now
	text := `action "sleeper" {
  image   = "//images:bookworm"
  command = ["/bin/sh", "-c", "echo going to sleep; sleep ` + marker + `"]
  outputs = ["out"]
}
`
	if err := os.WriteFile(filepath.Join(dir, "BUILD.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), binary, "build", "--executor", b.executor, "//sleeper")
	cmd.Dir, cmd.Env = b.dir, b.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for began := time.Now(); !asleep(marker); time.Sleep(20 * time.Millisecond) {
		select {
		case <-ended:
			t.Fatalf("dbx ended by itself\n%s", out.String())
		default:
		}
		if time.Since(began) > patience {
			cmd.Process.Kill()
			<-ended
			t.Fatalf("the command did not start\n%s", out.String())
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-ended
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d\n%s", code, out.String())
	}
	if asleep(marker) {
		t.Error("the command still runs")
	}
	if stdout, _ := b.dbx(t, binary, "log", "//sleeper"); !strings.Contains(stdout, "interrupted\ngoing to sleep\n") {
		t.Errorf("the log is\n%s", stdout)
	}
}

// asleep looks for the sleeping command among all processes.
func asleep(marker string) bool {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		panic("BUG: " + err.Error())
	}
	for _, name := range lines {
		if b, err := os.ReadFile(name); err == nil && string(b) == "sleep\x00"+marker+"\x00" {
			return true
		}
	}
	return false
}

// testNoNamespaces runs dbx where no further user namespace may be made: what
// is cached still comes, and a command that must run fails for the machine's
// sake, with advice.
func testNoNamespaces(t *testing.T, b *builder, binary string) {
	run := func(args string) (string, int) {
		cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec "+binary+" build --executor=sandbox "+args)
		cmd.Dir, cmd.Env = b.dir, b.env
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}},
		}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, code := run("//hello:linux-x64"); code != exitDone {
		t.Errorf("what is cached: exit code %d\n%s", code, out)
	}
	out, code := run("--var optimise=-O1 //hello:linux-x64")
	if code != exitMachine || !strings.Contains(out, "max_user_namespaces") {
		t.Errorf("what must run: exit code %d\n%s", code, out)
	}
}

// guest is a system that is emulated, and the wheel for it.
type guest struct {
	qemu, cpu, arch, platform, wheel string
}

// testTarget lays out Debian's Python of the target and lets it import the
// wheel, under qemu's user-mode emulation.
func testTarget(t *testing.T, url string, g guest) {
	qemu := require.Qemu(t, g.qemu)
	root, site := t.TempDir(), t.TempDir()
	layPython(t, url, g.arch, root)
	unzip(t, g.wheel, site)
	script := `
import sys, sysconfig
sys.path.insert(0, sys.argv[1])
import markupsafe, markupsafe._speedups as speedups
assert speedups.__file__.endswith(".so"), speedups.__file__
assert markupsafe.escape is speedups.escape
assert str(markupsafe.escape("<a&'\">")) == "&lt;a&amp;&#39;&#34;&gt;"
print(sysconfig.get_platform(), sys.version_info[:2])
`
	cmd := exec.CommandContext(t.Context(), qemu, "-cpu", g.cpu, "-L", root, filepath.Join(root, "usr/bin/python3.11"), "-I", "-c", script, site)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != g.platform+" (3, 11)" {
		t.Errorf("%s on %s: %v\n%s", filepath.Base(g.wheel), g.cpu, err, out)
	}
}

// layPython unpacks Debian's Python, with what it needs, into a folder.
func layPython(t *testing.T, url, arch, root string) {
	t.Helper()
	keys, err := repo.HostKeyring("/")
	if err != nil {
		t.Fatal(err)
	}
	locked, err := lock.Lock(t.Context(), &repo.HTTP{Mirrors: []string{url}}, keys, lock.Request{
		Suite:  "bookworm",
		Blocks: []lock.Block{{ID: "guest", Arch: arch, Packages: []string{"python3.11", "libc6"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	set, _ := locked.Set("guest")
	for _, p := range set.Packages {
		r, err := http.Get(url + "/" + p.Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := extract(t, r.Body, root); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		r.Body.Close()
	}
}

// extract lets dpkg-deb unpack a package, so that no code of dbx is between
// Debian's Python and the test.
func extract(t *testing.T, r io.Reader, root string) error {
	cmd := exec.CommandContext(t.Context(), require.Tool(t, "dpkg-deb"), "--extract", "/dev/stdin", root)
	cmd.Stdin = r
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

func unzip(t *testing.T, wheel, dir string) {
	t.Helper()
	z, err := zip.OpenReader(wheel)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
}
