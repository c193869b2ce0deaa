package docker

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"golang.org/x/sync/errgroup"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
	"dbx/executor/stage"
)

// machine is an executor with a store of its own and the suite's root file
// system.
type machine struct {
	*fresh
	store *cas.Disk
	root  executor.Rootfs
}

func newMachine(t testing.TB) machine {
	t.Helper()
	require.Docker(t)
	return openMachine(t, t.TempDir())
}

func openMachine(t testing.TB, dir string) machine {
	t.Helper()
	store, err := cas.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "farm"))
	if err != nil {
		t.Fatal(err)
	}
	stager, err := stage.New(store, farm, filepath.Join(dir, "layers"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := connect(t.Context(), stager)
	if err != nil {
		t.Fatal(err)
	}
	e := newFresh(d, stager)
	t.Cleanup(func() { e.api.Close() })
	t.Cleanup(func() { dropImages(e.api, e.images) })
	return machine{fresh: e, store: store, root: executortest.Rootfs(t, store)}
}

// script is a spawn that runs lines in the suite's tool.
func (m machine) script(lines ...string) executor.Spawn { return script(m.root, lines...) }

func script(root executor.Rootfs, lines ...string) executor.Spawn {
	return executor.Spawn{
		Command: executor.Command{
			Args:    []string{"/bin/tool", strings.Join(lines, "\n")},
			Outputs: []executor.OutputSpec{{Path: "out", Kind: executor.OutputFile}},
		},
		Rootfs: root,
		Info:   executor.Info{Label: "//test:test"},
	}
}

func (m machine) text(t testing.TB, d digest.Digest) string {
	t.Helper()
	return text(t, m.store, d)
}

func text(t testing.TB, store *cas.Disk, d digest.Digest) string {
	t.Helper()
	if d.IsZero() {
		return ""
	}
	r, err := store.Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// containers lists those that this process has on the daemon.
func (m machine) containers(t testing.TB) []container.Summary {
	t.Helper()
	me := m.me.labels("")
	list, err := m.api.ContainerList(t.Context(), container.ListOptions{All: true, Filters: filters.NewArgs(
		filters.Arg("label", labelPID+"="+me[labelPID]), filters.Arg("label", labelStart+"="+me[labelStart]))})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestExecute(t *testing.T) {
	m := newMachine(t)
	slow := m.script("sleep 1h")
	slow.Timeout = 300 * time.Millisecond
	deaf := m.script("deaf", "sleep 1h")
	deaf.Timeout = 5 * time.Second // until then it must be deaf
	absent := m.script()
	absent.Args = []string{"nothing"}
	foreign := m.script()
	foreign.Args = []string{"/etc/hosts"}
	networked := m.script("write out x", "cat /proc/sys/kernel/hostname")
	networked.Network = true
	for _, c := range []struct {
		name   string
		spawn  executor.Spawn
		status executor.Status
		code   int
		log    string
	}{
		{"success", m.script("echo one", "err two", "echo three", "write out x"), executor.Success, 0, "one\ntwo\nthree\n"},
		{"exit code", m.script("exit 3"), executor.Failed, 3, ""},
		{"signal", m.script("kill 6"), executor.Signaled, 134, ""},
		{"time", slow, executor.TimedOut, 143, ""},
		{"time, deaf", deaf, executor.TimedOut, 137, ""},
		{"no command", absent, executor.Failed, 127, "nowhere"},
		{"no program", foreign, executor.Failed, 126, "cannot be executed"},
		{"no output", m.script("echo hello"), executor.MissingOutput, 0, "hello\n"},
		{"network", networked, executor.Success, 0, "dbx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := m.Execute(t.Context(), c.spawn)
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != c.status || got.ExitCode != c.code {
				t.Errorf("status %d, exit code %d (%s); want %d, %d", got.Status, got.ExitCode, got.Message, c.status, c.code)
			}
			if log := m.text(t, got.Log); !strings.Contains(log, c.log) || c.log == "" && log != "" {
				t.Errorf("log %q, want %q", log, c.log)
			}
			if (got.Status == executor.Success) != (len(got.Outputs) == 1) {
				t.Errorf("outputs %v", got.Outputs)
			}
		})
	}
	if left := m.containers(t); len(left) != 0 {
		t.Errorf("left on the daemon: %+v", left)
	}
}

func TestMemory(t *testing.T) {
	m := newMachine(t)
	program := filepath.Join(t.TempDir(), "eat")
	build := exec.Command(require.Tool(t, "go"), "build", "-trimpath", "-o", program, "./testdata/eat")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	eat, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	m.root.Layers = append(m.root.Layers, putLayer(t, m.store, map[string][]byte{"bin/eat": eat}))
	for _, c := range []struct {
		name   string
		args   []string
		status executor.Status
		code   int
	}{
		{"of the command", []string{"/bin/eat", "500000000"}, executor.OutOfMemory, 137},
		{"of a child", []string{"/bin/eat", "500000000", "3"}, executor.OutOfMemory, 3},
		{"of a child that was not needed", []string{"/bin/eat", "500000000", "0"}, executor.MissingOutput, 0},
		{"enough", []string{"/bin/eat", "1000000", "4"}, executor.Failed, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := m.script()
			s.Args, s.Memory = c.args, 64<<20
			got, err := m.Execute(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != c.status || got.ExitCode != c.code {
				t.Errorf("status %d, exit code %d (%s); want %d, %d", got.Status, got.ExitCode, got.Message, c.status, c.code)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	m := newMachine(t)
	if _, err := m.Execute(t.Context(), m.script("write out x")); err != nil {
		t.Fatal(err) // loads the image
	}
	cause := errors.New("enough")
	const whenBegun = time.Hour
	for _, after := range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond, whenBegun} {
		ctx, cancel := context.WithCancelCause(t.Context())
		if after == whenBegun {
			go func() {
				waitUntil(t, "the command runs", m.begun)
				cancel(cause)
			}()
		} else {
			time.AfterFunc(after, func() { cancel(cause) })
		}
		got, err := m.Execute(ctx, m.script("echo begun", "write begun x", "sleep 1h"))
		if !errors.Is(err, cause) {
			t.Errorf("after %v: %v, want %v", after, err, cause)
		}
		if log := m.text(t, got.Log); after == whenBegun && log != "begun\n" {
			t.Errorf("after %v: log %q", after, log)
		}
	}
	if left := m.containers(t); len(left) != 0 {
		t.Errorf("left on the daemon: %+v", left)
	}
}

func TestBigLog(t *testing.T) {
	m := newMachine(t)
	got, err := m.Execute(t.Context(), m.script("big 200000", "write out x"))
	if err != nil {
		t.Fatal(err)
	}
	log := m.text(t, got.Log)
	if len(log) != 200000*64 || !strings.HasSuffix(log, "199999\n") {
		t.Errorf("log of %d bytes", len(log))
	}
}

// A layer is the same wherever the container ran, and holds nothing that the
// engine left there.
func TestLayer(t *testing.T) {
	m := newMachine(t)
	layer := func(lines ...string) executor.Output {
		t.Helper()
		s := m.script(lines...)
		s.Outputs = []executor.OutputSpec{{Path: "layer", Kind: executor.OutputLayer}}
		s.Epoch = 1_600_000_000
		got, err := m.Execute(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != executor.Success {
			t.Fatalf("%+v\n%s", got, m.text(t, got.Log))
		}
		return got.Outputs[0]
	}
	names := func(o executor.Output) []string {
		t.Helper()
		out, err := exec.Command(require.Tool(t, "tar"), "-t", "-f", m.write(t, o.Digest)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.Fields(string(out))
	}
	if got := names(layer("echo nothing")); len(got) != 0 {
		t.Errorf("an unchanged tree gives %v", got)
	}
	change := []string{"mkdir /opt/a", "write /opt/a/b text", "unlink /bin/data", "write /etc/own x", "write /tmp/t x", "write /etc/hosts x", "write /work/w x"}
	first := layer(change...)
	want := []string{"bin/", "bin/.wh.data", "etc/", "etc/own", "opt/", "opt/a/", "opt/a/b"}
	if got := names(first); !slices.Equal(got, want) {
		t.Errorf("layer has %v, want %v", got, want)
	}
	if second := layer(change...); second != first {
		t.Errorf("the second time the layer is %v, not %v", second, first)
	}
	// And it serves as the top of a root file system.
	s := m.script("cat /opt/a/b", "try stat /bin/data", "write out x")
	s.Rootfs.Layers = append(slices.Clone(s.Rootfs.Layers), first.DiffID)
	got, err := m.Execute(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if log := m.text(t, got.Log); log != "text\nstat /bin/data: ENOENT\n" {
		t.Errorf("on top of the layer: %q", log)
	}
}

// begun reports whether a command has written a file of that name.
func (m machine) begun() bool { return begun(m.store) }

func begun(store *cas.Disk) bool {
	found, _ := filepath.Glob(filepath.Join(store.Dir(), "tmp", "*", "*", "work", "begun"))
	return len(found) == 1
}

// write copies a blob to a file of its own.
func (m machine) write(t testing.TB, d digest.Digest) string {
	name := filepath.Join(t.TempDir(), "blob")
	if err := m.store.Copy(t.Context(), d, name, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestImageVanishes(t *testing.T) {
	m := newMachine(t)
	for range 2 {
		if got, err := m.Execute(t.Context(), m.script("write out x")); err != nil || got.Status != executor.Success {
			t.Fatal(got, err)
		}
		if out, err := exec.Command(require.Tool(t, "docker"), "rmi", "-f", newRootfs(m.root).reference()).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

func TestMany(t *testing.T) {
	m := newMachine(t)
	var group errgroup.Group
	for range 6 {
		group.Go(func() error {
			got, err := m.Execute(t.Context(), m.script("write out x"))
			if err == nil && got.Status != executor.Success {
				err = errors.New(got.Message)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

// TestFirstProcessIsHidden: a command does not begin beside a first process into
// which it could look.
func TestFirstProcessIsHidden(t *testing.T) {
	const dumpable = `seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["prctl"],"action":"SCMP_ACT_ERRNO","errnoRet":1,` +
		`"args":[{"index":0,"value":4,"op":"SCMP_CMP_EQ"},{"index":1,"value":0,"op":"SCMP_CMP_EQ"}]}]}`
	proxyDaemon(t, func(r *http.Request) {
		edit(t, r, func(_, host map[string]any) { host["SecurityOpt"] = []string{dumpable} })
	}, nil)
	m := newMachine(t)
	_, err := m.Execute(t.Context(), m.script("write out x"))
	if err == nil || !strings.Contains(err.Error(), "set up the container: hide the process: operation not permitted") {
		t.Errorf("got %v", err)
	}
}
