package stage

import (
	"os"
	"path/filepath"

	"dbx/cache/cas/session"
)

// mostIdle is how many directories of released areas wait for the next spawn.
// File systems make and remove directories slowly; it takes longer than a
// small command.
const mostIdle = 16

// areaDir returns a directory that is closed to others, since a command of
// root's could leave a set-user-ID program, with an empty work directory in it.
func (s *Stager) areaDir() (string, error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 {
		dir := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return dir, nil
	}
	s.mu.Unlock()
	dir, err := s.store.Temp()
	if err != nil {
		return "", err
	}
	err = os.Chmod(dir, 0o700)
	if err == nil {
		err = makeDir(filepath.Join(dir, workName))
	}
	if err != nil {
		session.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}

// Close removes the area with all that the command left in it. An area that
// cannot be removed now is removed with the store's other temporary files. Its
// path is never used again, so that nothing that was left running can write to
// another spawn's files.
func (a *Area) Close() error { return session.RemoveAll(a.dir) }

// Release is Close for an area all of whose processes are known to be dead:
// another spawn may get its directory, emptied.
func (a *Area) Release() error {
	if err := a.empty(); err != nil {
		return a.Close()
	}
	s := a.stager
	s.mu.Lock()
	full := len(s.idle) >= mostIdle
	if !full {
		s.idle = append(s.idle, a.dir)
	}
	s.mu.Unlock()
	if full {
		return a.Close()
	}
	return nil
}

// empty removes all but the work directory itself.
func (a *Area) empty() error {
	if err := os.Chmod(a.WorkDir(), 0o755); err != nil {
		return err
	}
	for _, dir := range []string{a.WorkDir(), a.dir} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if path := filepath.Join(dir, e.Name()); path != a.WorkDir() {
				if err := session.RemoveAll(path); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
