package elf

import (
	stdelf "debug/elf"
	"fmt"
)

// Target is what files must be for a machine to run them.
type Target struct {
	Machine stdelf.Machine
	Class   stdelf.Class
	Data    stdelf.Data // ELFDATANONE: either byte order
	Level   int         // 32-bit ARM: the highest [CPU.Level] allowed
	Float   FloatABI    // 32-bit ARM: AnyFloat if not known
}

// TargetOf returns the target of a machine by the name that Linux (uname -m,
// and so platform tags), Debian or OCI give it; false if it is not known.
// Linux calls MIPS of either byte order "mips" or "mips64".
func TargetOf(arch string) (Target, bool) {
	switch arch {
	case "armel", "armv5tel", "armv5tejl":
		return armTarget(5), true
	case "armv6l":
		return armTarget(6), true
	case "armv7l", "armhf":
		return armTarget(7), true
	case "arm", "armv8l", "armv9l":
		return armTarget(8), true
	case "x86_64", "amd64":
		return little(stdelf.EM_X86_64, stdelf.ELFCLASS64), true
	case "i386", "i486", "i586", "i686", "386":
		return little(stdelf.EM_386, stdelf.ELFCLASS32), true
	case "aarch64", "arm64":
		return little(stdelf.EM_AARCH64, stdelf.ELFCLASS64), true
	case "riscv64":
		return little(stdelf.EM_RISCV, stdelf.ELFCLASS64), true
	case "loongarch64", "loong64":
		return little(stdelf.EM_LOONGARCH, stdelf.ELFCLASS64), true
	case "ppc64le", "ppc64el":
		return little(stdelf.EM_PPC64, stdelf.ELFCLASS64), true
	case "ppc64":
		return Target{Machine: stdelf.EM_PPC64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2MSB}, true
	case "s390x":
		return Target{Machine: stdelf.EM_S390, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2MSB}, true
	case "mips":
		return Target{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32}, true
	case "mips64":
		return Target{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS64}, true
	case "mipsel", "mipsle":
		return little(stdelf.EM_MIPS, stdelf.ELFCLASS32), true
	case "mips64el", "mips64le":
		return little(stdelf.EM_MIPS, stdelf.ELFCLASS64), true
	}
	return Target{}, false
}

func little(m stdelf.Machine, c stdelf.Class) Target {
	return Target{Machine: m, Class: c, Data: stdelf.ELFDATA2LSB}
}

func armTarget(level int) Target {
	t := little(stdelf.EM_ARM, stdelf.ELFCLASS32)
	t.Level = level
	return t
}

// Problems returns why the target cannot run f, one sentence part each, empty
// if it can as far as the file tells.
func (t Target) Problems(f *File) []string {
	var bad []string
	if f.Machine != t.Machine || f.Class != t.Class || t.Data != stdelf.ELFDATANONE && f.Data != t.Data {
		return append(bad, fmt.Sprintf("is for %s, not for %s",
			describe(f.Machine, f.Class, f.Data), describe(t.Machine, t.Class, t.Data)))
	}
	if t.Machine == stdelf.EM_ARM {
		bad = t.armProblems(f.ARM)
	}
	return bad
}

func (t Target) armProblems(a *Attributes) []string {
	if a == nil {
		return []string{"has no .ARM.attributes, so nothing tells which ARM it is for; keep that section when stripping"}
	}
	var bad []string
	switch level := a.CPU.Level(); {
	case level == 0, a.Profile == 'M':
		bad = append(bad, fmt.Sprintf("is built for ARM %s, which no Linux system runs", a.CPU))
	case level > t.Level:
		bad = append(bad, fmt.Sprintf("is built for ARM %s, the ceiling is v%d; compile with -march=armv%d, and link nothing built for more", a.CPU, t.Level, t.Level))
	}
	if a.FP > maxFP(t.Level) {
		bad = append(bad, fmt.Sprintf("uses floating-point hardware that ARM v%d lacks (Tag_FP_arch %d)", t.Level, a.FP))
	}
	if a.SIMD > maxSIMD(t.Level) {
		bad = append(bad, fmt.Sprintf("uses NEON, which ARM v%d lacks (Tag_Advanced_SIMD_arch %d)", t.Level, a.SIMD))
	}
	if t.Float != AnyFloat && a.Float != AnyFloat && a.Float != t.Float {
		bad = append(bad, fmt.Sprintf("has the %s-float ABI, the platform's is %s-float", a.Float, t.Float))
	}
	return bad
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
