package inner

import (
	"syscall"
	"unsafe"
)

// StopSignal asks a first process to end its command: it sends SIGTERM to the
// command's process group. It is blocked and waited for. Of all other signals,
// a first process only obeys SIGKILL from outside.
const StopSignal = syscall.SIGUSR1

const (
	stopMask = uint64(1 << (StopSignal - 1))
	// awaitedMask are the signals that a first process of one thread waits for.
	awaitedMask = stopMask | 1<<(syscall.SIGCHLD-1)
)

// Exit codes of a command that could not be started, as shells give them.
const (
	codeSetUpFailed   = 125
	codeNotExecutable = 126
	codeNotFound      = 127
)

// command is all that a first process needs in order to start a command, to
// wait for its end, and to tell of it. It is made before a fork, for use after
// it: see [script].
type command struct {
	report  int       // descriptor
	begun   func(int) // told the command's process, if this process has other threads
	dir     *byte
	paths   []*byte // where the program may be, in order
	search  bool    // whether only an executable file will do
	argv    []*byte
	envp    []*byte
	confine *script
	words   words
	outcome outcome
	memory  memory
}

// words are what a command's author reads.
type words struct {
	noDir, notFound, notExecutable string
	errors                         []string // by errno
}

// outcome is what there is to report.
type outcome struct {
	kind   ReportKind
	code   int
	nanos  int64
	failed string // what failed, if the command was never tried
	errno  syscall.Errno
}

// memory is where the kernel puts its answers.
type memory struct {
	stat   syscall.Stat_t
	failed int           // op of the process that was to become the command; -1 is the execution
	errno  syscall.Errno // 0 if it did
	status uint32
	mask   uint64
	time   syscall.Timespec
	digits [20]byte
}

// newCommand prepares what a specification asks for. Scripts are taken from
// made, if they are there.
func newCommand(spec *Spec, report int, made *confinement) (*command, error) {
	c := &command{report: report}
	c.memory.mask = awaitedMask
	if len(spec.Args) == 0 {
		return c, nil
	}
	var err error
	if c.argv, err = syscall.SlicePtrFromStrings(spec.Args); err != nil {
		return nil, fail("read the arguments", err)
	}
	if c.envp, err = syscall.SlicePtrFromStrings(spec.Env); err != nil {
		return nil, fail("read the environment", err)
	}
	if c.dir, err = syscall.BytePtrFromString(spec.Dir); err != nil {
		return nil, fail("read the working directory", err)
	}
	var paths []string
	paths, c.search = spec.candidates()
	if c.paths, err = syscall.SlicePtrFromStrings(paths); err != nil {
		return nil, fail("read the PATH", err)
	}
	c.paths = c.paths[:len(paths)]
	c.words = newWords(spec, c.search)
	c.confine = made.of(spec)
	return c, c.confine.err
}

func newWords(spec *Spec, search bool) words {
	w := words{
		noDir:         "the working directory " + spec.Dir + " does not exist",
		notFound:      spec.Args[0] + " is not there",
		notExecutable: spec.Args[0] + " cannot be executed: ",
		errors:        make([]string, 134),
	}
	if search {
		w.notFound = spec.Args[0] + " is nowhere on the PATH " + spec.variable("PATH")
	}
	for i := range w.errors {
		w.errors[i] = syscall.Errno(i).Error()
	}
	return w
}

// candidates lists where the command's program may be, as execvp(3) has it.
func (s *Spec) candidates() (paths []string, search bool) {
	name := s.Args[0]
	for _, c := range name {
		if c == '/' && name[0] == '/' {
			return []string{name}, false
		}
		if c == '/' {
			return []string{s.Dir + "/" + name}, false
		}
	}
	for rest := []byte(s.variable("PATH") + ":"); len(rest) > 0; {
		var dir []byte
		dir, rest, _ = cut(rest, ':')
		if len(dir) > 0 {
			paths = append(paths, string(dir)+"/"+name)
		}
	}
	return paths, true
}

func (s *Spec) variable(name string) string {
	for _, v := range s.Env {
		if len(v) > len(name) && v[:len(name)] == name && v[len(name)] == '=' {
			return v[len(name)+1:]
		}
	}
	return ""
}

// run runs the command to its end and the end of all that it left behind. A
// command that cannot be found or executed is an exit code and a line in the
// log, as a shell would have it.
//
//go:nosplit
//go:norace
func (c *command) run() {
	c.outcome.kind = Exited
	if len(c.argv) == 0 {
		return
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_CHDIR, uintptr(unsafe.Pointer(c.dir)), 0, 0); e != 0 {
		c.refuse(codeNotFound, c.words.noDir, "")
		return
	}
	path := c.find()
	if path == nil {
		c.refuse(codeNotFound, c.words.notFound, "")
		return
	}
	begin := c.now()
	pid := c.start(path)
	if pid <= 0 {
		return
	}
	say(c.report, "started\n")
	if c.begun != nil {
		c.begun(pid)
	}
	c.wait(pid)
	c.outcome.nanos = c.now() - begin
	c.killRest()
}

//go:nosplit
//go:norace
func (c *command) find() *byte {
	for _, p := range c.paths {
		m := &c.memory.stat.Mode
		if c.isThere(p) && (!c.search || *m&syscall.S_IFMT == syscall.S_IFREG && *m&0o111 != 0) {
			return p
		}
	}
	return nil
}

//go:nosplit
//go:norace
func (c *command) isThere(path *byte) bool {
	at := atFDCWD
	_, _, e := syscall.RawSyscall6(sysStat, uintptr(at), uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&c.memory.stat)), 0, 0, 0)
	return e == 0
}

// refuse says in the log why there was no command.
//
//go:nosplit
//go:norace
func (c *command) refuse(code int, what, why string) {
	c.outcome.code = code
	say(1, "dbx: ")
	say(1, what)
	say(1, why)
	say(1, "\n")
}

//go:nosplit
//go:norace
func say(fd int, s string) {
	for len(s) > 0 {
		n, _, e := syscall.RawSyscall(syscall.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.StringData(s))), uintptr(len(s)))
		if e != 0 && e != syscall.EINTR {
			return // whom could it tell?
		}
		if e == 0 {
			s = s[n:]
		}
	}
}
