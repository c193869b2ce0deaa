// Package cgroup bounds what a group of processes may use, by control groups
// of either version.
//
// It knows where this process may make groups, be it in a container that shows
// none, how limits are written down in
// both versions, and how a group tells that it ran out of memory. It does not
// know what runs in a group, nor does it put anything there: whoever starts a
// process has it write "0" to a group's files.
package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// The controllers that limits need.
const (
	memory = "memory"
	pids   = "pids"
	cpu    = "cpu"
)

// place is a directory in which this process may make groups, and what can be
// limited in them.
type place struct {
	dir         string
	unified     bool // version 2
	controllers []string
}

// Host is what the machine lets this process limit. It is safe for concurrent
// use.
type Host struct {
	places []place
	mounts []*os.File // that places are in; never closed, since groups may be made at any time
	next   atomic.Uint64
}

// Find looks for places to make groups in, and removes from them groups of
// processes that are dead.
func Find() *Host {
	self, _ := os.ReadFile("/proc/self/cgroup")
	mounts, _ := os.ReadFile("/proc/self/mountinfo")
	h := &Host{}
	taken := map[string]bool{}
	for _, m := range parse(string(self), string(mounts)) {
		p := m.place()
		p.controllers = slices.DeleteFunc(p.controllers, func(c string) bool { return taken[c] })
		if len(p.controllers) == 0 || !p.usable() {
			continue
		}
		for _, c := range p.controllers {
			taken[c] = true
		}
		p.sweep()
		h.places = append(h.places, p)
	}
	return h
}

// usable tries whether a group can be made.
func (p place) usable() bool {
	dir := filepath.Join(p.dir, name(0))
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) { // one that was killed here had our number
		return false
	}
	defer os.Remove(dir)
	// A group of version 2 has its controllers' files only if they are on.
	for _, c := range p.controllers {
		if _, err := os.Stat(filepath.Join(dir, p.file(c))); err != nil {
			return false
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, "cgroup.procs"), os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// Has reports whether a controller, such as "memory", can limit anything here.
func (h *Host) Has(controller string) bool {
	return slices.ContainsFunc(h.places, func(p place) bool { return slices.Contains(p.controllers, controller) })
}

// Missing lists what cannot be limited here, "" if all can.
func (h *Host) Missing() string {
	var missing []string
	for _, c := range []string{memory, pids, cpu} {
		if !h.Has(c) {
			missing = append(missing, c)
		}
	}
	return strings.Join(missing, ", ")
}

// Limits are what a group may use; 0 is no limit.
type Limits struct {
	Memory int64 // bytes, swap included
	Pids   int64 // processes and threads
	CPUs   int
}

// Group is a group of processes. The caller closes it.
type Group struct {
	dirs   []string
	memory string // the directory that tells of memory; "" if none does
	procs  []*os.File
}

// New makes a group with limits, as far as they are to be had. It makes
// nothing where none of them is.
func (h *Host) New(l Limits) (*Group, error) {
	g := &Group{}
	for _, p := range h.places {
		settings := p.settings(l)
		if len(settings) == 0 {
			continue
		}
		if err := g.add(p, &h.next, settings); err != nil {
			return nil, errors.Join(fmt.Errorf("make a control group: %w", err), g.Close())
		}
		if l.Memory > 0 && slices.Contains(p.controllers, memory) {
			g.memory = g.dirs[len(g.dirs)-1]
		}
	}
	return g, nil
}

func (g *Group) add(p place, next *atomic.Uint64, settings []setting) error {
	dir, err := p.make(next)
	if err != nil {
		return err
	}
	g.dirs = append(g.dirs, dir)
	for _, s := range settings {
		err := os.WriteFile(filepath.Join(dir, s.file), []byte(s.value), 0)
		if err != nil && !(s.optional && errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, "cgroup.procs"), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	g.procs = append(g.procs, f)
	return nil
}

// make makes a group under the next name that nobody has: a process that was
// killed, or one in another process namespace, may have had the number of this
// one.
func (p place) make(next *atomic.Uint64) (dir string, err error) {
	const attempts = 1000
	for range attempts {
		dir = filepath.Join(p.dir, name(next.Add(1)))
		if err = os.Mkdir(dir, 0o755); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return dir, err
}

// Files returns what a process writes "0" to, into each, in order to enter the
// group. They are the group's to close.
func (g *Group) Files() []*os.File { return g.procs }

// OutOfMemory reports whether the kernel ended a process of the group because
// the group was out of memory.
func (g *Group) OutOfMemory() bool {
	if g.memory == "" {
		return false
	}
	for _, file := range []string{"memory.events", "memory.oom_control"} {
		b, err := os.ReadFile(filepath.Join(g.memory, file))
		if err == nil {
			return killed(string(b))
		}
	}
	return false
}

// killed reads "oom_kill N", a line of both versions' files.
func killed(text string) bool {
	for line := range strings.Lines(text) {
		if n, ok := strings.CutPrefix(strings.TrimSpace(line), "oom_kill "); ok {
			return n != "0"
		}
	}
	return false
}

// Close removes the group, in which no process may be left.
func (g *Group) Close() error {
	var errs []error
	for _, f := range g.procs {
		f.Close()
	}
	for _, dir := range g.dirs {
		errs = append(errs, remove(dir))
	}
	return errors.Join(errs...)
}
