// Package executortest is the conformance suite of executors: what every one
// of them must do with the same spawns, down to the bytes.
//
// It knows nothing of how an executor works. Its commands are scripts for one
// small program, which it compiles and puts into a root file system of its
// own, so that it needs neither a network nor a distribution.
package executortest

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// epoch is the time of everything in the suite: 2020-01-01.
const epoch = 1577836800

// Subject is an executor under test.
type Subject struct {
	Executor executor.Executor
	Store    *cas.Disk // where it finds inputs and leaves outputs
	// Differences says how what its commands see differs from the common
	// list: lines "key: value" that replace those with the same key, and lines
	// "-key" that remove them.
	Differences string
	// Unenforced names limits that this machine does not let the executor
	// enforce: "memory", "pids".
	Unenforced string
}

// Run runs the whole suite as subtests of t.
func Run(t *testing.T, s Subject) {
	b := &bench{Subject: s, rootfs: Rootfs(t, s.Store)}
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) { c.run(t, b) })
	}
}

type testCase struct {
	name string
	run  func(t *testing.T, b *bench)
}

func cases() []testCase {
	return slices.Concat(exits(), endings(), interruptions(), inputs(), outputs(), evilOutputs(), layers(), confinement(), limits(), escapes())
}

// bench is a subject with a root file system for it.
type bench struct {
	Subject
	rootfs executor.Rootfs
}

// attempt is a script with what makes it a spawn.
type attempt struct {
	script  string
	outputs []executor.OutputSpec
	inputs  []executor.Input
	change  func(s *executor.Spawn)
}

func (b *bench) spawn(a attempt) executor.Spawn {
	s := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", a.script}, Outputs: a.outputs, Epoch: epoch},
		Inputs:  a.inputs,
		Rootfs:  b.rootfs,
		Info:    executor.Info{Label: "//test:case", Mnemonic: "Test"},
	}
	if a.change != nil {
		a.change(&s)
	}
	s.Command = s.Command.Canonical()
	slices.SortFunc(s.Inputs, func(x, y executor.Input) int { return executor.ComparePaths(x.Path, y.Path) })
	return s
}

// patience is how long an attempt may take on a busy machine. What would go on
// by itself does so for longer.
const patience = 10 * time.Minute

// run executes an attempt that must not fail as a machine.
func (b *bench) run(t *testing.T, a attempt) executor.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := b.Executor.Execute(ctx, b.spawn(a))
	if err != nil {
		t.Fatalf("execute: %v\nlog: %s", err, b.log(t, r))
	}
	return r
}

// succeed is run for a command that must succeed.
func (b *bench) succeed(t *testing.T, a attempt) executor.Result {
	t.Helper()
	r := b.run(t, a)
	if r.Status != executor.Success {
		t.Fatalf("status %d, code %d, %q; log: %s", r.Status, r.ExitCode, r.Message, b.log(t, r))
	}
	return r
}

// expect runs a command and compares its log.
func (b *bench) expect(t *testing.T, a attempt, log ...string) executor.Result {
	t.Helper()
	r := b.succeed(t, a)
	want := strings.Join(log, "\n") + "\n"
	if got := b.log(t, r); got != want {
		t.Errorf("log:\n%swant:\n%s", got, want)
	}
	return r
}

func (b *bench) log(t *testing.T, r executor.Result) string {
	t.Helper()
	if r.Log.IsZero() {
		return ""
	}
	return string(b.content(t, r.Log))
}

func (b *bench) content(t *testing.T, d digest.Digest) []byte {
	t.Helper()
	r, err := b.Store.Open(context.WithoutCancel(t.Context()), d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// file puts a file into the store.
func (b *bench) file(t *testing.T, content string) digest.Digest {
	t.Helper()
	d, err := b.Store.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// tree puts a tree of files into the store; a path that ends in "*" is an
// executable.
func (b *bench) tree(t *testing.T, files map[string]string) digest.Digest {
	t.Helper()
	builder := merkle.NewBuilder()
	for path, content := range files {
		name, executable := strings.CutSuffix(path, "*")
		if err := builder.File(name, b.file(t, content), executable); err != nil {
			t.Fatal(err)
		}
	}
	root, err := builder.Root(t.Context(), b.Store)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// listing is what is in a tree, a line for each entry.
func (b *bench) listing(t *testing.T, root digest.Digest) string {
	t.Helper()
	var lines []string
	err := merkle.Walk(t.Context(), b.Store, root, func(path string, n merkle.Node) error {
		kinds := map[merkle.Kind]string{merkle.File: "file", merkle.Executable: "executable", merkle.Dir: "directory", merkle.Symlink: "symlink"}
		line := kinds[n.Kind] + " " + path
		switch n.Kind {
		case merkle.Symlink:
			line += " -> " + n.Target
		case merkle.File, merkle.Executable:
			line += " = " + string(b.content(t, n.Digest))
		}
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func file(path string) executor.OutputSpec {
	return executor.OutputSpec{Path: path, Kind: executor.OutputFile}
}

func dir(path string) executor.OutputSpec {
	return executor.OutputSpec{Path: path, Kind: executor.OutputTree}
}

func lines(l ...string) string { return strings.Join(l, "\n") }
