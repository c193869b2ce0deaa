package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

func errnoOf(err error) (syscall.Errno, bool) {
	var errno syscall.Errno
	ok := errors.As(err, &errno)
	return errno, ok
}

func errnoName(e syscall.Errno) string {
	names := map[syscall.Errno]string{
		syscall.EPERM: "EPERM", syscall.EACCES: "EACCES", syscall.EROFS: "EROFS", syscall.ENOSYS: "ENOSYS",
		syscall.ENOENT: "ENOENT", syscall.EXDEV: "EXDEV", syscall.EAFNOSUPPORT: "EAFNOSUPPORT", syscall.EBUSY: "EBUSY",
		syscall.EAGAIN: "EAGAIN", syscall.EEXIST: "EEXIST", syscall.ECONNREFUSED: "ECONNREFUSED", syscall.ENOSPC: "ENOSPC",
		syscall.ESRCH: "ESRCH", syscall.ENODEV: "ENODEV", syscall.ENOTDIR: "ENOTDIR", syscall.EIO: "EIO",
		syscall.ENETUNREACH: "ENETUNREACH", syscall.ENXIO: "ENXIO", syscall.EINVAL: "EINVAL", syscall.ENOTSUP: "ENOTSUP",
	}
	if n, ok := names[e]; ok {
		return n
	}
	return "errno " + strconv.Itoa(int(e))
}

func outcome(errno syscall.Errno) error {
	if errno != 0 {
		return errno
	}
	return nil
}

// privilegeVerb makes raw system calls: package os knows better than to ask
// for some of them.
func privilegeVerb(w []string) (bool, error) {
	path := func(i int) uintptr {
		p, _ := syscall.BytePtrFromString(w[i])
		return uintptr(unsafe.Pointer(p))
	}
	const atFDCWD = ^uintptr(99)
	var e syscall.Errno
	switch w[0] {
	case "chown":
		_, _, e = syscall.Syscall6(syscall.SYS_FCHOWNAT, atFDCWD, path(1), 1234, 1234, 0, 0)
	case "setuid":
		_, _, e = syscall.RawSyscall(syscall.SYS_SETUID, 1234, 0, 0)
	case "setgid":
		_, _, e = syscall.RawSyscall(syscall.SYS_SETGID, 1234, 0, 0)
	case "setresuid":
		_, _, e = syscall.RawSyscall(syscall.SYS_SETRESUID, 1234, 1234, 1234)
	case "setgroups":
		groups := []uint32{1, 2, 3}
		_, _, e = syscall.RawSyscall(syscall.SYS_SETGROUPS, 3, uintptr(unsafe.Pointer(&groups[0])), 0)
	case "mknod":
		_, _, e = syscall.Syscall6(syscall.SYS_MKNODAT, atFDCWD, path(1), syscall.S_IFCHR|0o666, 1<<8|3, 0, 0)
	case "mknodfile":
		_, _, e = syscall.Syscall6(syscall.SYS_MKNODAT, atFDCWD, path(1), syscall.S_IFREG|0o644, 0, 0, 0)
	case "setxattr":
		_, _, e = syscall.Syscall6(syscall.SYS_SETXATTR, path(1), path(2), path(3), 1, 0, 0)
	case "unshare":
		flags, _ := strconv.ParseUint(w[1], 0, 64)
		_, _, e = syscall.RawSyscall(syscall.SYS_UNSHARE, uintptr(flags), 0, 0)
	case "clone":
		flags, _ := strconv.ParseUint(w[1], 0, 64)
		var pid uintptr
		pid, _, e = syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(flags)|uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if e == 0 && pid == 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
	case "remount":
		return true, syscall.Mount("", w[1], "", syscall.MS_BIND|syscall.MS_REMOUNT, "")
	case "umount":
		return true, syscall.Unmount(w[1], 0)
	case "syscall":
		n, _ := strconv.ParseUint(w[1], 0, 64)
		_, _, e = syscall.RawSyscall6(uintptr(n), 0, 0, 0, 0, 0, 0)
	case "open-socket":
		family, _ := strconv.Atoi(w[1])
		fd, err := syscall.Socket(family, syscall.SOCK_DGRAM, 0)
		syscall.Close(fd)
		return true, err
	case "dial":
		conn, err := net.DialTimeout(w[1], w[2], 5*time.Second)
		if err == nil {
			conn.Close()
		}
		return true, err
	case "listen":
		return true, talkToSelf()
	default:
		return false, nil
	}
	return true, outcome(e)
}

func talkToSelf() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return err
	}
	return conn.Close()
}

func makeSocket(path string) error {
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	return syscall.Bind(fd, &syscall.SockaddrUnix{Name: path})
}

func awaitTerm(ready string) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	fmt.Println(ready)
	<-c
}

func await(path string) {
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func ignore(s syscall.Signal) { signal.Ignore(s) }

// die ends this process by a signal as a C program's would, past the handlers
// of Go.
func die(s syscall.Signal) error {
	type action struct {
		handler, flags, restorer uintptr
		mask                     uint64
	}
	var def action
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&def)), 0, 8, 0, 0)
	if err := syscall.Kill(os.Getpid(), s); err != nil {
		return err
	}
	time.Sleep(5 * time.Second)
	return errors.New("the signal was ignored")
}
