package inner

import (
	"runtime"
	"syscall"
	"unsafe"
)

// StopSignal asks a first process to end its command: it sends SIGTERM to the
// command's process group. It is blocked in every thread and waited for. It is
// not SIGTERM itself, because Go programs never leave that blocked; of all
// other signals, a first process only obeys SIGKILL from outside.
const StopSignal = syscall.SIGUSR1

const stopMask = uint64(1 << (StopSignal - 1))

// Exit codes of a command that could not be started, as shells give them.
const (
	codeSetUpFailed   = 125
	codeNotExecutable = 126
	codeNotFound      = 127
)

// blockAndReexec makes sure that this process began with the stop signal
// blocked: only then is it in all of its threads. An engine starts us without.
func blockAndReexec(args []string) {
	if currentMask()&stopMask == stopMask {
		return
	}
	setMask(sigBlock, stopMask)
	err := syscall.Exec("/proc/self/exe", args, []string{"GOMAXPROCS=1"})
	writeAll(2, []byte(Report{Kind: SetUpFailed, Text: fail("start again", err).Error()}.String()))
	syscall.Exit(1)
}

// command runs the command to its end and the end of all that it left behind.
// A command that cannot be found or executed is an exit code and a line in the
// log, as a shell would have it; an error means that it was never tried.
func (s *Spec) command(reportTo int) (Report, error) {
	if len(s.Args) == 0 {
		return Report{Kind: Exited}, nil
	}
	path, err := s.find()
	if err != nil {
		return s.refused(codeNotFound, err), s.handOver()
	}
	begin := now()
	pid, err := s.start(path)
	if _, confined := err.(failure); confined {
		return Report{}, err
	}
	if err != nil {
		return s.refused(codeNotExecutable, text(s.Args[0]+" cannot be executed: "+err.Error())), s.handOver()
	}
	writeAll(reportTo, []byte(Report{Kind: Started}.String()))
	go forward(pid)
	status := waitFor(pid)
	report := reportOf(status, now()-begin)
	killRest()
	return report, s.handOver()
}

func (s *Spec) refused(code int, err error) Report {
	writeAll(1, []byte("dbx: "+err.Error()+"\n"))
	return Report{Kind: Exited, Code: code}
}

// find resolves the command's name as execvp(3) does, in the command's own
// PATH and root file system.
func (s *Spec) find() (string, error) {
	var st syscall.Stat_t
	if err := syscall.Stat(s.Dir, &st); err != nil || st.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		return "", text("the working directory " + s.Dir + " does not exist")
	}
	name := s.Args[0]
	for _, c := range name {
		if c == '/' {
			full := name
			if name[0] != '/' {
				full = s.Dir + "/" + name
			}
			if err := syscall.Stat(full, &st); err != nil {
				return "", text(name + " is not there: " + err.Error())
			}
			return full, nil
		}
	}
	paths := s.variable("PATH")
	for rest := []byte(paths + ":"); len(rest) > 0; {
		var dir []byte
		dir, rest, _ = cut(rest, ':')
		full := string(dir) + "/" + name
		if len(dir) > 0 && syscall.Stat(full, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFREG && st.Mode&0o111 != 0 {
			return full, nil
		}
	}
	return "", text(name + " is nowhere on the PATH " + paths)
}

func (s *Spec) variable(name string) string {
	for _, v := range s.Env {
		if len(v) > len(name) && v[:len(name)] == name && v[len(name)] == '=' {
			return v[len(name)+1:]
		}
	}
	return ""
}

// start forks the command from a thread of its own that has given up all
// privileges: the child inherits what that thread is, while the others stay
// able to kill and to hand over. A failure (by type) came before the fork.
func (s *Spec) start(path string) (pid int, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		// Never unlocked: the thread ends with the goroutine.
		runtime.LockOSThread()
		devNull, e := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
		if e != nil {
			err = fail("open /dev/null", e)
			return
		}
		defer syscall.Close(devNull)
		if err = s.confine(); err != nil {
			return
		}
		pid, err = syscall.ForkExec(path, s.Args, &syscall.ProcAttr{
			Dir:   s.Dir,
			Env:   s.Env,
			Files: []uintptr{uintptr(devNull), 1, 1},
			Sys:   &syscall.SysProcAttr{Setsid: true},
		})
	}()
	<-done
	return pid, err
}

// forward tells the command's process group to end whenever it is asked to.
func forward(pid int) {
	mask := stopMask
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(&mask)), 0, 0, signalSetSize, 0, 0)
		if e == 0 {
			_ = syscall.Kill(-pid, syscall.SIGTERM) // it may just have ended
		}
	}
}

// waitFor reaps whatever dies until pid does.
func waitFor(pid int) syscall.WaitStatus {
	for {
		var ws syscall.WaitStatus
		got, err := syscall.Wait4(-1, &ws, 0, nil)
		if err == nil && got == pid {
			return ws
		}
	}
}

// killRest ends all other processes of the namespace and waits for the last.
func killRest() {
	for {
		syscall.Kill(-1, syscall.SIGKILL)
		if _, err := syscall.Wait4(-1, nil, 0, nil); err == syscall.ECHILD {
			return
		}
	}
}

// now is a monotonic time in nanoseconds.
func now() int64 {
	const monotonic = 1
	var ts syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, monotonic, uintptr(unsafe.Pointer(&ts)), 0)
	return ts.Nano()
}
