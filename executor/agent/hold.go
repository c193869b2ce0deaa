package agent

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Hold keeps the process namespace whose first process it is alive, and reaps
// what nobody else does. It returns once no other process has been in there for
// the time idle, once the directory dir is removed, or when ctx ends.
func Hold(ctx context.Context, idle time.Duration, dir string) error {
	children := make(chan os.Signal, 1)
	signal.Notify(children, unix.SIGCHLD)
	defer signal.Stop(children)
	look := time.NewTicker(min(max(idle/20, 100*time.Millisecond), 5*time.Second))
	defer look.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-children:
			reap()
		case now := <-look.C:
			reap()
			others, err := busy()
			if err != nil {
				return err
			}
			if others {
				last = now
			}
			if removed(dir) && !others || now.Sub(last) >= idle {
				return nil
			}
		}
	}
}

// busy reports whether this process namespace has another process.
func busy() (bool, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && pid != os.Getpid() {
			return true, nil
		}
	}
	return false, nil
}

// removed reports whether a directory is no longer anywhere, though it may
// still be mounted here.
func removed(dir string) bool {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Nlink == 0
}

// reap collects all children that have ended.
func reap() {
	for {
		pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil)
		if pid <= 0 && !errors.Is(err, unix.EINTR) {
			return
		}
	}
}
