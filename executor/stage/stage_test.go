package stage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

func newStager(t testing.TB) *Stager {
	t.Helper()
	dir := t.TempDir()
	store, err := cas.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "trees"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(store, farm, filepath.Join(dir, "layers"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *Stager) put(t testing.TB, content string) digest.Digest {
	t.Helper()
	d, err := s.store.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func prepare(t *testing.T, s *Stager, sp executor.Spawn) *Area {
	t.Helper()
	a, err := s.Prepare(t.Context(), sp)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestPrepareBindsAGroupOnce(t *testing.T) {
	s := newStager(t)
	one := s.put(t, "one")
	a := prepare(t, s, executor.Spawn{Inputs: []executor.Input{
		{Path: "alone", Digest: one, Kind: merkle.Executable},
		{Path: "src/a", Digest: one},
		{Path: "src/deep/b", Digest: one, Kind: merkle.Executable},
	}})
	var targets []string
	for _, b := range a.Binds() {
		targets = append(targets, b.Target)
		if b.ReadOnly == (b.Target == executor.WorkDir) {
			t.Errorf("%s: read-only is %v", b.Target, b.ReadOnly)
		}
		inside := filepath.Join(a.WorkDir(), strings.TrimPrefix(b.Target, executor.WorkDir))
		at, err := os.Stat(inside)
		if err != nil {
			t.Fatal(err)
		}
		if from, err := os.Stat(b.Source); err != nil || from.IsDir() != at.IsDir() {
			t.Errorf("%s cannot be mounted on %s: %v", b.Source, inside, err)
		}
	}
	if got := strings.Join(targets, " "); got != "/work /work/alone /work/src" {
		t.Errorf("binds at %s", got)
	}
	tree := a.Binds()[2].Source
	for name, mode := range map[string]os.FileMode{"a": 0o444, "deep/b": 0o555} {
		if info, err := os.Stat(filepath.Join(tree, name)); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestPrepareSharesTrees(t *testing.T) {
	s := newStager(t)
	sp := executor.Spawn{Inputs: []executor.Input{{Path: "src/a", Digest: s.put(t, "one")}}}
	a, b := prepare(t, s, sp), prepare(t, s, sp)
	if a.WorkDir() == b.WorkDir() {
		t.Error("two areas share a directory")
	}
	if a.Binds()[1].Source != b.Binds()[1].Source {
		t.Error("the same tree was laid out twice")
	}
}

func TestPrepareRefuses(t *testing.T) {
	s := newStager(t)
	d := s.put(t, "one")
	out := executor.Command{Outputs: []executor.OutputSpec{{Path: "x/out"}}}
	for want, sp := range map[string]executor.Spawn{
		"in the way of x/out": {Command: out, Inputs: []executor.Input{{Path: "x/in", Digest: d}}},
		"in the way of x/s":   {Inputs: []executor.Input{{Path: "x/in", Digest: d}, {Path: "x/s", Digest: d, Mode: executor.Scratch}}},
		"holds others":        {Inputs: []executor.Input{{Path: "x", Digest: d, Kind: merkle.Dir}, {Path: "x/in", Digest: d}}},
	} {
		if _, err := s.Prepare(t.Context(), sp); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	lost := executor.Spawn{Inputs: []executor.Input{{Path: "x", Digest: digest.Of([]byte("never stored"))}}}
	if _, err := s.Prepare(t.Context(), lost); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("error %v, want %v", err, cas.ErrNotFound)
	}
}

func TestPrepareMakesFolders(t *testing.T) {
	s := newStager(t)
	a := prepare(t, s, executor.Spawn{
		Command: executor.Command{
			Dir:     "build/here",
			Outputs: []executor.OutputSpec{{Path: "a/b/c"}, {Path: "l/m/layer", Kind: executor.OutputLayer}},
		},
		Inputs: []executor.Input{{Path: "s/t/u", Digest: s.put(t, "x"), Mode: executor.Scratch}},
	})
	for name, want := range map[string]bool{"a/b": true, "a/b/c": false, "build/here": true, "s/t/u": true, "l": false} {
		if _, err := os.Lstat(filepath.Join(a.WorkDir(), name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCloseRemovesEverything(t *testing.T) {
	s := newStager(t)
	a, err := s.Prepare(t.Context(), executor.Spawn{})
	if err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(a.WorkDir(), "a/b/c")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir := deep; dir != a.WorkDir(); dir = filepath.Dir(dir) {
		if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o000); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o000); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(a.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the area is still there: %v", err)
	}
}

func TestCaptureOrderAndLayer(t *testing.T) {
	s := newStager(t)
	a := prepare(t, s, executor.Spawn{Command: executor.Command{Outputs: []executor.OutputSpec{
		{Path: "a"}, {Path: "layer", Kind: executor.OutputLayer}, {Path: "z", Kind: executor.OutputTree},
	}}})
	if err := os.WriteFile(filepath.Join(a.WorkDir(), "a"), []byte("a"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(a.WorkDir(), "z"), 0o755); err != nil {
		t.Fatal(err)
	}
	d, id := digest.Of([]byte("l")), digest.SHA256Of([]byte("l"))
	outputs, problem, err := a.Capture(t.Context(), func(context.Context) (digest.Digest, digest.SHA256, error) { return d, id, nil })
	if err != nil || problem != "" {
		t.Fatal(problem, err)
	}
	want := []executor.Output{
		{Path: "a", Kind: merkle.Executable, Digest: digest.Of([]byte("a"))},
		{Path: "layer", Digest: d, DiffID: id},
		{Path: "z", Kind: merkle.Dir, Digest: outputs[2].Digest},
	}
	for i := range want {
		if outputs[i] != want[i] {
			t.Errorf("output %d is %+v, want %+v", i, outputs[i], want[i])
		}
	}
}

func TestCaptureTellsAllProblems(t *testing.T) {
	s := newStager(t)
	a := prepare(t, s, executor.Spawn{Command: executor.Command{Outputs: []executor.OutputSpec{
		{Path: "gone"}, {Path: "link"}, {Path: "there"},
	}}})
	if err := os.Symlink("there", filepath.Join(a.WorkDir(), "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(a.WorkDir(), "there"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	outputs, problem, err := a.Capture(t.Context(), nil)
	want := "output gone is not there: /work holds link, there; output link should be a regular file but is a symbolic link"
	if err != nil || problem != want || outputs != nil {
		t.Errorf("%v, %q, %v; want %q", outputs, problem, err, want)
	}
}

func TestExcluded(t *testing.T) {
	for path, want := range map[string]bool{
		"work": true, "work/a/b": true, "tmp/x": true, "proc": true, "sys": true, "dev/null": true, ".dbx/init": true,
		".dockerenv": true, "etc/hosts": true, "etc/hostname": true, "etc/resolv.conf": true, "run/.containerenv": true,
		"etc": false, "etc/hosts.allow": false, "workshop": false, "var/tmp": false, "run": false, "usr/work": false,
		"tmpfiles": false, ".": false,
	} {
		if got := Excluded(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// TestCaptureRefusesRoundaboutLinks has a link leave its output by way of
// another one: the command's fault, not the machine's.
func TestCaptureRefusesRoundaboutLinks(t *testing.T) {
	s := newStager(t)
	a := prepare(t, s, executor.Spawn{Command: executor.Command{Outputs: []executor.OutputSpec{{Path: "tree", Kind: executor.OutputTree}}}})
	tree := filepath.Join(a.WorkDir(), "tree")
	if err := errors.Join(
		os.MkdirAll(filepath.Join(tree, "sub"), 0o755),
		os.Symlink("..", filepath.Join(tree, "sub", "up")),
		os.Symlink("sub/up/..", filepath.Join(tree, "out")),
	); err != nil {
		t.Fatal(err)
	}
	outputs, problem, err := a.Capture(t.Context(), nil)
	if err != nil || outputs != nil || !strings.Contains(problem, "output tree holds out, ") {
		t.Errorf("%v, %q, %v", outputs, problem, err)
	}
}

// TestPrepareLeavesForeignFoldersAlone has the command run elsewhere in the
// root file system: nothing of that path belongs into the working directory.
func TestPrepareLeavesForeignFoldersAlone(t *testing.T) {
	for dir, want := range map[string]string{"/": "", "/usr/src": "", "/work": "", "/work/in/side": "in", "in/side": "in", "": ""} {
		a := prepare(t, newStager(t), executor.Spawn{Command: executor.Command{Dir: dir}})
		entries, err := os.ReadDir(a.WorkDir())
		if err != nil {
			t.Fatal(err)
		}
		var have string
		for _, e := range entries {
			have += e.Name()
		}
		if have != want {
			t.Errorf("working directory %q: there is %q, want %q", dir, have, want)
		}
	}
}

// TestRelease: a directory that is used again has nothing of its last spawn.
func TestRelease(t *testing.T) {
	s := newStager(t)
	one := s.put(t, "one")
	first := prepare(t, s, executor.Spawn{Inputs: []executor.Input{
		{Path: "in", Digest: one}, {Path: "copy/x", Digest: one, Mode: executor.Scratch},
	}})
	if _, err := first.Dir("upper"); err != nil {
		t.Fatal(err)
	}
	shut := filepath.Join(first.WorkDir(), "left", "shut")
	if err := os.MkdirAll(shut, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{shut: 0, first.WorkDir(): 0o1111} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	second := prepare(t, s, executor.Spawn{})
	if second.dir != first.dir {
		t.Errorf("%s was not used again, but %s", first.dir, second.dir)
	}
	info, err := os.Stat(second.WorkDir())
	if err != nil || info.Mode() != os.ModeDir|0o755 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for dir, want := range map[string]int{second.WorkDir(): 0, second.dir: 1} {
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != want {
			t.Errorf("%s holds %v, %v", dir, entries, err)
		}
	}
	if third := prepare(t, s, executor.Spawn{}); third.dir == second.dir {
		t.Error("two areas in one directory")
	}
}
