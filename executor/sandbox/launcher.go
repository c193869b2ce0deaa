package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"dbx/executor/inner"
)

// launcher is the process that owns the user namespace and starts everything
// in it; see [inner.Request]. All that runs below it dies with it, and it dies
// with this process.
type launcher struct {
	mu     sync.Mutex // one request at a time
	socket *os.File
	closed bool
	ended  chan error // receives the launcher's end
}

// startLauncher starts this very program again, under another name, as the one
// user that its namespace shall have. args are for package inner.
func startLauncher(uid int, args []string) (*launcher, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("start the launcher: %w", err)
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "launcher"), os.NewFile(uintptr(pair[1]), "launcher")
	defer theirs.Close()
	namespaces := unix.CLONE_NEWUSER | unix.CLONE_NEWPID
	if len(args) > 1 { // or it could not make the file system with its emulator
		namespaces |= unix.CLONE_NEWNS
	}
	cmd := &exec.Cmd{
		Path: "/proc/self/exe",
		Args: args,
		// A small heap: each first process is a copy of it.
		Env:        []string{"GOMAXPROCS=1", "GOGC=20"},
		Dir:        "/",
		Stderr:     os.Stderr,
		ExtraFiles: []*os.File{theirs},
		SysProcAttr: &syscall.SysProcAttr{
			Cloneflags:  uintptr(namespaces),
			UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Geteuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getegid(), Size: 1}},
			// Another user than 0 would lose what it may in its namespace by
			// starting a program.
			AmbientCaps: allCapabilities(uid),
			Pdeathsig:   unix.SIGKILL,
			// What a terminal sends at Ctrl-C is for this process to pass on.
			Setsid: true,
		},
	}
	l := &launcher{socket: ours, ended: make(chan error, 1)}
	started := make(chan error)
	go func() {
		// The death signal comes when the thread that forked ends, so it must
		// live as long as the launcher.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			l.ended <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		ours.Close()
		return nil, fmt.Errorf("start the launcher in a user namespace: %w%s", err, hint())
	}
	return l, nil
}

// close ends the launcher and everything that it started.
func (l *launcher) close() error {
	l.shutDown() // whoever waits for an answer must not keep the lock
	l.mu.Lock()
	l.closed = true
	err := l.socket.Close()
	l.mu.Unlock()
	<-l.ended
	return err
}

func (l *launcher) shutDown() {
	if raw, err := l.socket.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.Shutdown(int(fd), unix.SHUT_RDWR) })
	}
}

// launch starts a sandbox with the files that [inner.Request] names, and returns
// a pidfd of its first process. The caller
// closes the files and the pidfd.
func (l *launcher) launch(request inner.Request, files []*os.File) (pidfd int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return -1, brokenLauncher{errors.New("it was replaced")}
	}
	var fds []int
	for _, f := range files {
		fds = append(fds, int(f.Fd()))
	}
	rights := unix.UnixRights(fds...)
	fd := int(l.socket.Fd())
	if err := unix.Sendmsg(fd, []byte{byte(request)}, rights, nil, unix.MSG_NOSIGNAL); err != nil {
		return -1, brokenLauncher{err}
	}
	answer, oob := make([]byte, 4096), make([]byte, unix.CmsgSpace(4))
	var n, oobn int
	for {
		n, oobn, _, _, err = unix.Recvmsg(fd, answer, oob, unix.MSG_CMSG_CLOEXEC)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err == nil && n == 0 {
		err = errors.New("it ended")
	}
	if err != nil {
		return -1, brokenLauncher{err}
	}
	if answer[0] != 0 {
		return -1, fmt.Errorf("%s: %w", answer[1:n], unix.Errno(answer[0]))
	}
	return receivedFD(oob[:oobn])
}

func receivedFD(oob []byte) (int, error) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil || len(messages) != 1 {
		return -1, brokenLauncher{errors.New("it answered without a process")}
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, brokenLauncher{errors.New("it answered without a process")}
	}
	return fds[0], nil
}

// brokenLauncher means that another launcher may do better.
type brokenLauncher struct{ cause error }

func (b brokenLauncher) Error() string { return "the launcher does not answer: " + b.cause.Error() }
func (b brokenLauncher) Unwrap() error { return b.cause }

// launch starts a sandbox, with a new launcher if the one that there was is no
// more.
func (s *Sandbox) launch(ctx context.Context, d domain, request inner.Request, files []*os.File) (int, error) {
	const attempts = 2
	var err error
	for range attempts {
		var l *launcher
		if l, err = s.ready(ctx, d); err != nil {
			return -1, err
		}
		var pidfd int
		pidfd, err = l.launch(request, files)
		var broken brokenLauncher
		if !errors.As(err, &broken) {
			return pidfd, err
		}
		s.drop(d, l)
	}
	return -1, err
}

func (s *Sandbox) ready(ctx context.Context, d domain) (*launcher, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("it is closed")
	}
	if s.launchers[d] == nil {
		l, err := s.newLauncher(ctx, d)
		if err != nil {
			return nil, err
		}
		s.launchers[d] = l
	}
	return s.launchers[d], nil
}

// drop forgets a launcher that no longer works.
func (s *Sandbox) drop(d domain, l *launcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.launchers[d] == l {
		delete(s.launchers, d)
		_ = l.close()
	}
}

// allCapabilities lists every capability that a user other than 0 must be told
// to keep.
func allCapabilities(uid int) []uintptr {
	if uid == 0 {
		return nil
	}
	var all []uintptr
	for c := range uintptr(unix.CAP_LAST_CAP + 1) {
		all = append(all, c)
	}
	return all
}
