package varied_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/cas"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/agent"
	"dbx/executor/executortest"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
	"dbx/executor/varied"
)

// TestMain makes this test binary the process for second runs where it is
// started as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == agent.Arg {
		if err := agent.Run(context.Background(), os.Args[2:], serve); err != nil {
			fmt.Fprintln(os.Stderr, "dbx:", err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// serve opens a sandbox for commands, and what is no sandbox for those of
// another kind.
func serve(dir string, _ agent.Use) (*agent.Server, func() error, error) {
	stager, farm, err := openStage(dir)
	if err != nil {
		return nil, nil, err
	}
	farm.Reversed = true
	box := sandbox.New(stager)
	run := executor.Route(map[executor.Kind]executor.Executor{executor.Exec: box, executor.Builtin: leaky{stager}})
	return &agent.Server{Store: stager.Store(), Executor: run, Probe: box.Probe, Unenforced: box.Unenforced}, func() error {
		err := box.Close()
		if e := stager.Store().Close(); err == nil {
			err = e
		}
		return err
	}, nil
}

func openStage(dir string) (*stage.Stager, *merkle.Farm, error) {
	store, err := cas.OpenDisk(dir)
	if err != nil {
		return nil, nil, err
	}
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "trees"))
	if err != nil {
		return nil, nil, err
	}
	stager, err := stage.New(store, farm, filepath.Join(dir, "layers"))
	return stager, farm, err
}

// leaky is what no executor may be: its commands run on the host, and can tell
// where, by whom and under which umask.
type leaky struct{ stage *stage.Stager }

func (l leaky) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	area, err := l.stage.Prepare(ctx, s)
	if err != nil {
		return executor.Result{}, err
	}
	defer area.Close()
	cmd := exec.CommandContext(ctx, s.Args[0], s.Args[1:]...)
	cmd.Dir = area.WorkDir()
	cmd.Env = append(os.Environ(), "OTHER="+s.Info.Label)
	for _, b := range area.Binds() {
		if b.Target == executor.WorkDir+"/in" {
			cmd.Env = append(cmd.Env, "IN="+b.Source)
		}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return executor.Result{}, fmt.Errorf("%w: %s", err, out)
	}
	outputs, problem, err := area.Capture(ctx, nil)
	if err == nil && problem != "" {
		err = fmt.Errorf("%s", problem)
	}
	return executor.Result{Outputs: outputs}, err
}

// said collects what users are told.
type said struct {
	mu   sync.Mutex
	text []string
}

func (s *said) say(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, text)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.text, "\n")
}

// outside is a folder that other users can get at, on a file system that lists
// names in the order in which they were made, if there is one.
func outside(t *testing.T) string {
	t.Helper()
	for _, parent := range []string{"/dev/shm", "/var/tmp", "/tmp"} {
		dir, err := os.MkdirTemp(parent, "dbx-varied-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	t.Fatal("no folder that others can get at")
	return ""
}

// machine is a first executor and a second one.
type machine struct {
	stage  *stage.Stager
	second *varied.Executor
	said   *said
}

func newMachine(t *testing.T) machine {
	t.Helper()
	require.UserNS(t)
	dir := outside(t)
	stager, _, err := openStage(filepath.Join(dir, "first"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stager.Store().Close() })
	m := machine{stage: stager, said: &said{}}
	m.second, err = varied.Start(t.Context(), varied.Options{Store: stager.Store(), Dir: dir, Use: agent.Varied, Say: m.said.say})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.second.Close(); err != nil {
			t.Error(err)
		}
		left, err := filepath.Glob(filepath.Join(dir, "dbx-verify-*", "*-*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	})
	return m
}

// verify runs a spawn on first, and verifies it.
func (m machine) verify(t *testing.T, first executor.Executor, s executor.Spawn) executor.Repetition {
	t.Helper()
	e := executor.WithVerify(first, executor.Verification{
		Repeaters: []executor.Repeater{{Executor: m.second}},
		Blobs:     m.stage.Store(),
		Keep: func(context.Context, executor.Spawn, executor.Result, executor.Result) (string, error) {
			return "kept", nil
		},
	})
	result, err := e.Execute(t.Context(), s)
	if err != nil || result.Status != executor.Success || len(result.Repetitions) != 1 {
		t.Fatalf("%+v, %v", result, err)
	}
	return result.Repetitions[0]
}

// shell is a spawn for the executor that leaks.
func shell(script string, inputs ...executor.Input) executor.Spawn {
	return executor.Spawn{
		Command: executor.Command{Kind: executor.Builtin, Args: []string{"/bin/sh", "-ec", script}, Outputs: []executor.OutputSpec{{Path: "out"}}},
		Inputs:  inputs,
	}
}

// TestLeaks: each circumstance is another in the second run, so that a leak of
// it is found. That the sandbox seals most of them is for others to test.
func TestLeaks(t *testing.T) {
	m := newMachine(t)
	if told := strings.Contains(m.said.String(), "the user"); told != (os.Geteuid() != 0) {
		t.Errorf("said %q", m.said)
	}
	tree := m.names(t, 40)
	var mine unix.CPUSet
	if err := unix.SchedGetaffinity(0, &mine); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		script string
		varied bool
	}{
		"time":       {"date +%s > out", true},
		"processors": {"nproc > out", mine.Count() > 1},
		"umask":      {"umask > out", true},
		"user":       {"id -u > out", os.Geteuid() == 0},
		"cache path": {"pwd > out", true},
		"time zone":  {"echo $TZ > out", true},
		"listing":    {"ls -U $IN > out", listsAsMade(t, filepath.Dir(m.stage.Store().Dir()))},
		"nothing":    {"echo same > out", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits for another second
			r := m.verify(t, leaky{m.stage}, shell(test.script, tree))
			if r.Same() == test.varied {
				t.Errorf("got %+v", r)
			}
			if test.varied && (r.Kept != "kept" || len(r.Findings) != 1 || r.Findings[0].Output != "out" || !strings.HasPrefix(r.Findings[0].What, "line 1: ")) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// names is a read-only input with so many files.
func (m machine) names(t *testing.T, n int) executor.Input {
	t.Helper()
	b := merkle.NewBuilder()
	empty, err := m.stage.Store().PutBytes(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := b.File(fmt.Sprintf("f%02d", i), empty, false); err != nil {
			t.Fatal(err)
		}
	}
	root, err := b.Root(t.Context(), m.stage.Store())
	if err != nil {
		t.Fatal(err)
	}
	return executor.Input{Path: "in", Kind: merkle.Dir, Digest: root}
}

// listsAsMade reports whether a file system lists names by when they were made.
func listsAsMade(t *testing.T, parent string) bool {
	t.Helper()
	var orders [2][]byte
	for i := range orders {
		dir, err := os.MkdirTemp(parent, "order-")
		if err != nil {
			t.Fatal(err)
		}
		for n := range 40 {
			if i == 1 {
				n = 39 - n
			}
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%02d", n)), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if orders[i], err = exec.Command("ls", "-U", dir).Output(); err != nil {
			t.Fatal(err)
		}
	}
	return !bytes.Equal(orders[0], orders[1])
}

// TestSandbox: what runs in the sandbox both times gives the same bytes, but for
// what is not sealed.
func TestSandbox(t *testing.T) {
	m := newMachine(t)
	box := sandbox.New(m.stage)
	t.Cleanup(func() { box.Close() })
	rootfs := executortest.Rootfs(t, m.stage.Store())
	var mine unix.CPUSet
	if err := unix.SchedGetaffinity(0, &mine); err != nil {
		t.Fatal(err)
	}
	tree := m.names(t, 40)
	for name, test := range map[string]struct {
		script string
		varied bool
	}{
		"time":       {"leak-time out", true},
		"processors": {"leak-processors out", mine.Count() > 1},
		"listing":    {"leak-names out in", listsAsMade(t, filepath.Dir(m.stage.Store().Dir()))},
		"cache path": {"copy /proc/self/mountinfo out", true},
		"umask":      {"leak-umask out", false},
		"user":       {"leak-user out", false},
		"host name":  {"leak-host out", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits for another second
			r := m.verify(t, box, executor.Spawn{
				Command: executor.Command{Args: []string{"tool", test.script}, Outputs: []executor.OutputSpec{{Path: "out"}}, Timeout: time.Minute},
				Inputs:  []executor.Input{tree},
				Rootfs:  rootfs,
			})
			if r.Same() == test.varied {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// TestUsedByOthers: a folder that somebody else made is refused.
func TestUsedByOthers(t *testing.T) {
	dir := outside(t)
	bad := filepath.Join(dir, fmt.Sprintf("dbx-verify-%d", os.Geteuid()))
	if err := os.Mkdir(bad, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(bad, 0o777); err != nil {
		t.Fatal(err)
	}
	_, err := varied.Start(t.Context(), varied.Options{Dir: dir, Use: agent.Varied, Say: func(string) {}})
	if err == nil || !strings.Contains(err.Error(), "belongs to others") {
		t.Errorf("got %v", err)
	}
}
