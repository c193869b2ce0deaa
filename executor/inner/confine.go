package inner

import (
	"syscall"
	"unsafe"
)

// limit is a resource limit that every command gets, whatever dbx itself was
// given. Where the host allows less, it is what the host allows.
type limit struct {
	resource   int
	soft, hard uint64
}

const unlimited = ^uint64(0)

// limits does not name the number of processes and of pending signals: those
// are counted per user of the host, so a constant could fail a command because
// of its neighbours.
func limits() []limit {
	const stack, memlock, msgqueue = 8 << 20, 64 << 10, 819200
	return []limit{
		{0, unlimited, unlimited},  // cpu
		{1, unlimited, unlimited},  // fsize
		{2, unlimited, unlimited},  // data
		{3, stack, unlimited},      // stack
		{4, 0, 0},                  // core
		{7, 1024, 4096},            // nofile: more than 1024 breaks select(2)
		{8, memlock, memlock},      // memlock
		{9, unlimited, unlimited},  // as
		{10, unlimited, unlimited}, // locks
		{12, msgqueue, msgqueue},   // msgqueue
		{13, 0, 0},                 // nice
		{14, 0, 0},                 // rtprio
		{15, unlimited, unlimited}, // rttime
	}
}

func setLimits() {
	for _, l := range limits() {
		var have syscall.Rlimit
		syscall.Getrlimit(l.resource, &have)
		want := syscall.Rlimit{Cur: l.soft, Max: l.hard}
		// Not by a raw system call: package syscall would then give the child the
		// limit of open files that this process began with.
		if syscall.Setrlimit(l.resource, &want) == nil {
			continue
		}
		want.Max = min(want.Max, have.Max)
		want.Cur = min(want.Cur, want.Max)
		_ = syscall.Setrlimit(l.resource, &want)
	}
}

// confine makes the calling thread what a command shall be: no capability,
// no way to a new one, no blocked or ignored signal, behind the filter.
func (s *Spec) confine() error {
	syscall.Umask(0o022)
	setLimits()
	defaultSignals()
	for c := uintptr(0); c < 64; c++ {
		err := prctl(prCapBSetDrop, c, 0)
		if err == syscall.EINVAL {
			break
		}
		if err != nil {
			return fail("drop the capability bounding set", err)
		}
	}
	if err := prctl(prCapAmbient, prAmbientClear, 0); err != nil {
		return fail("clear the ambient capabilities", err)
	}
	if err := s.becomeUser(); err != nil {
		return err
	}
	header := struct {
		version uint32
		pid     int32
	}{version: capVersion3}
	var none [6]uint32
	if _, _, e := syscall.RawSyscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0); e != 0 {
		return fail("drop the capabilities", e)
	}
	if err := prctl(prSetNoNewPrivs, 1, 0); err != nil {
		return fail("set no_new_privs", err)
	}
	// Last, since the filter may forbid what came before.
	if err := s.installFilter(); err != nil {
		return err
	}
	setMask(sigSetMask, 0)
	return nil
}

// becomeUser makes this thread, and no other, the command's user. In a sandbox
// that is the only one that there is.
func (s *Spec) becomeUser() error {
	id := uintptr(s.UID)
	if syscall.Getuid() == s.UID && syscall.Getgid() == s.UID {
		return nil
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_SETGROUPS, 0, 0, 0); e != 0 {
		return fail("leave all groups", e)
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_SETRESGID, id, id, id); e != 0 {
		return fail("change the group", e)
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_SETRESUID, id, id, id); e != 0 {
		return fail("change the user", e)
	}
	return nil
}

func (s *Spec) installFilter() error {
	const instruction = 8
	if len(s.Filter) == 0 || len(s.Filter)%instruction != 0 {
		return fail("install the system call filter", syscall.EINVAL)
	}
	program := struct {
		length uint16
		code   unsafe.Pointer
	}{uint16(len(s.Filter) / instruction), unsafe.Pointer(&s.Filter[0])}
	if _, _, e := syscall.RawSyscall(sysSeccomp, seccompFilter, 0, uintptr(unsafe.Pointer(&program))); e != 0 {
		return fail("install the system call filter", e)
	}
	return nil
}

// hideSelf keeps a command that has our uid from looking into this process
// through /proc.
func hideSelf() { prctl(syscall.PR_SET_DUMPABLE, 0, 0) }
