package inner

import "syscall"

// Loan is a file system that a process in a user namespace of its own makes,
// see [MountsArg].
type Loan struct {
	Kind       string                 // with flags behind commas
	Argv       []string               // what starts the running program, where that takes more than its name
	Namespaces uintptr                // flags of clone(2) beyond those of a user namespace's mounts
	UIDs, GIDs []syscall.SysProcIDMap // of the user namespace, for whom may map them; else 0 is who takes the loan
}

// Take returns descriptors of the user namespace and of the mount. The caller
// closes them.
func (l Loan) Take() (namespace, mount int, err error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, -1, fail("make a socket", err)
	}
	pid, err := l.start(pair[1])
	syscall.Close(pair[1])
	if err != nil {
		syscall.Close(pair[0])
		return -1, -1, fail("make a user namespace", err)
	}
	namespace, err = syscall.Open("/proc/"+decimal(int64(pid))+"/ns/user", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		err = fail("open a user namespace", err)
	} else if mount, err = receiveMount(pair[0]); err != nil {
		syscall.Close(namespace)
	}
	syscall.Close(pair[0]) // on which the process ends
	for {
		if _, e := syscall.Wait4(pid, nil, 0, nil); e != syscall.EINTR {
			return namespace, mount, err
		}
	}
}

func (l Loan) start(socket int) (pid int, err error) {
	uids, gids := l.UIDs, l.GIDs
	if uids == nil {
		uids = []syscall.SysProcIDMap{{HostID: syscall.Geteuid(), Size: 1}}
		gids = []syscall.SysProcIDMap{{HostID: syscall.Getegid(), Size: 1}}
	}
	return syscall.ForkExec("/proc/self/exe", append(append([]string(nil), l.Argv...), MountsArg, l.Kind), &syscall.ProcAttr{
		Env:   []string{"GOMAXPROCS=1"},
		Files: []uintptr{0, 1, 2, uintptr(socket)},
		Sys: &syscall.SysProcAttr{
			Cloneflags:                 syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | l.Namespaces,
			UidMappings:                uids,
			GidMappings:                gids,
			GidMappingsEnableSetgroups: l.GIDs != nil,
		},
	})
}

// receiveMount takes in what [lendMount] sends.
func receiveMount(socket int) (fd int, err error) {
	answer, oob := make([]byte, 1024), make([]byte, syscall.CmsgSpace(4))
	n, oobn := 0, 0
	for {
		n, oobn, _, _, err = syscall.Recvmsg(socket, answer, oob, syscall.MSG_CMSG_CLOEXEC)
		if err != syscall.EINTR {
			break
		}
	}
	switch {
	case err != nil:
		return -1, err
	case n == 0:
		return -1, text("the process that mounts ended")
	case answer[0] != 0:
		return -1, text(string(answer[1:n]))
	}
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	if err != nil || len(messages) != 1 {
		return -1, text("no mount came")
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, text("no mount came")
	}
	return fds[0], nil
}
