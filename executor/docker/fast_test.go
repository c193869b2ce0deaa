package docker

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
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
	"dbx/executor/agent"
	"dbx/executor/cgroup"
	"dbx/executor/executortest"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
)

// TestMain makes this test binary an agent where it is started as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == agent.Arg {
		if err := agent.Run(context.Background(), os.Args[2:], openAgent); err != nil {
			fmt.Fprintln(os.Stderr, "dbx:", err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func openAgent(dir string, _ agent.Use) (*agent.Server, func() error, error) {
	stager, err := openStage(dir)
	if err != nil {
		return nil, nil, err
	}
	box := sandbox.New(stager)
	box.Warn = func(text string) { fmt.Fprintln(os.Stderr, "warning: "+text) }
	box.Groups = cgroup.FindInside
	return &agent.Server{Store: stager.Store(), Executor: box, Probe: box.Probe, Unenforced: box.Unenforced}, func() error {
		err := box.Close()
		if e := stager.Store().Close(); err == nil {
			err = e
		}
		return err
	}, nil
}

func openStage(dir string) (*stage.Stager, error) {
	store, err := cas.OpenDisk(dir)
	if err != nil {
		return nil, err
	}
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "farm"))
	if err != nil {
		return nil, err
	}
	return stage.New(store, farm, filepath.Join(dir, "layers"))
}

// fastMachine is an executor in fast mode with a store of its own and the
// suite's root file system.
type fastMachine struct {
	*Executor
	store *cas.Disk
	root  executor.Rootfs
	said  *sayings
}

// sayings are what an executor told its user.
type sayings struct {
	mu   sync.Mutex
	text []string
}

func (s *sayings) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, text)
}

func (s *sayings) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.text)
}

// testIdle is how long the agents of tests live on: longer than a busy machine
// may take to begin a session.
const testIdle = time.Minute

func newFastMachine(t testing.TB) fastMachine {
	t.Helper()
	return openFastMachine(t, cacheDir(t))
}

// cacheDir is a directory that goes when the test ends, after the containers
// that still use it: one whose session was lost may write there for a while.
func cacheDir(t testing.TB) string {
	t.Helper()
	require.Docker(t)
	dir := t.TempDir()
	api, err := dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	users := func() (ids []string) {
		list, err := api.ContainerList(context.Background(), container.ListOptions{All: true,
			Filters: filters.NewArgs(filters.Arg("label", labelAgent))})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			if slices.ContainsFunc(c.Mounts, func(m container.MountPoint) bool { return m.Source == dir }) {
				ids = append(ids, c.ID)
			}
		}
		return ids
	}
	t.Cleanup(func() {
		defer api.Close()
		waitUntil(t, "no container uses the cache", func() bool {
			left := users()
			for _, id := range left {
				if err := remove(context.Background(), api, id); err != nil {
					t.Error(err)
				}
			}
			return len(left) == 0
		})
	})
	return dir
}

func openFastMachine(t testing.TB, dir string) fastMachine {
	t.Helper()
	stager, err := openStage(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stager.Store().Close() })
	said := &sayings{}
	e, err := New(t.Context(), Options{Stage: stager, Mode: Fast, Idle: testIdle, Say: said.add})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	t.Cleanup(func() { dropImages(e.api, e.fast.images) })
	return fastMachine{Executor: e, store: stager.Store(), root: executortest.Rootfs(t, stager.Store()), said: said}
}

func (m fastMachine) subject() executortest.Subject {
	return executortest.Subject{Executor: m, Store: m.store}
}

func TestFastConformance(t *testing.T) {
	m := newFastMachine(t)
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	executortest.Run(t, m.subject())
}

// agents lists the running containers of agents like those of m.
func (m fastMachine) agents(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, network := range []bool{false, true} {
		id, err := m.fast.running(context.Background(), m.fast.site.label(network))
		if err != nil {
			t.Fatal(err)
		}
		if id != "" {
			all = append(all, id)
		}
	}
	return all
}

func (m fastMachine) removeAgents(t testing.TB) {
	t.Helper()
	for _, id := range m.agents(t) {
		if err := remove(context.Background(), m.api, id); err != nil {
			t.Error(err)
		}
	}
}

func (m fastMachine) script(lines ...string) executor.Spawn { return script(m.root, lines...) }

func (m fastMachine) text(t testing.TB, d digest.Digest) string {
	t.Helper()
	return text(t, m.store, d)
}

// TestFastFingerprint prints what the suite's commands gave; TestSameBytes
// compares it.
func TestFastFingerprint(t *testing.T) {
	m := newFastMachine(t)
	if _, err := os.Stdout.WriteString(executortest.Fingerprint(t, m.subject())); err != nil {
		t.Fatal(err)
	}
}

func TestFastExecutes(t *testing.T) {
	m := newFastMachine(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	dial := "try dial tcp " + listener.Addr().String()
	networked := m.script(dial, "try unlink /.dockerenv", "write out x")
	networked.Network = true
	limited := m.script("try unlink /.dockerenv", "write out x")
	limited.Memory = 64 << 20
	limitedIn := "unlink /.dockerenv: ENOENT\n"
	if os.Geteuid() != 0 {
		limitedIn = "unlink /.dockerenv: ok\n"
	}
	address := listener.Addr().String()
	for _, c := range []struct {
		name  string
		spawn executor.Spawn
		log   string
	}{
		{"success", m.script("echo one", "write out x"), "one\n"},
		{"no network", m.script(dial, "write out x"), "dial tcp " + address + ": ECONNREFUSED\n"},
		{"network", networked, "dial tcp " + address + ": ok\nunlink /.dockerenv: ENOENT\n"},
		// A limit takes a container of its own where an agent cannot keep it: only
		// root's may make control groups.
		{"memory", limited, limitedIn},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := m.Execute(t.Context(), c.spawn)
			if err != nil || got.Status != executor.Success {
				t.Fatal(got, err)
			}
			if log := m.text(t, got.Log); log != c.log {
				t.Errorf("log %q, want %q", log, c.log)
			}
		})
	}
	if next, err := m.next.Get(t.Context()); next != m.fast {
		t.Errorf("%T was chosen, %v", next, err)
	}
}

// TestAgentIsShared: processes that use one cache use one container, which ends
// some time after the last of them.
func TestAgentIsShared(t *testing.T) {
	dir := cacheDir(t)
	first := openFastMachine(t, dir)
	second := openFastMachine(t, dir)
	const idle = 10 * time.Second
	first.fast.idle, second.fast.idle = idle, idle
	var group errgroup.Group
	for _, m := range []fastMachine{first, second} {
		group.Go(func() error { return m.Probe(t.Context()) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	list, err := first.api.ContainerList(t.Context(), container.ListOptions{Filters: filters.NewArgs(
		filters.Arg("label", labelAgent+"="+first.fast.site.label(false)))})
	if err != nil || len(list) != 1 {
		t.Fatalf("containers %+v, %v", list, err)
	}
	first.Close()
	time.Sleep(idle + time.Second) // a right agent lives on for ever
	if got, err := second.Execute(t.Context(), second.script("write out x")); err != nil || got.Status != executor.Success {
		t.Errorf("after the first left: %+v, %v", got, err)
	}
	if now := second.agents(t); len(now) != 1 || now[0] != list[0].ID {
		t.Errorf("the second now uses %v", now)
	}
	second.Close()
	third := openFastMachine(t, dir) // for its connection
	third.fast.site = second.fast.site
	waitUntil(t, "the agent ends", func() bool { return len(third.agents(t)) == 0 })
}

// TestAgentOfRemovedCache: a container does not outlive what it is for.
func TestAgentOfRemovedCache(t *testing.T) {
	m := newFastMachine(t)
	m.fast.idle = time.Hour
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.fast.close()
	if len(m.agents(t)) != 1 {
		t.Error("the agent ended with its session")
	}
	// The session may still be clearing up there.
	waitUntil(t, "the cache is removed", func() bool { return os.RemoveAll(m.store.Dir()) == nil })
	waitUntil(t, "the agent ends", func() bool { return len(m.agents(t)) == 0 })
}

func waitUntil(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
