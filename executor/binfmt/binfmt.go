// Package binfmt says how Linux recognises programs of an architecture that it
// cannot run itself, and hands them to an emulator (binfmt_misc,
// Documentation/admin-guide/binfmt-misc.rst).
//
// It knows ELF headers, the text that registers an emulator, and how to read
// what a machine has registered. It registers nothing and runs nothing.
package binfmt

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// machine is what the ELF header of an architecture's programs says.
type machine struct {
	qemu  string // qemu's name of it
	class byte   // 1 for 32 bits, 2 for 64
	data  byte   // 1 for the lowest byte first, 2 for the highest
	id    uint16 // e_machine
}

// machines is by GOARCH.
func machines() map[string]machine {
	return map[string]machine{
		"386":      {"i386", 1, 1, 3},
		"amd64":    {"x86_64", 2, 1, 62},
		"arm":      {"arm", 1, 1, 40},
		"arm64":    {"aarch64", 2, 1, 183},
		"loong64":  {"loongarch64", 2, 1, 258},
		"mipsle":   {"mipsel", 1, 1, 8},
		"mips64le": {"mips64el", 2, 1, 8},
		"ppc64le":  {"ppc64le", 2, 1, 21},
		"riscv64":  {"riscv64", 2, 1, 243},
		"s390x":    {"s390x", 2, 2, 22},
	}
}

// Native reports whether the kernel of a machine of GOARCH host runs programs
// of GOARCH arch by itself. A root file system of no architecture has no
// programs that matter.
func Native(host, arch string) bool {
	return arch == "" || arch == host || host == "amd64" && arch == "386"
}

// Emulator returns the name under which qemu's user-mode emulator of an
// architecture goes, and false if there is none.
func Emulator(arch string) (name string, ok bool) {
	m, ok := machines()[arch]
	return "qemu-" + m.qemu, ok
}

// Flags of a registration: the emulator keeps argv[0], gets the program as an
// open file, and is itself opened at once, so that it need not be in the root
// file system in which the program runs.
const Flags = "POF"

// Registration returns the line that makes the kernel run programs of an
// architecture through interpreter, for binfmt_misc's file "register".
func Registration(arch, interpreter string) (string, error) {
	m, ok := machines()[arch]
	if !ok {
		return "", fmt.Errorf("there is no emulator for the architecture %q", arch)
	}
	magic, mask := m.header()
	return fmt.Sprintf(":dbx-%s:M:0:%s:%s:%s:%s", arch, escaped(magic), escaped(mask), interpreter, Flags), nil
}

// header returns the first bytes of a program, and which of their bits count:
// not the ABI, and neither does it matter whether the program is
// position-independent.
func (m machine) header() (magic, mask [20]byte) {
	copy(magic[:], "\x7fELF")
	magic[4], magic[5], magic[6] = m.class, m.data, 1
	var order binary.ByteOrder = binary.LittleEndian
	if m.data == 2 {
		order = binary.BigEndian
	}
	const executable, positionIndependent = 2, 3
	order.PutUint16(magic[16:], executable)
	order.PutUint16(magic[18:], m.id)
	for i := range mask {
		mask[i] = 0xff
	}
	mask[7] = 0
	order.PutUint16(mask[16:], 0xffff&^(executable^positionIndependent))
	return magic, mask
}

func escaped(b [20]byte) string {
	var s strings.Builder
	for _, c := range b {
		fmt.Fprintf(&s, `\x%02x`, c)
	}
	return s.String()
}
