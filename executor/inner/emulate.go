package inner

import "syscall"

// Emulate asks a launcher to register an emulator for all programs of an
// architecture in its user namespace, before it starts any sandbox: Linux 6.7
// keeps such registrations apart by user namespace. The launcher then says one
// message before all others, which is empty but for a first byte of 0 if that
// worked, else a text behind a 1.
//
// The launcher must be uid 0 of its namespace, to whom the file system belongs.
// Sandboxes of another user get a namespace below that one, and a launcher
// there.
type Emulate struct {
	Dir  string // where the emulator is
	Line string // for binfmt_misc's file "register"; the emulator's path in it is relative to Dir
	UID  int    // of commands
}

// Args returns the command line of a launcher that does so.
func (e Emulate) Args() []string {
	return []string{LauncherArg, e.Dir, e.Line, decimal(int64(e.UID))}
}

// emulateAsTold does what [Emulate.Args] says, and tells how it went. It does
// not return to a launcher that is not the one to go on.
func emulateAsTold(args []string) error {
	if len(args) != 4 {
		return nil
	}
	err := (Emulate{Dir: args[1], Line: args[2]}).register()
	answer := []byte{0}
	if err != nil {
		answer = append([]byte{1}, err.Error()...)
	}
	if err := syscall.Sendmsg(launcherSocket, answer, nil, nil, 0); err != nil {
		return err
	}
	if uid := number(args[3]); uid != 0 {
		return launchBelow(uid)
	}
	return nil
}

// launchBelow starts a launcher for another user than 0, in a namespace below
// this one, and ends with it. It only returns if it cannot.
func launchBelow(uid int) error {
	// The ids of the new namespace are written to the process's directory, which
	// only the /proc of this process's own namespace has.
	if err := syscall.Mount("proc", "/proc", "proc", sealedMount|syscall.MS_NOEXEC, ""); err != nil {
		return err
	}
	mapping := []syscall.SysProcIDMap{{ContainerID: uid, HostID: 0, Size: 1}}
	var capabilities []uintptr
	for c := uintptr(0); ; c++ {
		if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, prCapBSetRead, c, 0); e != 0 {
			break
		}
		capabilities = append(capabilities, c)
	}
	pid, err := syscall.ForkExec("/proc/self/exe", []string{LauncherArg}, &syscall.ProcAttr{
		Env:   []string{"GOMAXPROCS=1"},
		Files: []uintptr{0, 1, 2, launcherSocket},
		Sys: &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID,
			UidMappings: mapping,
			GidMappings: mapping,
			AmbientCaps: capabilities,
			Pdeathsig:   syscall.SIGKILL,
		},
	})
	if err != nil {
		return err
	}
	syscall.Close(launcherSocket)
	for {
		if _, err := syscall.Wait4(pid, nil, 0, nil); err != syscall.EINTR {
			syscall.Exit(0)
		}
	}
}

// number reads what decimal wrote.
func number(s string) int {
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// register makes a binfmt_misc file system for this user namespace. It is
// mounted nowhere, and held by a descriptor until the process ends. The
// emulator is opened now, so its path means nothing afterwards, except that
// emulated processes show it as their name.
func (e Emulate) register() error {
	mounted, err := newMount("binfmt_misc")
	if err != nil {
		return fail("make a binfmt_misc file system", err)
	}
	return e.registerAt(mounted)
}

func (e Emulate) registerAt(mounted int) error {
	if err := syscall.Chdir(e.Dir); err != nil {
		return fail("enter "+e.Dir, err)
	}
	fd, err := syscall.Openat(mounted, "register", syscall.O_WRONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return fail("open binfmt_misc's register", err)
	}
	defer syscall.Close(fd)
	if err := writeAll(fd, []byte(e.Line)); err != nil {
		return fail("register the emulator", err)
	}
	return syscall.Chdir("/")
}
