package inner

import "syscall"

// Request asks the launcher for one sandbox. It goes over the launcher's
// SOCK_SEQPACKET socket as one byte, together with three descriptors: the
// [Spec] to read, the log to write to, and a pipe for the [Report]s. The
// answer is one byte, an errno; with 0 comes a pidfd of the sandbox's first
// process. The launcher ends when the socket does, and all sandboxes with it.
//
// There is a launcher because a process with a large heap is slow to fork into
// a new user namespace: Go can not use vfork for that. The launcher is small,
// pays it once, and clones only the other namespaces for each sandbox.
type Request byte

// The requests.
const (
	Sealed    Request = 0 // a network namespace of its own
	Networked Request = 1 // the host's network
)

// launch is the life of the launcher: it never returns.
func launch() {
	setMask(sigBlock, stopMask)
	if sealDescriptors(launcherSocket) != nil {
		syscall.Exit(1)
	}
	devNull, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		syscall.Exit(1)
	}
	for {
		request, fds, ok := receive()
		if !ok {
			syscall.Exit(0)
		}
		pidfd, errno := spawn(request, devNull, fds)
		for _, fd := range fds {
			syscall.Close(fd)
		}
		var rights []byte
		if errno == 0 {
			rights = syscall.UnixRights(pidfd)
		}
		err := syscall.Sendmsg(launcherSocket, []byte{byte(errno)}, rights, nil, 0)
		if errno == 0 {
			syscall.Close(pidfd)
		}
		if err != nil {
			syscall.Exit(1)
		}
	}
}

func receive() (request Request, fds []int, ok bool) {
	buf := make([]byte, 1)
	oob := make([]byte, syscall.CmsgSpace(4*4))
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
		return Request(buf[0]), fds, err == nil && len(fds) == 3
	}
}

func spawn(request Request, devNull int, fds []int) (pidfd int, errno syscall.Errno) {
	flags := syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS | newCgroup
	if request == Sealed {
		flags |= syscall.CLONE_NEWNET
	}
	spec, log, report := fds[0], fds[1], fds[2]
	attr := &syscall.ProcAttr{
		Env:   []string{"GOMAXPROCS=1"},
		Files: []uintptr{uintptr(devNull), uintptr(log), uintptr(log), uintptr(spec), uintptr(report)},
		Sys:   &syscall.SysProcAttr{Cloneflags: uintptr(flags), PidFD: &pidfd, Pdeathsig: syscall.SIGKILL},
	}
	pid, err := syscall.ForkExec("/proc/self/exe", []string{sandboxArg}, attr)
	if err != nil {
		if e, ok := err.(syscall.Errno); ok && e != 0 {
			return -1, e
		}
		return -1, syscall.EIO
	}
	if pidfd < 0 {
		return -1, syscall.ENOSYS
	}
	go reap(pid)
	return pidfd, 0
}

func reap(pid int) {
	for {
		if _, err := syscall.Wait4(pid, nil, 0, nil); err != syscall.EINTR {
			return
		}
	}
}
