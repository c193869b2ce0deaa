package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// withheld are the system calls that without can take away: as kernels and
// security modules do that do not have or allow what they are for.
var withheld = map[string]struct {
	call   uint32
	answer unix.Errno
	plain  bool // only with 0 as its fourth argument
}{
	// Of all mounts of a sandbox, the overlay is the one without a flag.
	"overlay": {unix.SYS_MOUNT, unix.EPERM, true},
	// Emulators are registered through it.
	"binfmt":     {unix.SYS_FSOPEN, unix.ENODEV, false},
	"hard-links": {unix.SYS_LINKAT, unix.EPERM, false},
}

// without is the command "without WHAT PROGRAM ARG…": it becomes a program for
// which, and for all that it starts, the kernel does not do one thing.
func without() {
	err := fmt.Errorf("usage: without WHAT PROGRAM ARG…")
	if len(os.Args) > 2 {
		err = become(os.Args[1], os.Args[2:])
	}
	fmt.Fprintln(os.Stderr, "without:", err)
	os.Exit(2)
}

func become(what string, args []string) error {
	program, err := exec.LookPath(args[0])
	if err != nil {
		return err
	}
	w, ok := withheld[what]
	if !ok {
		return fmt.Errorf("%s cannot be withheld", what)
	}
	code := []bpf.Instruction{
		bpf.LoadAbsolute{Off: 0, Size: 4}, // the number, in struct seccomp_data
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: w.call, SkipTrue: 1},
		bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW},
	}
	if w.plain {
		code = append(code,
			bpf.LoadAbsolute{Off: 16 + 3*8, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipTrue: 1},
			bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW})
	}
	code = append(code, bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | uint32(w.answer)})
	if err := install(code); err != nil {
		return err
	}
	return unix.Exec(program, args, os.Environ())
}

// install puts this thread, which the caller's goroutine keeps, behind a filter.
func install(code []bpf.Instruction) error {
	raw, err := bpf.Assemble(code)
	if err != nil {
		return err
	}
	filter := make([]unix.SockFilter, len(raw))
	for i, r := range raw {
		filter[i] = unix.SockFilter{Code: r.Op, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0)
}
