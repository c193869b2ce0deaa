package elf

import (
	stdelf "debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
)

// mipsABIFlags is SHT_MIPS_ABIFLAGS.
const mipsABIFlags = stdelf.SHT_LOPROC + 0x2a

// MIPS is what e_flags and .MIPS.abiflags (the MIPS ABI's "O32 FPXX" paper)
// say of a file's code.
type MIPS struct {
	Level    int      // 1 to 5, 32 or 64
	Revision int      // of MIPS32 and MIPS64: 1, 2, 3, 5, 6
	Float    FloatABI // AnyFloat if there is no .MIPS.abiflags, or no float is passed
	N32      bool     // 32-bit pointers on 64-bit registers
}

// String returns the name that compilers give it with -march: "mips32r2".
func (m MIPS) String() string {
	switch {
	case m.Level < 32:
		return fmt.Sprintf("mips%d", m.Level)
	case m.Revision <= 1:
		return fmt.Sprintf("mips%d", m.Level)
	}
	return fmt.Sprintf("mips%dr%d", m.Level, m.Revision)
}

// mipsOfFlags reads e_flags: EF_MIPS_ARCH and EF_MIPS_ABI2.
func mipsOfFlags(flags uint32) (MIPS, error) {
	m := MIPS{N32: flags&0x20 != 0}
	switch arch := flags >> 28; arch {
	case 0, 1, 2, 3, 4:
		m.Level = int(arch) + 1
	case 5, 7, 9:
		m.Level, m.Revision = 32, mipsRevision(arch)
	case 6, 8, 10:
		m.Level, m.Revision = 64, mipsRevision(arch)
	default:
		return m, fmt.Errorf("e_flags 0x%x: an unknown MIPS architecture", flags)
	}
	return m, nil
}

func mipsRevision(arch uint32) int {
	switch arch {
	case 7, 8:
		return 2
	case 9, 10:
		return 6
	}
	return 1
}

// ParseABIFlags reads a .MIPS.abiflags section over what e_flags said: it is
// finer, and alone tells the float ABI.
func ParseABIFlags(section []byte, order binary.ByteOrder, m MIPS) (MIPS, error) {
	if len(section) != 24 {
		return m, fmt.Errorf(".MIPS.abiflags: %d bytes, want 24", len(section))
	}
	if order.Uint16(section) != 0 {
		return m, errors.New(".MIPS.abiflags: not in format version 0")
	}
	m.Level, m.Revision = int(section[2]), int(section[3])
	switch section[7] { // fp_abi
	case 0:
		m.Float = AnyFloat
	case 1, 5, 6, 7: // double: with 32-bit registers, either, 64-bit
		m.Float = HardFloat
	case 3:
		m.Float = SoftFloat
	default:
		m.Float = OtherFloat
	}
	return m, nil
}

// mipsSection reads what a MIPS file says of its code, nil for others.
func mipsSection(in *stdelf.File, flags uint32) (*MIPS, error) {
	if in.Machine != stdelf.EM_MIPS {
		return nil, nil
	}
	m, err := mipsOfFlags(flags)
	if err != nil {
		return nil, err
	}
	data, err := sectionOf(in, mipsABIFlags, ".MIPS.abiflags")
	if err != nil || data == nil {
		return &m, err
	}
	m, err = ParseABIFlags(data, in.ByteOrder, m)
	return &m, err
}

// mipsProblems compares the release of the architecture, which is the target's
// Level: code runs on later ones up to 5; 6 is no successor of 5 but a break.
func (t Target) mipsProblems(m *MIPS) []Problem {
	bits := 32
	if t.Class == stdelf.ELFCLASS64 {
		bits = 64
	}
	march := fmt.Sprintf("compile with -march=mips%dr%d, and link nothing built for more", bits, t.Level)
	var bad []Problem
	switch {
	case bits == 32 && (m.Level == 64 && !m.N32 || m.Level >= 3 && m.Level <= 5):
		bad = append(bad, problemf(march, "is built for %s, which a 32-bit MIPS does not run", m))
	case m.Revision > t.Level:
		bad = append(bad, problemf(march, "is built for %s, the ceiling is release %d", m, t.Level))
	case t.Level >= 6 && m.Revision < 6:
		bad = append(bad, problemf(march, "is built for %s, of which release 6 took instructions away", m))
	}
	if m.N32 {
		bad = append(bad, problemf("compile with -mabi=32 or -mabi=64", "has the N32 calling convention, which no platform tag names"))
	}
	return append(bad, t.floatProblems(m.Float)...)
}
