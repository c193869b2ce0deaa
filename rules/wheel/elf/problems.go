package elf

import (
	stdelf "debug/elf"
	"fmt"
)

// Problem is why a target cannot run a file.
type Problem struct {
	What string // goes on after the file's name
	Cure string // what to do about it
}

// String returns both, as one sentence.
func (p Problem) String() string { return p.What + "; " + p.Cure }

func problemf(cure, format string, args ...any) Problem {
	return Problem{fmt.Sprintf(format, args...), cure}
}

// Problems returns why the target cannot run f, nothing if it can as far as
// the file tells.
func (t Target) Problems(f *File) []Problem {
	if f.Machine != t.Machine || f.Class != t.Class || t.Data != stdelf.ELFDATANONE && f.Data != t.Data {
		return []Problem{problemf("build it with the target's compiler", "is for %s, not for %s",
			describe(f.Machine, f.Class, f.Data), describe(t.Machine, t.Class, t.Data))}
	}
	switch t.Machine {
	case stdelf.EM_ARM:
		return append(t.armProblems(f.ARM), armFlagProblems(f)...)
	case stdelf.EM_MIPS:
		return t.mipsProblems(f.MIPS)
	case stdelf.EM_RISCV:
		return t.riscvProblems(f.RISCV)
	case stdelf.EM_X86_64:
		return t.x86Problems(f.X86)
	}
	return nil
}

func (t Target) armProblems(a *Attributes) []Problem {
	if a == nil {
		return []Problem{problemf("keep that section when stripping", "has no .ARM.attributes, so nothing tells which ARM it is for")}
	}
	march := fmt.Sprintf("compile with -march=armv%d, and link nothing built for more", t.Level)
	var bad []Problem
	switch level := a.CPU.Level(); {
	case level == 0, a.Profile == 'M':
		bad = append(bad, problemf(march, "is built for ARM %s, which no Linux system runs", a.CPU))
	case level > t.Level:
		bad = append(bad, problemf(march, "is built for ARM %s, the ceiling is v%d", a.CPU, t.Level))
	}
	if a.FP > maxFP(t.Level) {
		bad = append(bad, problemf("compile with -mfpu=vfpv2, or for soft float", "uses floating-point hardware that ARM v%d lacks (Tag_FP_arch %d)", t.Level, a.FP))
	}
	if a.SIMD > maxSIMD(t.Level) {
		bad = append(bad, problemf("compile without -mfpu=neon…", "uses NEON, which ARM v%d lacks (Tag_Advanced_SIMD_arch %d)", t.Level, a.SIMD))
	}
	if a.Thumb == 2 && t.Level < 7 {
		bad = append(bad, problemf("compile with -marm", "uses Thumb-2, which ARM v%d lacks (Tag_THUMB_ISA_use %d)", t.Level, a.Thumb))
	}
	return append(bad, t.floatProblems(a.Float)...)
}

// The bits of e_flags that the ELF for the Arm architecture defines.
const (
	armEABIMask  = 0xff000000
	armEABI5     = 0x05000000
	armSoftFloat = 0x200
	armHardFloat = 0x400
)

// armFlagProblems looks for headers that contradict the attributes, or are of
// an ABI before the EABI.
func armFlagProblems(f *File) []Problem {
	var bad []Problem
	if f.Flags&armEABIMask != armEABI5 {
		bad = append(bad, problemf("link it with the target's compiler, an object of its own first", "is of EABI version %d, want 5", f.Flags>>24))
	}
	if f.ARM == nil {
		return bad
	}
	if f.Flags&armHardFloat != 0 && f.ARM.Float == SoftFloat || f.Flags&armSoftFloat != 0 && f.ARM.Float == HardFloat {
		bad = append(bad, problemf("link it from objects of one float ABI", "has a header (e_flags 0x%x) and attributes (%s) that differ on the float ABI", f.Flags, f.ARM.Float))
	}
	return bad
}

func (t Target) floatProblems(f FloatABI) []Problem {
	if t.Float == AnyFloat || f == AnyFloat || f == t.Float {
		return nil
	}
	return []Problem{problemf("compile and link all of it with "+t.floatOption(), "has the %s-float ABI, the platform's is %s-float", f, t.Float)}
}

func describe(m stdelf.Machine, c stdelf.Class, d stdelf.Data) string {
	bits := "32-bit"
	if c == stdelf.ELFCLASS64 {
		bits = "64-bit"
	}
	switch d {
	case stdelf.ELFDATA2LSB:
		bits += " little-endian"
	case stdelf.ELFDATA2MSB:
		bits += " big-endian"
	}
	return bits + " " + m.String()
}

// floatOption is what makes gcc keep to the target's float ABI.
func (t Target) floatOption() string {
	if t.Machine == stdelf.EM_MIPS {
		return "-m" + t.Float.String() + "-float"
	}
	return "-mfloat-abi=" + t.Float.String()
}
