// Package recall remembers, from one build of a workspace to the next, which
// results were found whole, so that a build that finds everything done opens
// neither entries nor blobs.
//
// What it trusts are folders: entries of the action cache, blobs and SHA-256
// names come, go and are replaced by rename and unlink, which shows in the times
// of the folder that they lie in. As long as those are the same, what was there
// still is. What was written to in place does not show; whoever uses a blob
// looks at its size and time anyway, and asks again if it is not what it should
// be, which is answered from the cache itself.
//
// The package knows nothing of builds. What it remembers it may forget.
package recall

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
)

const (
	// keptFor is how long a result is remembered that no build asks for.
	keptFor = 24 * time.Hour
	// abandoned is how old the memory of a workspace gets that nobody builds in.
	abandoned = 30 * 24 * time.Hour
)

// Memory implements [executor.Memory] for one build. It is safe for concurrent
// use; of processes that share its file the last to close wins.
type Memory struct {
	store   *cas.Disk
	results *actioncache.Disk
	path    string
	opened  time.Time
	places  *places

	mu      sync.Mutex
	past    past
	fresh   map[actioncache.Key]memory
	changed bool
}

// memory is what is remembered of one result.
type memory struct {
	used   time.Time // when its use was noted in the action cache
	result executor.Result
	blobs  []digest.Digest
}

// Open reads the memory in the file at path. One that is missing or damaged is
// empty.
func Open(path string, store *cas.Disk, results *actioncache.Disk) (*Memory, error) {
	return open(path, store, results, time.Now())
}

func open(path string, store *cas.Disk, results *actioncache.Disk, now time.Time) (*Memory, error) {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	m := &Memory{store: store, results: results, path: path, opened: now, fresh: map[actioncache.Key]memory{}}
	m.past = decode(b)
	// Looked at before anything in them is: what changes from here on shows.
	m.places = look(store, results, m.opened)
	m.past.trust(m.places)
	return m, nil
}

// Recall implements [executor.Memory].
func (m *Memory) Recall(ctx context.Context, key actioncache.Key) (executor.Result, bool, error) {
	known, unsure, ok := m.ask(key)
	if !ok {
		return executor.Result{}, false, nil
	}
	if len(unsure) > 0 {
		missing, err := m.store.Missing(ctx, unsure)
		if err != nil || len(missing) > 0 {
			return executor.Result{}, false, err
		}
	}
	how := recalled
	if m.opened.Sub(known.used) > actioncache.UseGrain/2 {
		how = renewed
		if !m.results.Use(key) {
			return executor.Result{}, false, nil
		}
	}
	m.confirm(key, len(unsure) > 0, how)
	return known.result, true, nil
}

// ask returns what is remembered under a key that was not asked for before, and
// those of its blobs that must be looked at.
func (m *Memory) ask(key actioncache.Key) (known memory, unsure []digest.Digest, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.past.records[key]
	if !ok || at.state != unasked {
		return known, nil, false
	}
	m.past.records[key] = place{at.offset, refused} // until it is confirmed
	known, blobs, ok := m.past.read(at.offset)
	if !ok || !m.places.hold(key, known.result) {
		return known, nil, false
	}
	for _, i := range blobs {
		if !m.past.present[i] {
			unsure = append(unsure, m.past.blob(i))
		}
	}
	return known, unsure, true
}

// confirm notes that a result was whole, perhaps after a look at blobs.
func (m *Memory) confirm(key actioncache.Key, looked bool, how state) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.past.records[key]
	at.state = how
	m.past.records[key] = at
	m.changed = m.changed || looked || how == renewed
	if !looked {
		return
	}
	_, blobs, _ := m.past.read(at.offset)
	for _, i := range blobs {
		m.past.present[i] = true
	}
}

// Remember implements [executor.Memory].
func (m *Memory) Remember(key actioncache.Key, r executor.Result, blobs []digest.Digest) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.past.records[key]; ok && at.state >= recalled || !plain(r) {
		return
	}
	m.fresh[key] = memory{m.opened, r, blobs}
	m.changed = true
}

// plain reports whether a result says nothing but what is remembered of one.
func plain(r executor.Result) bool {
	return r.Status == executor.Success && r.ExitCode == 0 && r.Message == ""
}

// Close writes what the next build may recall, and takes away what is remembered
// of workspaces in which nobody builds any more. The memory must not be used
// afterwards.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.changed {
		return nil
	}
	dir, err := m.store.Temp()
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, "recall")
	if err := os.WriteFile(temp, m.encode(), 0o644); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o755); err != nil {
		return err
	}
	m.sweep()
	return os.Rename(temp, m.path)
}

func (m *Memory) sweep() {
	entries, _ := os.ReadDir(filepath.Dir(m.path)) // what cannot be listed stays
	for _, e := range entries {
		if info, err := e.Info(); err == nil && m.opened.Sub(info.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(filepath.Dir(m.path), e.Name()))
		}
	}
}
