package cgroup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const prefix = "dbx-"

// name is that of this process's n-th group.
func name(n uint64) string {
	return prefix + strconv.Itoa(os.Getpid()) + "-" + strconv.FormatUint(n, 36)
}

// sweep removes the groups of processes that are dead. What is not theirs is
// busy, or younger than its owner could be dead: processes in other namespaces
// have other numbers.
func (p place) sweep() {
	const young = time.Minute
	entries, _ := os.ReadDir(p.dir)
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), prefix)
		owner, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(owner)
		if !ours || err != nil || !errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > young {
			_ = os.Remove(filepath.Join(p.dir, e.Name()))
		}
	}
}

// remove removes a group whose last process may be on its way out.
func remove(dir string) error {
	for pause := time.Millisecond; ; pause *= 2 {
		err := os.Remove(dir)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if !errors.Is(err, unix.EBUSY) || pause > time.Second {
			return err
		}
		time.Sleep(pause)
	}
}
