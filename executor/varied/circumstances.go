package varied

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// otherUser is an id that no user has: systemd, Debian and useradd leave it
// alone.
const otherUser = 63957

// around is what is around a process, and should not matter.
type around struct {
	uid        int // and gid; 0 for this process's own
	processors unix.CPUSet
	umask      int
	timezone   string
}

// circumstances returns others than this process's, and what they have in
// common, in words.
func circumstances() (a around, fixed []string) {
	a = around{umask: 0o077, timezone: "Pacific/Chatham"}
	if os.Geteuid() == 0 {
		a.uid = otherUser
	} else {
		fixed = append(fixed, "the user, since dbx is not root")
	}
	var mine unix.CPUSet
	if err := unix.SchedGetaffinity(0, &mine); err != nil || mine.Count() < 2 {
		fixed = append(fixed, "the number of processors, of which there is one")
	}
	a.processors = half(mine)
	if umask() == a.umask {
		a.umask = 0
	}
	return a, fixed
}

// half returns the first half of a set of processors, and one at least.
func half(all unix.CPUSet) unix.CPUSet {
	var some unix.CPUSet
	for i, left := 0, max(all.Count()/2, 1); left > 0 && i < 8*len(all)*8; i++ {
		if all.IsSet(i) {
			some.Set(i)
			left--
		}
	}
	return some
}

// umask is this process's. There is no asking for it without setting it but
// through /proc, where old kernels do not tell: then it is what most have.
func umask() int {
	var mask int
	status, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		return 0o022
	}
	if _, err := fmt.Sscanf(lineOf(string(status), "Umask:"), "%o", &mask); err != nil {
		return 0o022
	}
	return mask
}

// enter gives this thread, and what it starts, the umask and the processors. It
// must never run anything else afterwards.
func (a around) enter() error {
	// Threads share their umask unless they part.
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return fmt.Errorf("a umask of its own: %w", err)
	}
	unix.Umask(a.umask)
	if a.processors.Count() == 0 {
		return nil
	}
	if err := unix.SchedSetaffinity(0, &a.processors); err != nil {
		return fmt.Errorf("choose processors: %w", err)
	}
	return nil
}

// attributes are those of the new process.
func (a around) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{
		Pdeathsig: unix.SIGKILL,
		// What a terminal sends at Ctrl-C is for this process to pass on.
		Setsid: true,
	}
	if a.uid != 0 {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.uid)}
	}
	return attr
}
