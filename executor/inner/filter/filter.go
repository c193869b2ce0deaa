// Package filter compiles the system call filter that every command runs
// behind, in every executor.
//
// The filter serves two ends. Ownership, identities and device nodes do not
// exist for a command: calls that change them answer success and do nothing,
// so that root and an ordinary user, with or without a user namespace, see the
// same. And what leads out of the sandbox, or widens the kernel's surface
// without use for a build, is refused. The package knows system calls of the
// machine that it was compiled for; it does not install anything.
package filter

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Offsets in struct seccomp_data (linux/seccomp.h); arguments are 64 bits wide
// and little-endian on the machines that dbx runs on, so an int argument is
// the first half.
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetArgs   = 16
	argSize      = 8
)

// newest is the last system call that commands may know (mseal, Linux 6.10).
// Later ones do not exist for them, so that a newer kernel changes no build.
const newest = 462

// cloneNew are the flags of clone(2) that make a namespace.
const cloneNew = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET |
	unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP

// rule is what happens to some system calls. A rule without a test is
// unconditional.
type rule struct {
	calls  []uint32
	answer uint32
	test   *test
}

// test looks at the low half of an argument.
type test struct {
	arg    int
	mask   uint32
	values []uint32 // matches if (arg & mask) is one of these
	any    bool     // or, if set, whenever (arg & mask) is not 0
}

// Program returns the filter in the kernel's form: an array of struct
// sock_filter (linux/filter.h).
func Program() []byte {
	raw, err := bpf.Assemble(assemble(rules()))
	if err != nil {
		panic(fmt.Sprintf("BUG: the system call filter does not assemble: %v", err))
	}
	out := make([]byte, 0, 8*len(raw))
	for _, i := range raw {
		out = binary.LittleEndian.AppendUint16(out, i.Op)
		out = append(out, i.Jt, i.Jf)
		out = binary.LittleEndian.AppendUint32(out, i.K)
	}
	return out
}

func assemble(rules []rule) []bpf.Instruction {
	program := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offsetArch, Size: 4},
		// The other instruction set of the same machine has other numbers.
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: auditArch, SkipTrue: 1},
		errno(unix.ENOSYS),
		bpf.LoadAbsolute{Off: offsetNumber, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: newest, SkipFalse: 1},
		errno(unix.ENOSYS),
	}
	for _, r := range rules {
		body := r.body()
		for _, call := range r.calls {
			program = append(program, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: call, SkipTrue: uint8(len(body))})
			program = append(program, body...)
		}
	}
	return append(program, bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW})
}

// body is what follows once the number has matched; it does not come back.
func (r rule) body() []bpf.Instruction {
	answer := bpf.RetConstant{Val: r.answer}
	if r.test == nil {
		return []bpf.Instruction{answer}
	}
	t := r.test
	body := []bpf.Instruction{
		bpf.LoadAbsolute{Off: uint32(offsetArgs + argSize*t.arg), Size: 4},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: t.mask},
	}
	if t.any {
		body = append(body, bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipTrue: 1}, answer)
	}
	for _, v := range t.values {
		body = append(body, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: v, SkipTrue: 1}, answer)
	}
	return append(body, bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW})
}

func errno(e unix.Errno) bpf.RetConstant { return bpf.RetConstant{Val: answer(e)} }

// answer makes a call return -e without doing anything; 0 is success.
func answer(e unix.Errno) uint32 { return unix.SECCOMP_RET_ERRNO | uint32(e) }
