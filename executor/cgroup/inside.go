package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"dbx/executor/inner"
)

// FindInside is [Find] for a process in a container, without privileges, that
// holds nothing but processes of this program. An engine lets such a container
// see its control groups at most; but they belong to root, and so does this
// process if it is one: it mounts them once more, in a user namespace, from the
// container's own group downwards.
func FindInside() *Host {
	h := Find()
	if h.Missing() == "" {
		return h
	}
	self, _ := os.ReadFile("/proc/self/cgroup")
	for _, kind := range hierarchies(string(self)) {
		m, err := mount(kind)
		if err != nil {
			continue
		}
		p := m.place(kind)
		p.controllers = slices.DeleteFunc(p.controllers, h.Has)
		if len(p.controllers) == 0 || !p.usable() {
			m.Close()
			continue
		}
		h.places = append(h.places, p)
		h.mounts = append(h.mounts, m.File)
	}
	return h
}

// hierarchies lists the file systems that /proc/self/cgroup speaks of and that
// limit what is to be limited, in the words of [inner.MountsArg].
func hierarchies(self string) (kinds []string) {
	for line := range strings.Lines(self) {
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		switch {
		case len(f) != 3:
		case f[1] == "":
			kinds = append(kinds, "cgroup2")
		case len(limiting(strings.Split(f[1], ","))) > 0:
			kinds = append(kinds, "cgroup,"+f[1])
		}
	}
	return kinds
}

// mounted is a hierarchy that is mounted nowhere.
type mounted struct{ *os.File }

// place is where the groups below this process's own are made.
func (m mounted) place(kind string) place {
	p := place{dir: "/proc/self/fd/" + strconv.Itoa(int(m.Fd()))}
	_, controllers, first := strings.Cut(kind, ",")
	if first {
		p.controllers = limiting(strings.Split(controllers, ","))
		return p
	}
	p.unified = true
	b, _ := os.ReadFile(filepath.Join(p.dir, "cgroup.controllers"))
	if p.controllers = limiting(strings.Fields(string(b))); len(p.controllers) > 0 && p.delegate(p.controllers) != nil {
		p.controllers = nil
	}
	return p
}

// delegate lets groups below have controllers. In version 2 that takes a group
// without processes, so all that there are move to one below. A session that
// begins right then may need to move once more.
func (p place) delegate(controllers []string) error {
	const attempts = 20
	below := filepath.Join(p.dir, prefix+"sessions")
	if err := os.Mkdir(below, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	var err error
	for range attempts {
		if err = moveAll(p.dir, below); err != nil {
			return err
		}
		text := "+" + strings.Join(controllers, " +")
		err = os.WriteFile(filepath.Join(p.dir, "cgroup.subtree_control"), []byte(text), 0)
		if !errors.Is(err, unix.EBUSY) {
			break
		}
	}
	return err
}

// moveAll moves all processes from one group to another.
func moveAll(from, to string) error {
	list, err := os.ReadFile(filepath.Join(from, "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, pid := range strings.Fields(string(list)) {
		err := os.WriteFile(filepath.Join(to, "cgroup.procs"), []byte(pid), 0)
		if err != nil && !errors.Is(err, unix.ESRCH) { // it has ended
			return fmt.Errorf("move process %s to the group %s: %w", pid, to, err)
		}
	}
	return nil
}

// mount makes a hierarchy's file system in a control group namespace whose root
// is the present group.
func mount(kind string) (mounted, error) {
	namespace, fd, err := inner.Loan{Kind: kind, Namespaces: unix.CLONE_NEWCGROUP}.Take()
	if err != nil {
		return mounted{}, err
	}
	unix.Close(namespace)
	return mounted{os.NewFile(uintptr(fd), kind)}, nil
}
