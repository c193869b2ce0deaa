package executor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// machineOf is one machine's store with an executor that shares with peers, and
// the count of spawns that it really ran.
type machineOf struct {
	store    *cas.Disk
	sharing  *executor.Sharing
	executor executor.Executor
	runs     int
	reports  []error
}

// newMachine runs spawns by storing content as the output that make says.
func newMachine(t *testing.T, make func(t *testing.T, s *cas.Disk) executor.Result, peers ...executor.Peer) *machineOf {
	t.Helper()
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	m := &machineOf{store: store}
	m.sharing = executor.NewSharing(store, peers, func(_ string, err error) { m.reports = append(m.reports, err) })
	run := executor.Func(func(context.Context, executor.Spawn) (executor.Result, error) {
		m.runs++
		return make(t, store), nil
	})
	m.executor = m.sharing.Offer(executor.WithCache(m.sharing.Ask(run), actioncache.NewMem(), store))
	return m
}

func (m *machineOf) execute(t *testing.T, s executor.Spawn) executor.Result {
	t.Helper()
	result, err := m.executor.Execute(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	m.sharing.Wait()
	return result
}

func shared() executor.Peer {
	return executor.Peer{Name: "peer", Results: actioncache.NewMem(), Blobs: cas.NewMem()}
}

// aTree is an output tree of nested folders, and a log.
func aTree(t *testing.T, s *cas.Disk) executor.Result {
	t.Helper()
	b := merkle.NewBuilder()
	d := put(t, s, "content")
	for _, p := range []string{"a", "b/c/d", "b/e"} {
		if err := b.File(p, d, false); err != nil {
			t.Fatal(err)
		}
	}
	root, err := b.Root(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return executor.Result{Log: put(t, s, "said"), Outputs: []executor.Output{{Path: "out", Kind: merkle.Dir, Digest: root}}}
}

func TestAnotherMachinesResult(t *testing.T) {
	peer := shared()
	first, second := newMachine(t, aTree, peer), newMachine(t, aTree, peer)
	want := first.execute(t, full())
	got := second.execute(t, full())
	if first.runs != 1 || second.runs != 0 || want.Cached || !got.Cached {
		t.Fatalf("%d and %d runs, cached %v and %v", first.runs, second.runs, want.Cached, got.Cached)
	}
	blobs, err := merkle.Blobs(t.Context(), second.store, got.Outputs[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	if missing, err := second.store.Missing(t.Context(), append(blobs, got.Log)); len(missing) != 0 || err != nil {
		t.Errorf("not brought: %v, %v", missing, err)
	}
	if len(first.reports)+len(second.reports) != 0 {
		t.Errorf("reported: %v %v", first.reports, second.reports)
	}
}

func TestReadOnlyPeerGetsNothing(t *testing.T) {
	peer := shared()
	peer.ReadOnly = true
	newMachine(t, aTree, peer).execute(t, full())
	if _, err := peer.Results.Lookup(t.Context(), full().Key()); !errors.Is(err, actioncache.ErrNotFound) {
		t.Errorf("a read-only peer was given the result: %v", err)
	}
}

func TestUncachedResultsStayAtHome(t *testing.T) {
	peer := shared()
	s := full()
	s.Info.NoCache = true
	newMachine(t, aTree, peer).execute(t, s)
	if _, err := peer.Results.Lookup(t.Context(), s.Key()); !errors.Is(err, actioncache.ErrNotFound) {
		t.Errorf("the result of an uncached spawn left the machine: %v", err)
	}
}

// TestWarmCacheFillsAPeer: what was built before the peer was there is offered
// when it is asked for again.
func TestWarmCacheFillsAPeer(t *testing.T) {
	peer := shared()
	m := newMachine(t, aTree, peer)
	m.execute(t, full())
	empty, ok := peer.Results.(*actioncache.Mem)
	if !ok {
		t.Fatal("not in memory")
	}
	empty.Remove(full().Key())
	if result := m.execute(t, full()); !result.Cached {
		t.Error("not from the local cache")
	}
	if _, err := peer.Results.Lookup(t.Context(), full().Key()); err != nil {
		t.Errorf("the peer was not given it again: %v", err)
	}
}

// TestLyingPeer: whatever a peer answers, the result is right, and the peer's
// entry is put right where it can be told to be wrong.
func TestLyingPeer(t *testing.T) {
	good := shared()
	donor := newMachine(t, aTree, good)
	entry := donor.execute(t, full())
	lie := func(change func(r *executor.Result)) executor.Peer {
		r := entry
		r.Outputs = append([]executor.Output(nil), entry.Outputs...)
		change(&r)
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		results := actioncache.NewMem()
		if err := results.Record(t.Context(), full().Key(), b); err != nil {
			t.Fatal(err)
		}
		return executor.Peer{Name: "peer", Results: results, Blobs: good.Blobs}
	}
	for name, peer := range map[string]executor.Peer{
		"failure":        lie(func(r *executor.Result) { r.Status = executor.Failed }),
		"no output":      lie(func(r *executor.Result) { r.Outputs = nil }),
		"another path":   lie(func(r *executor.Result) { r.Outputs[0].Path = "other" }),
		"another kind":   lie(func(r *executor.Result) { r.Outputs[0].Kind = merkle.File }),
		"a diffID":       lie(func(r *executor.Result) { r.Outputs[0].DiffID = digest.SHA256Of(nil) }),
		"no such blob":   lie(func(r *executor.Result) { r.Outputs[0].Digest = digest.Of([]byte("never")) }),
		"not a tree":     lie(func(r *executor.Result) { r.Outputs[0].Digest = entry.Log }),
		"missing log":    lie(func(r *executor.Result) { r.Log = digest.Of([]byte("never")) }),
		"empty of blobs": {Name: "peer", Results: good.Results, Blobs: cas.NewMem()},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, aTree, peer)
			if got := m.execute(t, full()); m.runs != 1 || got.Cached || got.Outputs[0].Digest != entry.Outputs[0].Digest {
				t.Fatalf("%+v after %d runs", got, m.runs)
			}
			if name == "not a tree" {
				return // the machine that was lied to does not trust the peer again
			}
			if again := newMachine(t, aTree, peer); !again.execute(t, full()).Cached {
				t.Errorf("the peer's entry was not put right: %v", again.reports)
			}
		})
	}
}

// brokenStore fails as a disk or a server does.
type brokenStore struct{ cas.Store }

var errBroken = errors.New("input/output error")

func (brokenStore) Open(context.Context, digest.Digest) (io.ReadCloser, error) { return nil, errBroken }
func (brokenStore) Missing(context.Context, []digest.Digest) ([]digest.Digest, error) {
	return nil, errBroken
}

func TestBrokenPeerIsLeftAlone(t *testing.T) {
	peer := shared()
	newMachine(t, aTree, peer).execute(t, full())
	peer.Blobs = brokenStore{peer.Blobs}
	m := newMachine(t, aTree, peer)
	m.execute(t, full())
	other := full()
	other.CPUs++
	m.execute(t, other)
	if m.runs != 2 || len(m.reports) != 1 || !errors.Is(m.reports[0], errBroken) {
		t.Errorf("%d runs, reported %v", m.runs, m.reports)
	}
}

// TestSharedLayer: a layer's diffID is believed only after it was computed.
func TestSharedLayer(t *testing.T) {
	content := []byte("a layer's tar")
	sum := digest.SHA256Of(content)
	layer := func(diffID digest.SHA256) func(*testing.T, *cas.Disk) executor.Result {
		return func(t *testing.T, s *cas.Disk) executor.Result {
			d, err := s.Put(t.Context(), bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Alias(diffID, d); err != nil {
				t.Fatal(err)
			}
			return executor.Result{Outputs: []executor.Output{{Path: "out", Digest: d, DiffID: diffID}}}
		}
	}
	s := full()
	s.Outputs = []executor.OutputSpec{{Path: "out", Kind: executor.OutputLayer}}
	honest, lying := shared(), shared()
	newMachine(t, layer(sum), honest).execute(t, s)
	newMachine(t, layer(digest.SHA256Of([]byte("other"))), lying).execute(t, s)
	m := newMachine(t, layer(sum), lying, honest)
	if result := m.execute(t, s); m.runs != 0 || result.Outputs[0].DiffID != sum {
		t.Errorf("%+v after %d runs", result, m.runs)
	}
	if _, err := m.store.BySHA256(sum); err != nil {
		t.Errorf("the layer is not found by its diffID: %v", err)
	}
}

// TestSharedPin: a peer's output must have the SHA-256 that the spawn states.
func TestSharedPin(t *testing.T) {
	s := full()
	content := []byte("as declared")
	s.Outputs = []executor.OutputSpec{{Path: "out", SHA256: digest.SHA256Of(content)}}
	writing := func(b []byte) func(*testing.T, *cas.Disk) executor.Result {
		return func(t *testing.T, store *cas.Disk) executor.Result {
			return executor.Result{Outputs: []executor.Output{{Path: "out", Digest: put(t, store, string(b))}}}
		}
	}
	lying := shared()
	newMachine(t, writing([]byte("something else")), lying).execute(t, s)
	m := newMachine(t, writing(content), lying)
	if result := m.execute(t, s); m.runs != 1 || result.Cached {
		t.Errorf("%+v after %d runs", result, m.runs)
	}
}

// fullStore is a machine's store whose disk is full.
type fullStore struct{ *cas.Disk }

var errFull = errors.New("no space left")

func (fullStore) Put(context.Context, io.Reader) (digest.Digest, error) {
	return digest.Digest{}, errFull
}

// TestOwnFaultIsNoPeers: this machine's full disk is told as what it is.
func TestOwnFaultIsNoPeers(t *testing.T) {
	peer := shared()
	newMachine(t, aTree, peer).execute(t, full())
	m := newMachine(t, aTree, peer)
	var reports []error
	sharing := executor.NewSharing(fullStore{m.store}, []executor.Peer{peer}, func(_ string, err error) { reports = append(reports, err) })
	runs := 0
	_, err := sharing.Ask(counted(&runs, executor.Result{})).Execute(t.Context(), full())
	if !errors.Is(err, errFull) || len(reports) > 0 || runs > 0 {
		t.Errorf("%v, reported %v, %d runs", err, reports, runs)
	}
}
