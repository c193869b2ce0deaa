package cgroup

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// membership is where this process is in one hierarchy.
type membership struct {
	mount       string   // where the hierarchy is mounted
	path        string   // of the process's group, below the mount
	controllers []string // of version 1; none for version 2
}

// parse joins /proc/self/cgroup and /proc/self/mountinfo (proc(5)). Version 2
// comes first. What it does not understand it leaves out.
func parse(self, mounts string) []membership {
	groups := map[string]string{} // controller → path; "" is version 2
	for line := range strings.Lines(self) {
		if f := strings.SplitN(strings.TrimSpace(line), ":", 3); len(f) == 3 {
			for c := range strings.SplitSeq(f[1], ",") {
				groups[c] = f[2]
			}
		}
	}
	var found []membership
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(line, " - ")
		f, kind := strings.Fields(before), strings.Fields(after)
		if !ok || len(f) < 5 || len(kind) < 3 {
			continue
		}
		m := membership{mount: unescape(f[4])}
		key := ""
		switch kind[0] {
		case "cgroup2":
		case "cgroup":
			m.controllers = limiting(strings.Split(kind[2], ","))
			if len(m.controllers) == 0 {
				continue
			}
			key = m.controllers[0]
		default:
			continue
		}
		path, known := groups[key]
		rest, below := strings.CutPrefix(path, strings.TrimSuffix(f[3], "/"))
		if !known || !below {
			continue
		}
		m.path = rest
		found = append(found, m)
	}
	slices.SortStableFunc(found, func(a, b membership) int { return len(a.controllers) - len(b.controllers) })
	return found
}

// limiting keeps those controllers that limits need.
func limiting(controllers []string) []string {
	return slices.DeleteFunc(controllers, func(c string) bool { return c != memory && c != pids && c != cpu })
}

// unescape undoes \040 and its like.
func unescape(s string) string {
	for _, e := range []string{" ", "\t", "\n", "\\"} {
		octal := strconv.FormatInt(int64(e[0]), 8)
		s = strings.ReplaceAll(s, `\`+strings.Repeat("0", 3-len(octal))+octal, e)
	}
	return s
}

// place returns where groups beside or below this process's may be made. In
// version 2 that is beside it, since a group with processes has no limited
// groups below; the root is the exception.
func (m membership) place() place {
	own := filepath.Join(m.mount, m.path)
	if len(m.controllers) > 0 {
		return place{dir: own, controllers: m.controllers}
	}
	p := place{dir: filepath.Dir(own), unified: true}
	if m.path == "" || m.path == "/" {
		p.dir = own
	}
	b, _ := os.ReadFile(filepath.Join(p.dir, "cgroup.controllers"))
	p.controllers = limiting(strings.Fields(string(b)))
	for _, c := range p.controllers {
		// It fails where it is not ours to say; it may be on in any case.
		_ = os.WriteFile(filepath.Join(p.dir, "cgroup.subtree_control"), []byte("+"+c), 0)
	}
	return p
}

// setting is what is written to a file of a group.
type setting struct {
	file, value string
	optional    bool // some kernels have no such file
}

// file is one that a group has if a controller is on.
func (p place) file(controller string) string {
	switch {
	case controller == pids:
		return "pids.max"
	case p.unified:
		return controller + ".max"
	case controller == memory:
		return "memory.limit_in_bytes"
	default:
		return "cpu.shares"
	}
}

func (p place) settings(l Limits) []setting {
	const period = 100_000 // microseconds
	quota := strconv.Itoa(l.CPUs * period)
	var all []setting
	for _, c := range p.controllers {
		switch {
		case c == memory && l.Memory > 0:
			limit := strconv.FormatInt(l.Memory, 10)
			all = append(all, setting{p.file(memory), limit, false})
			if p.unified {
				all = append(all, setting{"memory.swap.max", "0", true})
			} else {
				all = append(all, setting{"memory.memsw.limit_in_bytes", limit, true})
			}
		case c == pids && l.Pids > 0:
			all = append(all, setting{p.file(pids), strconv.FormatInt(l.Pids, 10), false})
		// The weight is that of as many processes as there are CPUs: a group
		// counts as one otherwise.
		case c == cpu && l.CPUs > 0 && p.unified:
			all = append(all, setting{"cpu.weight", strconv.Itoa(min(100*l.CPUs, 10_000)), false},
				setting{p.file(cpu), quota + " " + strconv.Itoa(period), false})
		case c == cpu && l.CPUs > 0:
			all = append(all, setting{p.file(cpu), strconv.Itoa(1024 * l.CPUs), false},
				setting{"cpu.cfs_period_us", strconv.Itoa(period), true}, setting{"cpu.cfs_quota_us", quota, true})
		}
	}
	return all
}
