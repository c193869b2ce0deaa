// Package session hands out temporary names that die with their process.
//
// A session is a directory with a lock that the kernel drops when its owner
// ends, however it ends. Whoever opens the next session removes those whose
// owner is gone. The package does not know what the files hold.
package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"dbx/cache/filelock"
)

const (
	// gateName guards the making and the finding of sessions, so that no
	// directory is ever seen before its owner has locked it.
	gateName = "gate"
	lockName = "lock"
)

// Session is a directory of this process's temporary files. It is safe for
// concurrent use.
type Session struct {
	dir  string
	lock *os.File
	next atomic.Uint64
}

// Open makes a session in parent, which it creates if it is missing, and
// removes the sessions in it that belong to no living process. What cannot be
// removed, such as another user's files, stays there until someone can.
func Open(parent string) (*Session, error) { return open(parent, patience) }

// patience is how long another process may be at the gate, where each is for
// some milliseconds: one that stays there was stopped.
const patience = time.Minute

func open(parent string, patience time.Duration) (*Session, error) {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	gate, err := passGate(filepath.Join(parent, gateName), patience)
	if err != nil {
		return nil, err
	}
	s, err := begin(parent)
	if err != nil {
		gate.Close()
		return nil, err
	}
	orphans, err := orphans(parent)
	gate.Close()
	for _, o := range orphans {
		_ = o.remove()
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Name returns a path in the session that was never returned before and does
// not exist; the caller creates a file or a directory there.
func (s *Session) Name() string {
	return filepath.Join(s.dir, strconv.FormatUint(s.next.Add(1), 36))
}

// Dir makes a new, empty directory in the session, with mode 0755.
func (s *Session) Dir() (string, error) {
	name := s.Name()
	return name, os.Mkdir(name, 0o755)
}

// Close removes the session and all that is still in it.
func (s *Session) Close() error {
	o := orphan{dir: s.dir, lock: s.lock}
	return o.remove()
}

// Oldest returns when the first of the sessions in parent began whose processes
// live, and false if there is none. Another may begin right after.
func Oldest(parent string) (time.Time, bool, error) {
	entries, err := os.ReadDir(parent)
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, err
	}
	var oldest time.Time
	found := false
	for _, e := range entries {
		path := filepath.Join(parent, e.Name(), lockName)
		lock, err := filelock.Try(path)
		if err == nil {
			lock.Close()
		}
		if !errors.Is(err, filelock.ErrHeld) {
			continue // no session, or one that has ended
		}
		info, err := os.Lstat(path)
		if err != nil {
			continue // it has ended just now
		}
		if !found || info.ModTime().Before(oldest) {
			oldest, found = info.ModTime(), true
		}
	}
	return oldest, found, nil
}

func passGate(path string, patience time.Duration) (*os.File, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	gate, err := filelock.Acquire(ctx, path)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("%s: a process has held the lock for %v: continue or end it; fuser %s names it", path, patience, path)
	}
	return gate, err
}

func begin(parent string) (*Session, error) {
	dir, err := os.MkdirTemp(parent, strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, err
	}
	lock, err := filelock.Acquire(context.Background(), filepath.Join(dir, lockName)) // nobody else may look for it yet
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return &Session{dir: dir, lock: lock}, nil
}

// orphan is the session of a process that is no more; its lock is ours now.
type orphan struct {
	dir  string
	lock *os.File // nil if the directory had none
}

func orphans(parent string) ([]orphan, error) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil, err
	}
	var found []orphan
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		lock, err := filelock.Try(filepath.Join(dir, lockName))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found = append(found, orphan{dir: dir})
		case err != nil:
			continue // alive, or not ours to judge: another user's
		default:
			found = append(found, orphan{dir: dir, lock: lock})
		}
	}
	return found, nil
}

func (o orphan) remove() error {
	err := RemoveAll(o.dir)
	if o.lock != nil {
		o.lock.Close()
	}
	return err
}

// RemoveAll is [os.RemoveAll] for trees in which a command may have left
// directories that their owner cannot write to.
func RemoveAll(dir string) error {
	if err := os.RemoveAll(dir); err == nil || !errors.Is(err, fs.ErrPermission) {
		return err
	}
	// The walk's own complaints do not matter: the second attempt has the
	// last word.
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if e != nil && e.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		if err != nil && e != nil && e.IsDir() {
			_ = RemoveAll(path)
			return fs.SkipDir
		}
		return nil
	})
	return os.RemoveAll(dir)
}
