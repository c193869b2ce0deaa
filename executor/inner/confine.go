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

// limits does not name the number of pending signals, which is counted per
// user of the host, so that a constant could fail a command because of its
// neighbours. So is the number of processes, to which a limit is better than
// none only where there are no control groups to count them.
func (spec *Spec) limits() []limit {
	const stack, memlock, msgqueue = 8 << 20, 64 << 10, 819200
	var processes []limit
	if n := uint64(spec.Pids); n > 0 {
		processes = []limit{{6, n, n}}
	}
	return append(processes, []limit{
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
	}...)
}

func (s *script) setLimits(limits []limit) {
	for _, l := range limits {
		var have syscall.Rlimit
		syscall.Getrlimit(l.resource, &have)
		want := &syscall.Rlimit{Cur: l.soft, Max: l.hard}
		hard := min(l.hard, have.Max)
		less := &syscall.Rlimit{Cur: min(l.soft, hard), Max: hard}
		s.do("set a limit", syscall.SYS_PRLIMIT64, 0, l.resource, unsafe.Pointer(want), nil).alt = true
		s.do("set a lower limit", syscall.SYS_PRLIMIT64, 0, l.resource, unsafe.Pointer(less), nil).fine = syscall.EPERM
	}
}

// confinement is the script of [Spec.confine], for one kind of command after
// another: it is long, and nearly all are of one kind.
type confinement struct {
	uid, pids int
	filter    string
	script    *script
}

func (c *confinement) of(spec *Spec) *script {
	if c.script == nil || c.uid != spec.UID || c.pids != spec.Pids || c.filter != string(spec.Filter) {
		*c = confinement{spec.UID, spec.Pids, string(spec.Filter), &script{}}
		c.script.confine(spec)
	}
	return c.script
}

// confine makes the process what a command shall be: no capability, no way to
// a new one, no blocked or ignored signal, behind the filter, in a session of
// its own, with nothing open but its log.
func (s *script) confine(spec *Spec) {
	s.do("begin a session", syscall.SYS_SETSID)
	s.do("open /dev/null", syscall.SYS_OPENAT, atFDCWD, "/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0).stays = true
	s.do("replace standard input", syscall.SYS_DUP3, result{}, 0, 0)
	s.do("replace standard error", syscall.SYS_DUP3, 1, 2, 0)
	s.do("set the umask", syscall.SYS_UMASK, 0o022)
	s.setLimits(spec.limits())
	s.defaultSignals()
	for c := 0; c <= lastCapability(); c++ {
		s.do("drop the capability bounding set", syscall.SYS_PRCTL, prCapBSetDrop, c, 0, 0, 0)
	}
	s.do("clear the ambient capabilities", syscall.SYS_PRCTL, prCapAmbient, prAmbientClear, 0, 0, 0)
	s.becomeUser(spec.UID)
	header := &struct {
		version uint32
		pid     int32
	}{version: capVersion3}
	s.do("drop the capabilities", syscall.SYS_CAPSET, unsafe.Pointer(header), unsafe.Pointer(new([6]uint32)))
	s.do("set no_new_privs", syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0)
	// Last, since the filter may forbid what came before.
	s.installFilter(spec.Filter)
	s.do("unblock all signals", syscall.SYS_RT_SIGPROCMASK, sigSetMask, unsafe.Pointer(new(uint64)), nil, signalSetSize)
}

// lastCapability returns the highest one that this kernel knows.
func lastCapability() int {
	for c := 0; ; c++ {
		if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, prCapBSetRead, uintptr(c), 0); e != 0 {
			return c - 1
		}
	}
}

// becomeUser makes the process the command's user. In a sandbox that is the
// only one that there is.
func (s *script) becomeUser(id int) {
	if syscall.Getuid() == id && syscall.Getgid() == id {
		return
	}
	s.do("leave all groups", syscall.SYS_SETGROUPS, 0, nil)
	s.do("change the group", syscall.SYS_SETRESGID, id, id, id)
	s.do("change the user", syscall.SYS_SETRESUID, id, id, id)
}

func (s *script) installFilter(filter []byte) {
	const instruction = 8
	if len(filter) == 0 || len(filter)%instruction != 0 {
		s.err = fail("install the system call filter", syscall.EINVAL)
		return
	}
	program := &struct {
		length uint16
		code   unsafe.Pointer
	}{uint16(len(filter) / instruction), unsafe.Pointer(&filter[0])}
	s.do("install the system call filter", sysSeccomp, seccompFilter, 0, unsafe.Pointer(program))
}

// defaultSignals undoes what dbx's own parent may have told it to ignore (as
// nohup does): the command would inherit that.
func (s *script) defaultSignals() {
	for n := 1; n <= 64; n++ {
		var now action
		signalAction(uintptr(n), nil, &now)
		if now.handler == sigIgnore {
			s.defaultSignal(syscall.Signal(n))
		}
	}
}

func (s *script) defaultSignal(n syscall.Signal) {
	s.do("reset a signal", syscall.SYS_RT_SIGACTION, int(n), unsafe.Pointer(new(action)), nil, signalSetSize)
}

// hideSelf keeps a command that has our uid from looking into this process
// through /proc, and names the process for who looks at it from outside.
func (s *script) hideSelf() {
	s.do("name the process", syscall.SYS_PRCTL, syscall.PR_SET_NAME, FirstName, 0, 0, 0)
	s.do("hide the process", syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
