package filter

import (
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

const allow = uint32(unix.SECCOMP_RET_ALLOW)

// machine runs the filter as the kernel would.
type machine struct{ vm *bpf.VM }

func newMachine(t *testing.T) machine {
	t.Helper()
	vm, err := bpf.NewVM(assemble(rules()))
	if err != nil {
		t.Fatal(err)
	}
	return machine{vm}
}

// decide returns the filter's word on a system call. The virtual machine reads
// big-endian, as of packets, so every half of an argument is put where the
// kernel has its bytes, but in that order.
func (m machine) decide(t *testing.T, arch, call uint32, args ...uint64) uint32 {
	t.Helper()
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data[offsetNumber:], call)
	binary.BigEndian.PutUint32(data[offsetArch:], arch)
	for i, a := range args {
		binary.BigEndian.PutUint32(data[offsetArgs+argSize*i:], uint32(a))
		binary.BigEndian.PutUint32(data[offsetArgs+argSize*i+4:], uint32(a>>32))
	}
	// The virtual machine tells how much of a packet to keep: the answer's
	// number, if there is that much.
	n, err := m.vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(n)
}

func TestFilter(t *testing.T) {
	m := newMachine(t)
	for _, c := range []struct {
		name string
		call uint32
		args []uint64
		want uint32
	}{
		{"read", unix.SYS_READ, nil, allow},
		{"openat", unix.SYS_OPENAT, nil, allow},
		{"execve", unix.SYS_EXECVE, nil, allow},
		{"ptrace", unix.SYS_PTRACE, nil, allow},
		{"personality", unix.SYS_PERSONALITY, nil, allow},
		{"newest", newest, nil, allow},
		{"newer", newest + 1, nil, answer(unix.ENOSYS)},
		{"x32", 0x40000000 | unix.SYS_READ, nil, answer(unix.ENOSYS)},
		{"fchownat", unix.SYS_FCHOWNAT, nil, answer(0)},
		{"setgroups", unix.SYS_SETGROUPS, nil, answer(0)},
		{"setxattr", unix.SYS_SETXATTR, nil, answer(0)},
		{"getxattr", unix.SYS_GETXATTR, nil, allow},
		{"mknodat char", unix.SYS_MKNODAT, []uint64{0, 0, unix.S_IFCHR | 0o666}, answer(0)},
		{"mknodat block", unix.SYS_MKNODAT, []uint64{0, 0, unix.S_IFBLK}, answer(0)},
		{"mknodat fifo", unix.SYS_MKNODAT, []uint64{0, 0, unix.S_IFIFO | 0o644}, allow},
		{"mknodat file", unix.SYS_MKNODAT, []uint64{0, 0, 0o644}, allow},
		{"mount", unix.SYS_MOUNT, nil, answer(unix.EPERM)},
		{"unshare", unix.SYS_UNSHARE, nil, answer(unix.EPERM)},
		{"clone3", unix.SYS_CLONE3, nil, answer(unix.ENOSYS)},
		{"clone of a thread", unix.SYS_CLONE, []uint64{unix.CLONE_VM | unix.CLONE_THREAD}, allow},
		{"clone into a user namespace", unix.SYS_CLONE, []uint64{unix.CLONE_NEWUSER | 17}, answer(unix.EPERM)},
		{"clone with garbage in the high half", unix.SYS_CLONE, []uint64{unix.CLONE_NEWNET<<32 | 17}, allow},
		{"socket inet", unix.SYS_SOCKET, []uint64{unix.AF_INET}, allow},
		{"socket netlink", unix.SYS_SOCKET, []uint64{unix.AF_NETLINK}, allow},
		{"socket vsock", unix.SYS_SOCKET, []uint64{unix.AF_VSOCK}, answer(unix.EAFNOSUPPORT)},
		{"socket alg", unix.SYS_SOCKET, []uint64{unix.AF_ALG}, answer(unix.EAFNOSUPPORT)},
		{"io_uring_setup", unix.SYS_IO_URING_SETUP, nil, answer(unix.ENOSYS)},
	} {
		if got := m.decide(t, auditArch, c.call, c.args...); got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, got, c.want)
		}
	}
	for _, other := range []uint32{unix.AUDIT_ARCH_I386, unix.AUDIT_ARCH_ARM, 0} {
		if got := m.decide(t, other, unix.SYS_READ); got != answer(unix.ENOSYS) {
			t.Errorf("architecture %#x: %#x", other, got)
		}
	}
}

func TestRulesDoNotOverlap(t *testing.T) {
	seen := map[uint32]bool{}
	for _, r := range rules() {
		for _, call := range r.calls {
			if seen[call] {
				t.Errorf("system call %d has two rules; the second is never reached", call)
			}
			if call > newest {
				t.Errorf("system call %d is newer than %d", call, newest)
			}
			seen[call] = true
		}
	}
}

func TestProgram(t *testing.T) {
	p := Program()
	const instruction, most = 8, 4096 // BPF_MAXINSNS
	if len(p)%instruction != 0 || len(p)/instruction > most {
		t.Fatalf("program has %d bytes", len(p))
	}
	// The first instruction loads the architecture: BPF_LD|BPF_W|BPF_ABS.
	if got := fmt.Sprintf("%x", p[:instruction]); got != "2000000004000000" {
		t.Errorf("first instruction %s", got)
	}
	if string(p) != string(Program()) {
		t.Error("not the same twice")
	}
}
