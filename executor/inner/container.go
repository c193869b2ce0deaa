package inner

import (
	"syscall"
	"unsafe"
)

// workDir is where inputs and outputs are; package executor says why.
const workDir = "/work"

// containerReport is the descriptor for the reports of a container's first
// process: standard error.
const containerReport = 2

// contain is the life of a container's first process: it never returns.
func contain(args []string) {
	blockAndReexec(args)
	setMask(sigSetMask, ^uint64(0))
	ignoreCommand()
	c, err := inContainer(args)
	if err != nil {
		c = &command{outcome: outcome{kind: SetUpFailed, code: codeSetUpFailed, errno: syscall.EINVAL, failed: err.Error()}}
		if f, ok := err.(failure); ok {
			if e, ok := f.cause.(syscall.Errno); ok {
				c.outcome.errno, c.outcome.failed = e, f.doing
			}
		}
	}
	c.report = containerReport
	c.tell()
	syscall.Exit(c.outcome.code)
}

// ignoreCommand takes away the handlers with which a signal would end this
// process. Without one, the kernel keeps from the first process of a namespace
// what a command in it sends.
func ignoreCommand() {
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGALRM, syscall.SIGTERM} {
		signalAction(uintptr(s), &action{}, nil)
	}
}

// blockAndReexec makes sure that this process began with the stop signal
// blocked: only then is it in all of its threads. An engine starts us without.
func blockAndReexec(args []string) {
	if currentMask()&stopMask == stopMask {
		return
	}
	setMask(sigBlock, stopMask)
	// One for the main thread, which waits all the time, and one for forward.
	err := syscall.Exec("/proc/self/exe", args, []string{"GOMAXPROCS=2"})
	say(containerReport, Report{Kind: SetUpFailed, Text: fail("start again", err).Error()}.String())
	syscall.Exit(1)
}

// inContainer runs the command that the specification in the container names.
// It takes /work for the command, whoever staged it: without capabilities, a
// user can only write to what belongs to it. Afterwards it gives it back.
func inContainer(args []string) (*command, error) {
	if err := sealDescriptors(3); err != nil {
		return nil, err
	}
	b, err := readFile(SpecPath)
	if err != nil {
		return nil, fail("read the specification "+SpecPath, err)
	}
	spec, err := ParseSpec(b)
	if err != nil {
		return nil, err
	}
	if spec.Owner != nil {
		if err := chownAll(workDir, spec.UID, spec.UID); err != nil {
			return nil, err
		}
	}
	c, err := newCommand(spec, containerReport, new(confinement))
	if err != nil {
		return nil, err
	}
	if spec.Emulate != nil {
		if err := c.emulate(*spec.Emulate, args); err != nil {
			return nil, err
		}
	}
	c.begun = func(pid int) { go forward(pid) }
	var hide script
	hide.hideSelf()
	if failed, e := hide.play(); failed >= 0 {
		return nil, fail(hide.texts[hide.ops[failed].what], e)
	}
	c.run()
	if spec.Owner != nil {
		err = chownAll(workDir, spec.Owner.UID, spec.Owner.GID)
	}
	return c, err
}

// forward tells the command's process group to end whenever it is asked to. A
// process with threads of Go's cannot wait for children and signals at once:
// they never leave SIGCHLD blocked.
func forward(pid int) {
	mask := stopMask
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(&mask)), 0, 0, signalSetSize, 0, 0)
		if e == 0 {
			_ = syscall.Kill(-pid, syscall.SIGTERM) // it may just have ended
		}
	}
}

// chownAll changes the owner of everything below path, and not beyond
// read-only mounts.
func chownAll(path string, uid, gid int) error {
	var st syscall.Stat_t
	if err := syscall.Lstat(path, &st); err != nil {
		return fail("hand over "+path, err)
	}
	if int(st.Uid) != uid || int(st.Gid) != gid {
		err := syscall.Lchown(path, uid, gid)
		if err == syscall.EROFS {
			return nil
		}
		if err != nil {
			return fail("hand over "+path, err)
		}
	}
	if st.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		return nil
	}
	names, err := list(path)
	if err == syscall.EROFS {
		return nil
	}
	if err != nil {
		return fail("hand over "+path, err)
	}
	for _, name := range names {
		if err := chownAll(path+"/"+name, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

func list(dir string) ([]string, error) {
	fd, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	var names []string
	buf := make([]byte, 32<<10)
	for {
		n, err := syscall.ReadDirent(fd, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return names, err
		}
		_, _, names = syscall.ParseDirent(buf[:n], -1, names)
	}
}
