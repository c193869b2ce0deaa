package upkeep_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/stage"
	"dbx/executor/upkeep"
)

// world is a cache directory whose content has an age.
type world struct {
	upkeep.Cache
	dir string
	now time.Time
}

// newWorld opens a cache, with the two sessions of its stores. Time passes in it
// by giving Collect a later one and sessions a later beginning.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir(), now: time.Now()}
	var err error
	check := func(e error) {
		t.Helper()
		if e != nil {
			t.Fatal(e)
		}
	}
	w.Store, err = cas.OpenDisk(w.dir)
	check(err)
	w.Results, err = actioncache.OpenDisk(w.dir)
	check(err)
	t.Cleanup(func() { w.Close() })
	w.Trees, err = merkle.NewFarm(w.Store, filepath.Join(w.dir, "trees"))
	check(err)
	w.Layers, err = stage.New(w.Store, w.Trees, filepath.Join(w.dir, "layers"))
	check(err)
	return w
}

// record stores a result with one output file of n bytes and one tree of it,
// used so long ago, and returns its key.
func (w *world) record(t *testing.T, name string, n int, ago time.Duration) actioncache.Key {
	t.Helper()
	content := bytes.Repeat([]byte(name), n/len(name))
	d, err := w.Store.PutBytes(t.Context(), content)
	must(t, err)
	b := merkle.NewBuilder()
	must(t, b.File("file", d, false))
	root, err := b.Root(t.Context(), w.Store)
	must(t, err)
	entry, err := json.Marshal(executor.Result{Outputs: []executor.Output{
		{Path: "file", Digest: d}, {Path: "tree", Kind: merkle.Dir, Digest: root},
	}})
	must(t, err)
	k := actioncache.Key(digest.Of([]byte(name)))
	must(t, w.Results.Record(t.Context(), k, entry))
	used := w.now.Add(-ago)
	path := filepath.Join(w.dir, "actions", "v1", k.String()[:2], k.String())
	must(t, os.Chtimes(path, used, used))
	return k
}

// layer stores and unpacks a layer of one file.
func (w *world) layer(t *testing.T, n int) digest.SHA256 {
	t.Helper()
	var b bytes.Buffer
	tw := tar.NewWriter(&b)
	must(t, tw.WriteHeader(&tar.Header{Name: "file", Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(n)}))
	_, err := tw.Write(make([]byte, n))
	must(t, errors.Join(err, tw.Close()))
	d, err := w.Store.PutBytes(t.Context(), b.Bytes())
	must(t, err)
	sum := digest.SHA256Of(b.Bytes())
	must(t, w.Store.Alias(sum, d))
	_, err = w.Layers.Layers(t.Context(), executor.Rootfs{Arch: "amd64", Layers: []digest.SHA256{sum}})
	must(t, err)
	return sum
}

// collect is Collect at the world's own time, if the policy has none.
func (w *world) collect(t *testing.T, p upkeep.Policy) upkeep.Report {
	t.Helper()
	if p.Now.IsZero() {
		p.Now = w.now
	}
	report, err := upkeep.Collect(t.Context(), w.Cache, p)
	must(t, err)
	return report
}

// sessionsBegan puts the beginning of every session of the directory back or forth, and
// with it what counts as being in use.
func (w *world) sessionsBegan(t *testing.T, at time.Time) {
	t.Helper()
	locks, err := filepath.Glob(filepath.Join(w.dir, "tmp", "*", "lock"))
	must(t, err)
	if len(locks) == 0 {
		t.Fatal("no sessions")
	}
	for _, l := range locks {
		must(t, os.Chtimes(l, at, at))
	}
}

func (w *world) has(k actioncache.Key) bool {
	_, err := os.Lstat(filepath.Join(w.dir, "actions", "v1", k.String()[:2], k.String()))
	return err == nil
}

func TestWithinItsLimitNothingGoes(t *testing.T) {
	w := newWorld(t)
	k := w.record(t, "old", 100<<10, 1000*time.Hour)
	report := w.collect(t, upkeep.Policy{MaxBytes: 1 << 30})
	if !w.has(k) || report.Removed != (upkeep.Usage{}) {
		t.Errorf("removed %+v", report.Removed)
	}
}

// TestLeastRecentlyUsedGoesFirst: blobs that were stored long ago and results
// by their last use, until the rest fits.
func TestLeastRecentlyUsedGoesFirst(t *testing.T) {
	w := newWorld(t)
	var keys []actioncache.Key
	for i := range 10 {
		keys = append(keys, w.record(t, fmt.Sprintf("result%d", i), 100<<10, time.Duration(i)*24*time.Hour+time.Hour))
	}
	later := w.now.Add(time.Hour) // when no blob is young any more
	w.sessionsBegan(t, later)
	report := w.collect(t, upkeep.Policy{MaxBytes: 520 << 10, Now: later})
	for i, k := range keys {
		if want := i < 4; w.has(k) != want {
			t.Errorf("result used %d days ago is there: %v", i, w.has(k))
		}
	}
	after, err := upkeep.Measure(t.Context(), w.Cache)
	must(t, err)
	if after.Bytes() > 520<<10 || after.Bytes() != report.Before.Bytes()-report.Removed.Bytes() {
		t.Errorf("%d bytes are left of %d, %d were said to be removed", after.Bytes(), report.Before.Bytes(), report.Removed.Bytes())
	}
	// What stays is whole.
	problems := 0
	_, err = upkeep.Verify(t.Context(), w.Cache, func(p upkeep.Problem) { problems++; t.Log(p) })
	must(t, err)
	for _, k := range keys[:4] {
		entry, err := w.Results.Peek(t.Context(), k)
		must(t, err)
		result, _ := executor.DecodeEntry(entry)
		blobs, err := result.Blobs(t.Context(), w.Store)
		must(t, err)
		if missing, err := w.Store.Missing(t.Context(), blobs); len(missing) > 0 || err != nil || problems > 0 {
			t.Errorf("missing %v, %v; %d problems", missing, err, problems)
		}
	}
}

// TestWhatMayBeInUseStays: a build that began before keeps all it may have used.
func TestWhatMayBeInUseStays(t *testing.T) {
	w := newWorld(t)
	k := w.record(t, "young", 100<<10, 0)
	sum := w.layer(t, 100<<10)
	began := w.now.Add(-time.Minute)
	w.sessionsBegan(t, began)
	report := w.collect(t, upkeep.Policy{MaxBytes: 1, Now: w.now.Add(5 * time.Hour)})
	if !w.has(k) || report.Removed.Blobs.Count > 0 || report.Removed.Layers.Count > 0 {
		t.Errorf("removed %+v beside a build that has run for five hours", report.Removed)
	}
	// Once that build has ended, it all goes.
	w.sessionsBegan(t, w.now.Add(6*time.Hour))
	report = w.collect(t, upkeep.Policy{MaxBytes: 1, Now: w.now.Add(6 * time.Hour)})
	after, err := upkeep.Measure(t.Context(), w.Cache)
	must(t, err)
	if after.Bytes() != 0 || w.has(k) {
		t.Errorf("left %+v, removed %+v", after, report.Removed)
	}
	if _, err := os.Lstat(filepath.Join(w.dir, "layers", sum.String())); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("unpacked layer: %v", err)
	}
}

func TestTreesGoWithTheirBlobs(t *testing.T) {
	w := newWorld(t)
	k := w.record(t, "tree", 100<<10, time.Hour)
	entry, err := w.Results.Peek(t.Context(), k)
	must(t, err)
	result, _ := executor.DecodeEntry(entry)
	path, err := w.Trees.Tree(t.Context(), result.Outputs[1].Digest)
	must(t, err)
	later := w.now.Add(time.Hour)
	w.sessionsBegan(t, later)
	report := w.collect(t, upkeep.Policy{MaxBytes: 1, Now: later})
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) || report.Removed.Trees.Count != 1 {
		t.Errorf("tree: %v, removed %+v", err, report.Removed)
	}
	// The farm notices.
	if _, err := w.Trees.Tree(t.Context(), result.Outputs[1].Digest); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("a tree without blobs: %v", err)
	}
}

func TestAgeAndDryRunAndKeptBlobs(t *testing.T) {
	w := newWorld(t)
	old, young := w.record(t, "old", 10<<10, 100*time.Hour), w.record(t, "young", 10<<10, 10*time.Hour)
	log, err := w.Store.PutBytes(t.Context(), []byte("a log"))
	must(t, err)
	later := w.now.Add(time.Hour)
	w.sessionsBegan(t, later)
	policy := upkeep.Policy{MaxAge: 50 * time.Hour, Keep: []digest.Digest{log}, Now: later, DryRun: true}
	would := w.collect(t, policy)
	if !w.has(old) || would.Removed.Results.Count != 1 {
		t.Errorf("a dry run removed %+v", would.Removed)
	}
	policy.DryRun = false
	if did := w.collect(t, policy); did.Removed != would.Removed {
		t.Errorf("removed %+v, a dry run said %+v", did.Removed, would.Removed)
	}
	if w.has(old) || !w.has(young) {
		t.Errorf("old there: %v, young there: %v", w.has(old), w.has(young))
	}
	if missing, err := w.Store.Missing(t.Context(), []digest.Digest{log}); len(missing) > 0 || err != nil {
		t.Errorf("the log is gone: %v", err)
	}
}

// TestVerifyFindsDamage: of every kind, even where sizes and times look right.
func TestVerifyFindsDamage(t *testing.T) {
	w := newWorld(t)
	w.record(t, "good", 10<<10, 0)
	bad := w.record(t, "evil", 10<<10, 0)
	sum := w.layer(t, 10<<10)
	verify := func() map[string]bool {
		found := map[string]bool{}
		_, err := upkeep.Verify(t.Context(), w.Cache, func(p upkeep.Problem) { found[kindOf(p.What)] = true })
		must(t, err)
		return found
	}
	if found := verify(); len(found) != 0 {
		t.Fatalf("in a sound cache: %v", found)
	}
	entry, err := w.Results.Peek(t.Context(), bad)
	must(t, err)
	result, _ := executor.DecodeEntry(entry)
	_, err = w.Trees.Tree(t.Context(), result.Outputs[1].Digest)
	must(t, err)
	// One bit of a blob, with size and time as they were; the tree has the same inode.
	rot(t, filepath.Join(w.dir, "cas", "v1", result.Outputs[0].Digest.String()[:2], result.Outputs[0].Digest.String()))
	rot(t, filepath.Join(w.dir, "layers", sum.String(), "file"))
	rot(t, filepath.Join(w.dir, "actions", "v1", bad.String()[:2], bad.String()))
	other, err := w.Store.PutBytes(t.Context(), []byte("other"))
	must(t, err)
	must(t, w.Store.Alias(digest.SHA256Of([]byte("not that")), other))
	found := verify()
	for _, kind := range []string{"blob", "unpacked", "result", "sha256"} {
		if !found[kind] {
			t.Errorf("damaged %s was not found; found %v", kind, found)
		}
	}
	if found := verify(); len(found) != 0 {
		t.Errorf("found again: %v", found)
	}
}

func rot(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	must(t, err)
	b, err := os.ReadFile(path)
	must(t, err)
	b[len(b)-1] ^= 1
	must(t, os.Chmod(path, 0o644))
	must(t, os.WriteFile(path, b, 0o644))
	must(t, os.Chmod(path, info.Mode()))
	must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
}

func kindOf(what string) string {
	var kind string
	fmt.Sscan(what, &kind)
	return kind
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
