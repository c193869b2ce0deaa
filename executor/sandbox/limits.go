package sandbox

import (
	"os"

	"dbx/executor"
	"dbx/executor/cgroup"
)

// ownPids are for the first process, and for it as it becomes the command.
const ownPids = 2

// group makes the control groups of a command, as far as the host has any, and
// says once what is asked for and cannot be had.
func (s *Sandbox) group(sp executor.Spawn) (*cgroup.Group, error) {
	host := s.limits()
	if sp.Memory > 0 && !host.Has("memory") || sp.Pids > 0 && !host.Has("pids") {
		s.warned.Do(func() {
			s.Warn("limits of " + host.Missing() + " are not enforced in the sandbox: this process may make no control groups for them")
		})
	}
	return host.New(cgroup.Limits{Memory: sp.Memory, Pids: sp.PidsLimit() + ownPids, CPUs: sp.CPUs})
}

// Unenforced lists the limits that this process may not enforce: of "memory",
// "pids" and "cpu". For pids there is a coarse substitute.
func (s *Sandbox) Unenforced() string { return s.limits().Missing() }

// processLimit stands in for a control group that counts processes: it is
// counted for all commands together, so it is never a small one, and the kernel
// does not apply it to root.
func (s *Sandbox) processLimit(sp executor.Spawn) int {
	if s.limits().Has("pids") || os.Geteuid() == 0 {
		return 0
	}
	return int(max(sp.PidsLimit(), executor.DefaultPids))
}
