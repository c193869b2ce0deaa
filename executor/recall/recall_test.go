package recall_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/recall"
)

// world is a cache with one result of each kind of output, and a memory of it.
type world struct {
	dir     string
	store   *cas.Disk
	results *actioncache.Disk
	key     actioncache.Key
	result  executor.Result
	blobs   []digest.Digest
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	var err error
	w.store, err = cas.OpenDisk(w.dir)
	must(t, err)
	w.results, err = actioncache.OpenDisk(w.dir)
	must(t, err)
	t.Cleanup(func() { must(t, errors.Join(w.results.Close(), w.store.Close())) })
	b := merkle.NewBuilder()
	must(t, b.File("sub/f", w.put(t, "in tree"), false))
	root, err := b.Root(t.Context(), w.store)
	must(t, err)
	layer := executor.Output{Path: "layer", Digest: w.put(t, "layer"), DiffID: digest.SHA256Of([]byte("layer"))}
	must(t, w.store.Alias(layer.DiffID, layer.Digest))
	w.result = executor.Result{
		Log: w.put(t, "log"), Duration: 3 * time.Second,
		Outputs: []executor.Output{{Path: "file", Kind: merkle.Executable, Digest: w.put(t, "file")}, layer, {Path: "a/tree", Kind: merkle.Dir, Digest: root}},
	}
	w.blobs, err = w.result.Blobs(t.Context(), w.store)
	must(t, err)
	w.key = actioncache.Key(digest.Of([]byte("key")))
	must(t, w.results.Record(t.Context(), w.key, []byte("entry")))
	w.settle(t)
	return w
}

func (w *world) put(t *testing.T, content string) digest.Digest {
	t.Helper()
	d, err := w.store.PutBytes(t.Context(), []byte(content))
	must(t, err)
	return d
}

// settle waits until a further change of any folder must show.
func (w *world) settle(t *testing.T) {
	t.Helper()
	for _, pattern := range []string{"cas/v1/??", "actions/v1/??", "sha256/v1/??"} {
		folders, err := filepath.Glob(filepath.Join(w.dir, filepath.FromSlash(pattern)))
		must(t, err)
		for _, folder := range folders {
			for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
				s, err := filestamp.Of(folder)
				must(t, err)
				if !s.Racy(time.Now()) {
					break
				}
				if time.Now().After(deadline) {
					t.Fatalf("%s stays racy: %v", folder, s)
				}
			}
		}
	}
}

func (w *world) file() string { return filepath.Join(w.dir, "recall", "w") }

func (w *world) open(t *testing.T) *recall.Memory {
	t.Helper()
	m, err := recall.Open(w.file(), w.store, w.results)
	must(t, err)
	return m
}

// remember is a build that finds the result whole.
func (w *world) remember(t *testing.T) {
	t.Helper()
	m := w.open(t)
	m.Remember(w.key, w.result, w.blobs)
	must(t, m.Close())
}

// want asks a memory, and whether it knows the result.
func (w *world) want(t *testing.T, m *recall.Memory, want bool) {
	t.Helper()
	got, ok, err := m.Recall(t.Context(), w.key)
	must(t, err)
	if ok != want {
		t.Fatalf("recalled: %v, want %v", ok, want)
	}
	if diff := cmp.Diff(w.result, got, cmp.Comparer(func(a, b digest.Digest) bool { return a == b })); ok && diff != "" {
		t.Errorf("recalled another result (-want +got):\n%s", diff)
	}
}

func TestRecall(t *testing.T) {
	w := newWorld(t)
	m := w.open(t)
	w.want(t, m, false)
	must(t, m.Close())
	w.remember(t)
	for range 3 {
		m := w.open(t)
		w.want(t, m, true)
		w.want(t, m, false) // who asks again wants the cache to be looked at
		must(t, m.Close())
	}
}

// TestWhatHasGoneIsNotRecalled takes away, or replaces, each file that a result
// consists of: it is not recalled then, nor is a result that was not yet asked
// for when the memory was written again.
func TestWhatHasGoneIsNotRecalled(t *testing.T) {
	victims := map[string]func(w *world) string{
		"entry": func(w *world) string { return w.path("actions", digest.Digest(w.key).String()) },
		"alias": func(w *world) string { return w.path("sha256", w.result.Outputs[1].DiffID.String()) },
	}
	for i := range newWorld(t).blobs {
		victims[fmt.Sprint("blob ", i)] = func(w *world) string { return w.path("cas", w.blobs[i].String()) }
	}
	for name, victim := range victims {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.remember(t)
			must(t, os.Remove(victim(w)))
			w.want(t, w.open(t), false)
			w.settle(t)
			other := w.open(t) // a build that asks for something else
			other.Remember(actioncache.Key(digest.Of([]byte("other"))), executor.Result{}, nil)
			must(t, other.Close())
			w.want(t, w.open(t), false)
		})
	}
}

func (w *world) path(kind, name string) string {
	return filepath.Join(w.dir, kind, "v1", name[:2], name)
}

// TestNewcomersCostOneLook stores something beside each blob of the result: the
// folders changed, yet the result is recalled, and after it no look is needed.
func TestNewcomersCostOneLook(t *testing.T) {
	w := newWorld(t)
	w.remember(t)
	for _, d := range w.blobs {
		must(t, os.WriteFile(w.path("cas", d.String())+"~", nil, 0o644))
	}
	w.settle(t)
	before := w.written(t)
	for i, looks := range []bool{true, false} {
		m := w.open(t)
		w.want(t, m, true)
		must(t, m.Close())
		after := w.written(t)
		if bytes.Equal(before, after) == looks {
			t.Errorf("build %d: written anew %v, want %v", i, !looks, looks)
		}
		before = after
	}
}

func (w *world) written(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile(w.file())
	must(t, err)
	return b
}

// TestFreshFoldersAreNotTrusted remembers a result in folders that changed a
// moment ago: a further change might not show in their times.
func TestFreshFoldersAreNotTrusted(t *testing.T) {
	w := newWorld(t)
	must(t, os.WriteFile(w.path("actions", digest.Digest(w.key).String())+"~", nil, 0o644))
	future := time.Now().Add(time.Hour)
	must(t, os.Chtimes(filepath.Dir(w.path("actions", digest.Digest(w.key).String())), future, future))
	w.remember(t)
	w.want(t, w.open(t), false)
}

// TestRecallIsAUse: an entry that is only recalled does not look unused.
func TestRecallIsAUse(t *testing.T) {
	w := newWorld(t)
	w.remember(t)
	path := w.path("actions", digest.Digest(w.key).String())
	long := time.Now().Add(-time.Hour)
	for _, step := range []struct {
		later time.Duration
		noted bool
	}{{time.Minute, false}, {actioncache.UseGrain, true}, {actioncache.UseGrain + time.Minute, false}} {
		must(t, os.Chtimes(path, long, long))
		m := w.openAt(t, time.Now().Add(step.later))
		w.want(t, m, true)
		must(t, m.Close())
		info, err := os.Stat(path)
		must(t, err)
		if noted := info.ModTime().After(long); noted != step.noted {
			t.Errorf("after %v the use was noted: %v, want %v", step.later, noted, step.noted)
		}
	}
}

// TestOldMemoriesGo: what no build asks for any more, and files of workspaces in
// which nobody builds.
func TestOldMemoriesGo(t *testing.T) {
	w := newWorld(t)
	w.remember(t)
	abandoned, recent := w.file()+"-abandoned", w.file()+"-recent"
	must(t, os.WriteFile(abandoned, nil, 0o644))
	must(t, os.WriteFile(recent, nil, 0o644))
	long := time.Now().Add(-31 * 24 * time.Hour)
	must(t, os.Chtimes(abandoned, long, long))
	for _, later := range []time.Duration{23 * time.Hour, 25 * time.Hour} {
		other := w.openAt(t, time.Now().Add(later))
		other.Remember(actioncache.Key(digest.Of([]byte(later.String()))), executor.Result{}, nil)
		must(t, other.Close())
		w.want(t, w.open(t), later < 24*time.Hour)
	}
	if _, err := os.Stat(abandoned); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the memory of an abandoned workspace: %v", err)
	}
	if _, err := os.Stat(recent); err != nil {
		t.Errorf("the memory of another workspace: %v", err)
	}
}

func (w *world) openAt(t *testing.T, now time.Time) *recall.Memory {
	t.Helper()
	m, err := recall.OpenAt(w.file(), w.store, w.results, now)
	must(t, err)
	return m
}

func TestDamagedMemoryIsEmpty(t *testing.T) {
	w := newWorld(t)
	w.remember(t)
	good := w.written(t)
	for i := 0; i < len(good); i += 97 {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		must(t, os.WriteFile(w.file(), bad, 0o644))
		w.want(t, w.open(t), false)
	}
	must(t, os.WriteFile(w.file(), good, 0o644))
	w.want(t, w.open(t), true)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestWithMemory: a result is recalled, and made again when a blob of it has gone
// or when whoever uses it comes back.
func TestWithMemory(t *testing.T) {
	w := newWorld(t)
	spawn := executor.Spawn{Command: executor.Command{Args: []string{"true"}}}
	w.key = spawn.Key()
	runs := 0
	next := executor.WithRecords(executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		runs++
		w.put(t, "file")
		return w.result, nil
	}), w.results)
	victim := w.path("cas", w.result.Outputs[0].Digest.String())
	damage := func() { must(t, errors.Join(os.Chmod(victim, 0o644), os.WriteFile(victim, []byte("elif"), 0o644))) }
	for i, step := range []struct {
		before      func()
		runs, again int // after the first question, and the second
	}{
		{func() {}, 1, 1}, {func() {}, 1, 1}, {func() {}, 1, 1},
		{func() { must(t, os.Remove(victim)) }, 2, 2}, {func() {}, 2, 2}, {func() {}, 2, 2},
		{damage, 2, 3}, // which the folder does not tell
	} {
		step.before()
		w.settle(t)
		m := w.open(t)
		x := executor.WithMemory(next, w.results, w.store, m)
		for _, want := range []int{step.runs, step.again} {
			if _, err := x.Execute(t.Context(), spawn); err != nil || runs != want {
				t.Fatalf("step %d: %d runs, want %d; %v", i, runs, want, err)
			}
		}
		must(t, m.Close())
	}
}
