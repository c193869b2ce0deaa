package elf

import stdelf "debug/elf"

// Target is what files must be for a machine to run them.
type Target struct {
	Machine stdelf.Machine
	Class   stdelf.Class
	Data    stdelf.Data // ELFDATANONE: either byte order
	Level   int         // the highest allowed: of 32-bit ARM [CPU.Level], of x86-64 N of x86-64-vN, of MIPS the release
	Float   FloatABI    // of 32-bit ARM and MIPS; AnyFloat if not known
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
		return little(stdelf.EM_X86_64, stdelf.ELFCLASS64).upTo(1), true
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
		return Target{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32, Level: 2}, true
	case "mips64":
		return Target{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS64, Level: 2}, true
	case "mipsel", "mipsle":
		return little(stdelf.EM_MIPS, stdelf.ELFCLASS32).upTo(2), true
	case "mips64el", "mips64le":
		return little(stdelf.EM_MIPS, stdelf.ELFCLASS64).upTo(2), true
	}
	return Target{}, false
}

func little(m stdelf.Machine, c stdelf.Class) Target {
	return Target{Machine: m, Class: c, Data: stdelf.ELFDATA2LSB}
}

func armTarget(level int) Target {
	return little(stdelf.EM_ARM, stdelf.ELFCLASS32).upTo(level)
}

func (t Target) upTo(level int) Target {
	t.Level = level
	return t
}
