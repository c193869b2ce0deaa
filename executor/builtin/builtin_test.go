package builtin_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/builtin"
)

type refusal struct{ cause error }

func (r refusal) Error() string { return "does not fit: " + r.cause.Error() }
func (r refusal) Unwrap() error { return r.cause }
func (r refusal) UserFailure()  {}

// list writes the names, modes and content of all inputs, and its arguments.
func list(_ context.Context, in fs.FS, args []string, out *os.Root, names []string) error {
	var b strings.Builder
	fmt.Fprintln(&b, args)
	err := fs.WalkDir(in, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content, err := fs.ReadFile(in, name)
		fmt.Fprintln(&b, info.Mode(), name, string(content))
		return err
	})
	if err != nil {
		return err
	}
	return out.WriteFile(names[0], []byte(b.String()), 0o644)
}

func outputs(_ context.Context, _ fs.FS, _ []string, out *os.Root, _ []string) error {
	return errors.Join(
		out.WriteFile("tool", []byte("tool"), 0o755),
		out.WriteFile("layer", []byte("layer"), 0o644),
		out.WriteFile("undeclared", []byte("x"), 0o644),
		out.MkdirAll("tree/sub", 0o755),
		out.WriteFile("tree/sub/file", []byte("file"), 0o644),
		out.Symlink("sub/file", "tree/link"),
	)
}

func fails(err error) builtin.Func {
	return func(context.Context, fs.FS, []string, *os.Root, []string) error { return err }
}

func waits(ctx context.Context, _ fs.FS, _ []string, _ *os.Root, _ []string) error {
	<-ctx.Done()
	return fmt.Errorf("half-way: %w", ctx.Err())
}

func open(t *testing.T) (*cas.Disk, *builtin.Executor) {
	t.Helper()
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return disk, builtin.New(disk, map[string]builtin.Func{
		"list@1":    list,
		"outputs@1": outputs,
		"nothing@1": fails(nil),
		"refuses@1": fails(fmt.Errorf("wheel: %w", refusal{errors.New("wrong tag")})),
		"breaks@1":  fails(errors.New("disk full")),
		"evicted@1": fails(refusal{cas.ErrNotFound}),
		"waits@1":   waits,
		"escapes@1": func(_ context.Context, _ fs.FS, _ []string, out *os.Root, _ []string) error {
			return errors.Join(out.WriteFile("file", nil, 0o644), out.WriteFile("layer", nil, 0o644), out.Mkdir("tree", 0o755), out.Symlink("../..", "tree/up"))
		},
		"linked@1": func(_ context.Context, _ fs.FS, _ []string, out *os.Root, _ []string) error {
			return errors.Join(out.Symlink("/etc/passwd", "file"), out.WriteFile("tree", nil, 0o644), out.Mkdir("layer", 0o755))
		},
	})
}

func put(t *testing.T, disk *cas.Disk, s string) digest.Digest {
	t.Helper()
	d, err := disk.PutBytes(t.Context(), []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func get(t *testing.T, disk *cas.Disk, d digest.Digest) string {
	t.Helper()
	r, err := disk.Open(t.Context(), d)
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

func spawn(args []string, specs ...executor.OutputSpec) executor.Spawn {
	return executor.Spawn{Command: executor.Command{Kind: executor.Builtin, Args: args, Outputs: specs}}
}

func TestInputs(t *testing.T) {
	t.Parallel()
	disk, e := open(t)
	b := merkle.NewBuilder()
	if err := b.File("inner/x", put(t, disk, "in a tree"), false); err != nil {
		t.Fatal(err)
	}
	tree, err := b.Root(t.Context(), disk)
	if err != nil {
		t.Fatal(err)
	}
	s := spawn([]string{"list@1", "a=1", "b=2"}, executor.OutputSpec{Path: "sub/list"})
	s.Inputs = []executor.Input{
		{Path: "archive", Digest: put(t, disk, "file")},
		{Path: "patches/001.patch", Digest: put(t, disk, "patch")},
		{Path: "patches/tool", Kind: merkle.Executable, Digest: put(t, disk, "tool"), Mode: executor.Scratch},
		{Path: "src", Kind: merkle.Dir, Digest: tree},
	}
	result, err := e.Execute(t.Context(), s)
	if err != nil || result.Status != executor.Success {
		t.Fatalf("result %+v, error %v", result, err)
	}
	want := `[a=1 b=2]
-rw-r--r-- archive file
-rw-r--r-- patches/001.patch patch
-rwxr-xr-x patches/tool tool
-rw-r--r-- src/inner/x in a tree
`
	if got := get(t, disk, result.Outputs[0].Digest); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	disk, e := open(t)
	s := spawn([]string{"outputs@1"},
		executor.OutputSpec{Path: "layer", Kind: executor.OutputLayer},
		executor.OutputSpec{Path: "tool"},
		executor.OutputSpec{Path: "tree", Kind: executor.OutputTree},
	)
	result, err := e.Execute(t.Context(), s)
	if err != nil || len(result.Outputs) != 3 {
		t.Fatalf("result %+v, error %v", result, err)
	}
	layer, tool, tree := result.Outputs[0], result.Outputs[1], result.Outputs[2]
	if layer.Kind != merkle.File || layer.DiffID != sha256.Sum256([]byte("layer")) {
		t.Errorf("layer: %+v", layer)
	}
	if d, err := disk.BySHA256(layer.DiffID); err != nil || d != layer.Digest {
		t.Errorf("layer is not in the index: %v", err)
	}
	if tool.Kind != merkle.Executable || get(t, disk, tool.Digest) != "tool" || !tool.DiffID.IsZero() {
		t.Errorf("tool: %+v", tool)
	}
	if b, err := fs.ReadFile(merkle.FS(disk, tree.Digest), "link"); err != nil || string(b) != "file" || tree.Kind != merkle.Dir {
		t.Errorf("tree: %+v %v", tree, err)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	disk, e := open(t)
	cases := []struct {
		name    string
		status  executor.Status
		message string
	}{
		{"refuses@1", executor.Failed, "wheel: does not fit: wrong tag"},
		{"nothing@1", executor.MissingOutput, "output file was not made; output layer was not made; output tree was not made"},
		{"linked@1", executor.MissingOutput, "output file is a symbolic link, not a regular file; output layer is a directory, not a regular file; output tree is a regular file, not a directory"},
		{"escapes@1", executor.MissingOutput, "output tree holds up, which is a symbolic link to ../.., which is outside of the directory"},
		{"waits@1", executor.TimedOut, "did not end within 10ms"},
	}
	for _, c := range cases {
		s := spawn([]string{c.name}, executor.OutputSpec{Path: "file"},
			executor.OutputSpec{Path: "layer", Kind: executor.OutputLayer}, executor.OutputSpec{Path: "tree", Kind: executor.OutputTree})
		s.Timeout = 10 * time.Millisecond
		if c.status != executor.TimedOut {
			s.Timeout = time.Minute
		}
		result, err := e.Execute(t.Context(), s)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if result.Status != c.status || result.Message != c.message || len(result.Outputs) > 0 {
			t.Errorf("%s: %+v", c.name, result)
		}
		if got := get(t, disk, result.Log); got != c.message+"\n" {
			t.Errorf("%s: log %q", c.name, got)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	disk, e := open(t)
	file := executor.OutputSpec{Path: "file"}
	evicted := spawn([]string{"list@1"}, file)
	evicted.Inputs = []executor.Input{{Path: "gone", Digest: digest.Of([]byte("never stored"))}}
	exec := spawn([]string{"list@1"}, file)
	exec.Kind = executor.Exec
	for _, c := range []struct {
		spawn executor.Spawn
		say   string
	}{
		{spawn([]string{"breaks@1"}, file), "disk full"},
		{spawn([]string{"evicted@1"}, file), "blob not found"},
		{evicted, "blob not found"},
		{spawn([]string{"nothing@2"}, file), "nothing@2 is not one that"},
		{spawn(nil, file), "names no function"},
		{exec, "names no function"},
	} {
		result, err := e.Execute(t.Context(), c.spawn)
		if err == nil {
			t.Errorf("%s: %+v", c.say, result)
		} else if !strings.Contains(err.Error(), c.say) {
			t.Errorf("%v lacks %q", err, c.say)
		}
	}
	if _, err := e.Execute(t.Context(), evicted); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("lost input: %v does not wrap cas.ErrNotFound", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(5*time.Millisecond, cancel)
	if _, err := e.Execute(ctx, spawn([]string{"waits@1"}, file)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancel: %v", err)
	}
	left, err := fs.Glob(os.DirFS(disk.Dir()), "tmp/*/*")
	left = slices.DeleteFunc(left, func(name string) bool { return path.Base(name) == "lock" })
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestDamagedInputs: what a function says of an input that was damaged while
// it ran says nothing about the input.
func TestDamagedInputs(t *testing.T) {
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	d, err := disk.PutBytes(t.Context(), []byte("whole"))
	if err != nil {
		t.Fatal(err)
	}
	cut := func(context.Context, fs.FS, []string, *os.Root, []string) error {
		blobs, err := filepath.Glob(filepath.Join(disk.Dir(), "cas", "v1", "*", d.String()))
		if err != nil || len(blobs) != 1 {
			t.Fatal(blobs, err)
		}
		return errors.Join(os.Truncate(blobs[0], 2), refusal{errors.New("too short")})
	}
	e := builtin.New(disk, map[string]builtin.Func{"cut@1": cut})
	s := executor.Spawn{Command: executor.Command{Kind: executor.Builtin, Args: []string{"cut@1"}, Outputs: []executor.OutputSpec{{Path: "out"}}}}
	s.Inputs = []executor.Input{{Path: "in", Kind: merkle.File, Digest: d}}
	if r, err := e.Execute(t.Context(), s); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("%+v, %v; want an error that says that the input has gone", r, err)
	}
}
