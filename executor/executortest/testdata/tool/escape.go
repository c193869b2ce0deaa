package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

const (
	atSymlinkFollow = 0x400
	ptraceAttach    = 16
)

// escapeVerb is for attempts to get out.
func escapeVerb(w []string) (bool, error) {
	switch w[0] {
	case "read-some":
		return true, readSome(w[1])
	case "mknod-block":
		return true, syscall.Mknod(w[1], syscall.S_IFBLK|0o666, 254<<8)
	case "mount":
		return true, syscall.Mount("none", w[2], w[1], 0, "")
	case "chroot":
		return true, syscall.Chroot(w[1])
	case "setns":
		return true, setns(w[1])
	case "reopen":
		return true, reopen(w[1])
	case "link-fd":
		return true, linkFD(w[1], w[2])
	case "copy":
		b, err := os.ReadFile(w[1])
		if err != nil {
			return true, err
		}
		return true, os.WriteFile(w[2], b, 0o755)
	case "exec":
		cmd := exec.Command(w[1], strings.Join(w[2:], " "))
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return true, cmd.Run()
	case "identity":
		sayIdentity()
	default:
		return processEscape(w)
	}
	return true, nil
}

func processEscape(w []string) (bool, error) {
	switch w[0] {
	case "ptrace":
		pid, _ := strconv.Atoi(w[1])
		_, _, e := syscall.RawSyscall6(syscall.SYS_PTRACE, ptraceAttach, uintptr(pid), 0, 0, 0, 0)
		return true, outcome(e)
	case "peek":
		pid, _ := strconv.Atoi(w[1])
		buf := make([]byte, 8)
		local := syscall.Iovec{Base: &buf[0], Len: 8}
		remote := syscall.Iovec{Base: &buf[0], Len: 8}
		_, _, e := syscall.RawSyscall6(processVMReadv, uintptr(pid), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
		return true, outcome(e)
	case "keyctl": // KEYCTL_GET_KEYRING_ID of the session's
		_, _, e := syscall.RawSyscall(syscall.SYS_KEYCTL, 0, ^uintptr(2), 0)
		return true, outcome(e)
	case "add-key":
		_, _, e := syscall.RawSyscall6(syscall.SYS_ADD_KEY, 0, 0, 0, 0, 0, 0)
		return true, outcome(e)
	case "open-handle":
		handle := make([]byte, 128)
		_, _, e := syscall.RawSyscall(openByHandleAt, 0, uintptr(unsafe.Pointer(&handle[0])), 0)
		return true, outcome(e)
	case "environs":
		fmt.Println("found:", environs(w[1]))
	case "daemon": // a session of its own, in the background
		cmd := command(w[1:])
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		return true, cmd.Start()
	case "orphan": // what runs in the background has a parent that is gone
		return true, command([]string{"daemon", strings.Join(w[1:], " ")}).Run()
	default:
		return false, nil
	}
	return true, nil
}

func readSome(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Read(make([]byte, 1))
	return err
}

func setns(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, _, e := syscall.RawSyscall(sysSetns, f.Fd(), 0, 0)
	return outcome(e)
}

// reopen opens a file for writing by the name that its descriptor has.
func reopen(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	g, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", f.Fd()), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer g.Close()
	_, err = g.WriteString("changed")
	return err
}

func linkFD(path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	from, _ := syscall.BytePtrFromString(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
	to, _ := syscall.BytePtrFromString(name)
	const atFDCWD = ^uintptr(99)
	_, _, e := syscall.Syscall6(syscall.SYS_LINKAT, atFDCWD, uintptr(unsafe.Pointer(from)), atFDCWD, uintptr(unsafe.Pointer(to)), atSymlinkFollow, 0)
	return outcome(e)
}

func sayIdentity() {
	b, _ := os.ReadFile("/proc/self/status")
	capabilities := ""
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, "CapEff:"); ok {
			capabilities = strings.TrimSpace(v)
		}
	}
	fmt.Printf("uid %d %d, gid %d %d, capabilities %s\n", os.Getuid(), os.Geteuid(), os.Getgid(), os.Getegid(), capabilities)
}

// environs counts the environments, and the files of process 1, in which a word
// can be read, but for this process's arguments.
func environs(word string) int {
	var paths []string
	for _, name := range []string{"environ", "mem", "auxv", "maps"} {
		found, _ := filepath.Glob("/proc/[0-9]*/" + name)
		paths = append(paths, found...)
	}
	n := 0
	for _, path := range paths {
		if b, err := os.ReadFile(path); err == nil && bytes.Contains(b, []byte(word)) {
			n++
		}
	}
	return n
}
