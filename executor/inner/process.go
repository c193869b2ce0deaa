package inner

import (
	"syscall"
	"unsafe"
)

// start forks the command and returns once it has begun. If it could not be
// executed, or not be confined, that is the outcome, and there is no process.
//
//go:nosplit
//go:norace
func (c *command) start(path *byte) (pid int) {
	m := &c.memory
	pid, e := c.vfork(path)
	if e != 0 {
		c.fail("fork", e)
		return 0
	}
	if m.errno == 0 {
		return pid
	}
	c.wait(pid)
	if m.failed >= 0 {
		c.fail(c.confine.texts[c.confine.ops[m.failed].what], m.errno)
		return 0
	}
	why := ""
	if int(m.errno) < len(c.words.errors) {
		why = c.words.errors[m.errno]
	}
	c.refuse(codeNotExecutable, c.words.notExecutable, why)
	return 0
}

// vfork starts a process that shares this one's memory, stack included, until
// it executes the command or ends; this one waits for that. So the child never
// returns from here, and what it has to say is in the memory.
//
//go:noinline
//go:norace
//go:nosplit
func (c *command) vfork(path *byte) (pid int, e syscall.Errno) {
	const cloneVM, cloneVfork = 0x100, 0x4000
	child, errno := vforkSyscall(cloneVM | cloneVfork | uintptr(syscall.SIGCHLD))
	if errno == 0 && child == 0 {
		c.become(path)
	}
	return int(child), syscall.Errno(errno)
}

// vforkSyscall is clone(2) with nothing but flags. It keeps its return address
// where the child cannot overwrite it.
//
//go:noescape
func vforkSyscall(flags uintptr) (pid, errno uintptr)

// become turns the forked process into the command.
//
//go:nosplit
//go:norace
func (c *command) become(path *byte) {
	failed, errno := c.confine.play()
	if failed < 0 {
		_, _, errno = syscall.RawSyscall(syscall.SYS_EXECVE, uintptr(unsafe.Pointer(path)),
			uintptr(unsafe.Pointer(&c.argv[0])), uintptr(unsafe.Pointer(&c.envp[0])))
	}
	c.memory.failed, c.memory.errno = failed, errno
	for {
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 1, 0, 0)
	}
}

//go:nosplit
//go:norace
func (c *command) fail(what string, e syscall.Errno) {
	c.outcome.kind, c.outcome.code = SetUpFailed, codeSetUpFailed
	c.outcome.failed, c.outcome.errno = what, e
}

// wait reaps whatever dies until pid does, and tells the command's process
// group to end whenever it is asked to, unless others see to that.
//
//go:nosplit
//go:norace
func (c *command) wait(pid int) {
	any, how := -1, syscall.WNOHANG
	if c.begun != nil {
		how = 0
	}
	m := &c.memory
	for {
		got, _, e := syscall.RawSyscall6(syscall.SYS_WAIT4, uintptr(any), uintptr(unsafe.Pointer(&m.status)), uintptr(how), 0, 0, 0)
		switch {
		case e == 0 && int(got) == pid:
			c.ended(syscall.WaitStatus(m.status))
			return
		case e == 0 && got > 0, how == 0:
			continue
		}
		n, _, e := syscall.RawSyscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(&m.mask)), 0, 0, signalSetSize, 0, 0)
		if e == 0 && syscall.Signal(n) == StopSignal {
			// It fails for one that just ended.
			syscall.RawSyscall(syscall.SYS_KILL, uintptr(-pid), uintptr(syscall.SIGTERM), 0)
		}
	}
}

//go:nosplit
//go:norace
func (c *command) ended(ws syscall.WaitStatus) {
	if sig := ws & 0x7f; sig != 0 {
		c.outcome.kind, c.outcome.code = Killed, 128+int(sig)
		return
	}
	c.outcome.kind, c.outcome.code = Exited, int(ws>>8)&0xff
}

// killRest ends all other processes of the namespace and waits for the last.
//
//go:nosplit
//go:norace
func (c *command) killRest() {
	any := -1
	for {
		syscall.RawSyscall(syscall.SYS_KILL, uintptr(any), uintptr(syscall.SIGKILL), 0)
		if _, _, e := syscall.RawSyscall6(syscall.SYS_WAIT4, uintptr(any), 0, 0, 0, 0, 0); e == syscall.ECHILD {
			return
		}
	}
}

// now is a monotonic time in nanoseconds.
//
//go:nosplit
//go:norace
func (c *command) now() int64 {
	const monotonic = 1
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, monotonic, uintptr(unsafe.Pointer(&c.memory.time)), 0)
	return int64(c.memory.time.Sec)*1e9 + int64(c.memory.time.Nsec)
}

// tell writes the report: a line as [ParseReport] reads it.
//
//go:nosplit
//go:norace
func (c *command) tell() {
	o := &c.outcome
	switch o.kind {
	case Exited, Killed:
		verb := "exited "
		if o.kind == Killed {
			verb = "killed "
		}
		say(c.report, verb)
		c.sayNumber(int64(o.code))
		say(c.report, " ")
		c.sayNumber(o.nanos)
	default:
		say(c.report, "failed ")
		c.sayNumber(int64(o.errno))
		say(c.report, " ")
		say(c.report, o.failed)
	}
	say(c.report, "\n")
}

//go:nosplit
//go:norace
func (c *command) sayNumber(n int64) {
	buf := &c.memory.digits
	i := len(buf)
	for i > 0 {
		i--
		buf[i] = byte('0' + n%10)
		if n /= 10; n <= 0 {
			break
		}
	}
	say(c.report, unsafe.String(&buf[i], len(buf)-i))
}
