package inner

import (
	"runtime"
	"syscall"
	"unsafe"
)

// Request asks the launcher for one sandbox. It goes over the launcher's
// SOCK_SEQPACKET socket as one byte, together with descriptors: the [Spec] to
// read, the log to write to, a pipe for the [Report]s, and the cgroup.procs of
// up to three control groups, in which all of the sandbox will be. The
// answer is one byte, an errno, and what was being done, if that is not 0; with
// 0 comes a pidfd of the sandbox's first process. The launcher ends when the
// socket does, and all sandboxes with it.
//
// There is a launcher because a process with a large heap is slow to fork, and
// a large program slow to execute. The launcher is small, pays for the user
// namespace once, and forks first processes that are done with all that a
// program needs to begin.
type Request byte

// The requests.
const (
	Sealed    Request = 0 // a network namespace of its own
	Networked Request = 1 // the host's network
)

// launch is the life of the launcher: it never returns. Everything happens on
// the main thread: what it blocks and ignores is what first processes begin
// with.
func launch(args []string) {
	if emulateAsTold(args) != nil {
		syscall.Exit(1)
	}
	setMask(sigSetMask, ^uint64(0))
	// First processes are reaped without further ado.
	signalAction(uintptr(syscall.SIGCHLD), &action{handler: sigIgnore}, nil)
	if sealDescriptors(launcherSocket) != nil {
		syscall.Exit(1)
	}
	var made confinement
	mounts := newMounts()
	for {
		request, fds, ok := receive()
		if !ok {
			syscall.Exit(0)
		}
		pidfd, err := spawn(request, fds, mounts, &made)
		for _, fd := range fds {
			syscall.Close(fd)
		}
		if !answer(pidfd, err) {
			syscall.Exit(1)
		}
	}
}

func answer(pidfd int, err error) bool {
	if err == nil {
		err = syscall.Sendmsg(launcherSocket, []byte{0}, syscall.UnixRights(pidfd), nil, 0)
		syscall.Close(pidfd)
		return err == nil
	}
	errno, text := syscall.EINVAL, err.Error()
	if f, ok := err.(failure); ok {
		if e, ok := f.cause.(syscall.Errno); ok && e < 256 {
			errno, text = e, f.doing
		}
	}
	return syscall.Sendmsg(launcherSocket, append([]byte{byte(errno)}, text...), nil, nil, 0) == nil
}

const mostDescriptors = 6

func receive() (request Request, fds []int, ok bool) {
	buf := make([]byte, 1)
	oob := make([]byte, syscall.CmsgSpace(4*mostDescriptors))
	for {
		n, oobn, _, _, err := syscall.Recvmsg(launcherSocket, buf, oob, syscall.MSG_CMSG_CLOEXEC)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n != 1 {
			return 0, nil, false
		}
		messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
		if err != nil || len(messages) != 1 {
			return 0, nil, false
		}
		fds, err = syscall.ParseUnixRights(&messages[0])
		return Request(buf[0]), fds, err == nil && len(fds) >= 3
	}
}

// spawn starts a sandbox and returns a pidfd of its first process.
func spawn(request Request, fds []int, mounts *script, made *confinement) (pidfd int, err error) {
	b, err := readAll(fds[0])
	if err != nil {
		return -1, fail("read the specification", err)
	}
	spec, err := ParseSpec(b)
	if err != nil {
		return -1, err
	}
	f, err := newFirst(spec, request, fds[1:], mounts, made)
	if err != nil {
		return -1, err
	}
	flags := syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	if request == Sealed {
		flags |= syscall.CLONE_NEWNET
	}
	if e := f.fork(uintptr(flags)); e != 0 {
		return -1, fail("create namespaces", e)
	}
	runtime.KeepAlive(f)
	return int(f.pidfd), nil
}

// first is the first process of a sandbox, before it is forked.
type first struct {
	begin   script
	mounts  *script // the same for all
	end     script
	command *command
	pidfd   int32
}

func newFirst(spec *Spec, request Request, fds []int, mounts *script, made *confinement) (*first, error) {
	if spec.Root == nil {
		return nil, text("the specification has no root")
	}
	command, err := newCommand(spec, reportFD, made)
	if err != nil {
		return nil, err
	}
	f := &first{command: command, mounts: mounts}
	s := &f.begin
	s.defaultSignal(syscall.SIGCHLD)
	for _, group := range fds[2:] {
		s.do("enter a control group", syscall.SYS_WRITE, group, []byte{'0'}, 1)
	}
	// Only now, so that these groups are the root of what the command sees.
	s.do("hide the control groups", syscall.SYS_UNSHARE, newCgroup)
	s.takeDescriptors(fds[0], fds[1])
	s.hideSelf()
	s.beginRoot(spec.Root)
	f.end.endRoot(spec.Root)
	if request == Sealed {
		f.end.loopback()
	}
	if s.err == nil {
		s.err = f.end.err
	}
	return f, s.err
}

// takeDescriptors leaves nothing open but the log, as standard output and
// error, and the pipe for reports, which no program that is executed gets.
func (s *script) takeDescriptors(log, report int) {
	s.do("take the log", syscall.SYS_DUP3, log, 1, 0)
	s.do("take the log", syscall.SYS_DUP3, log, 2, 0)
	s.do("take the pipe for reports", syscall.SYS_DUP3, report, reportFD, syscall.O_CLOEXEC)
	s.do("close descriptors", sysCloseRange, reportFD+1, uint64(^uint32(0)), 0)
}

// fork starts the process, in new namespaces.
//
//go:norace
func (f *first) fork(flags uintptr) syscall.Errno {
	pid, _, e := syscall.RawSyscall6(syscall.SYS_CLONE, flags|clonePidfd|uintptr(syscall.SIGCHLD), 0,
		uintptr(unsafe.Pointer(&f.pidfd)), 0, 0, 0)
	if e == 0 && pid == 0 {
		f.live()
	}
	return e
}

// live is the life of a first process: it never returns.
//
//go:nosplit
//go:norace
func (f *first) live() {
	if f.enter(&f.begin) && f.enter(f.mounts) && f.enter(&f.end) {
		f.command.run()
	}
	f.command.tell()
	for {
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, uintptr(f.command.outcome.code), 0, 0)
	}
}

//go:nosplit
//go:norace
func (f *first) enter(s *script) bool {
	failed, e := s.play()
	if failed >= 0 {
		f.command.fail(s.texts[s.ops[failed].what], e)
	}
	return failed < 0
}
