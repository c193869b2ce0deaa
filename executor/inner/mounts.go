package inner

import (
	"syscall"
	"unsafe"
)

// MountsArg is the argument of a process that mounts for the one that started
// it: in a user namespace that may be done which outside it needs privileges.
//
// The one argument behind it is a kind of file system, with its flags behind
// commas, as in "cgroup,cpu,cpuacct". The process sends one message over the
// SOCK_SEQPACKET socket that is its descriptor 3: a byte 0 and a descriptor of
// the mount's root, or a byte 1 and what was wrong. It ends when the socket
// does. The mount is attached nowhere, and lives as long as the descriptor.
const MountsArg = "dbx-mounts"

// lendMount is the life of such a process: it never returns.
func lendMount(kind string) {
	words := split(kind, ',')
	message, rights := []byte{0}, []byte(nil)
	if fd, err := newMount(words[0], words[1:]...); err != nil {
		message = append([]byte{1}, fail("make a "+words[0]+" file system", err).Error()...)
	} else {
		rights = syscall.UnixRights(fd)
	}
	if syscall.Sendmsg(launcherSocket, message, rights, nil, 0) != nil {
		syscall.Exit(1)
	}
	for {
		if _, err := syscall.Read(launcherSocket, make([]byte, 1)); err != syscall.EINTR {
			syscall.Exit(0)
		}
	}
}

func split(s string, sep byte) (parts []string) {
	begin := 0
	for i := range len(s) {
		if s[i] == sep {
			parts = append(parts, s[begin:i])
			begin = i + 1
		}
	}
	return append(parts, s[begin:])
}

// newMount returns a descriptor of a new mount that is attached to nothing
// (fsopen(2), fsconfig(2), fsmount(2)).
func newMount(kind string, flags ...string) (int, error) {
	name, err := syscall.BytePtrFromString(kind)
	if err != nil {
		return -1, err
	}
	context, _, e := syscall.Syscall(sysFSOpen, uintptr(unsafe.Pointer(name)), fsOpenCloexec, 0)
	if e != 0 {
		return -1, e
	}
	defer syscall.Close(int(context))
	for _, flag := range flags {
		key, err := syscall.BytePtrFromString(flag)
		if err != nil {
			return -1, err
		}
		if _, _, e := syscall.Syscall6(sysFSConfig, context, fsConfigFlag, uintptr(unsafe.Pointer(key)), 0, 0, 0); e != 0 {
			return -1, e
		}
	}
	if _, _, e := syscall.Syscall6(sysFSConfig, context, fsConfigCreate, 0, 0, 0, 0); e != 0 {
		return -1, e
	}
	fd, _, e := syscall.Syscall(sysFSMount, context, fsMountCloexec, mountAttrNoSUID|mountAttrNoDev)
	if e != 0 {
		return -1, e
	}
	return int(fd), nil
}

// Numbers of the mount API of Linux 5.2, the same on all architectures.
const (
	sysFSOpen      = 430
	sysFSConfig    = 431
	sysFSMount     = 432
	fsOpenCloexec  = 1
	fsConfigFlag   = 0
	fsConfigCreate = 6
	fsMountCloexec = 1
)
