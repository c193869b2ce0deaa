package elf

import "fmt"

// CPU is a value of Tag_CPU_arch: the architecture version that a file's code
// needs. Values are not in order of capability; see [CPU.Level].
type CPU uint32

// Some values of Tag_CPU_arch, by the names that the standard gives them.
const (
	CPUv6   CPU = 6
	CPUv6KZ CPU = 7
	CPUv6T2 CPU = 8
	CPUv6K  CPU = 9
	CPUv7   CPU = 10
	CPUv8A  CPU = 14
)

// Level returns the version N of "ARMvN" whose application processors run
// code for c, or 0 if none promises to: the code is for microcontrollers or
// for an architecture that is not known here. ARMv6T2 counts as 7, because
// the ARMv6 processors that Linux runs on (ARM1136, ARM1176) lack Thumb-2.
func (c CPU) Level() int {
	switch c {
	case 1, 2: // v4, v4T
		return 4
	case 3, 4, 5: // v5T, v5TE, v5TEJ
		return 5
	case CPUv6, CPUv6KZ, CPUv6K:
		return 6
	case CPUv6T2, CPUv7:
		return 7
	case CPUv8A, 18, 19, 20: // v8-A to v8.3-A
		return 8
	case 22: // v9-A
		return 9
	}
	return 0
}

// String returns the name that readelf prints, or the number if it has none.
func (c CPU) String() string {
	names := [...]string{"pre-v4", "v4", "v4T", "v5T", "v5TE", "v5TEJ", "v6", "v6KZ", "v6T2", "v6K", "v7",
		"v6-M", "v6S-M", "v7E-M", "v8", "v8-R", "v8-M.baseline", "v8-M.mainline",
		"v8.1-A", "v8.2-A", "v8.3-A", "v8.1-M.mainline", "v9"}
	if int64(c) < int64(len(names)) {
		return names[c]
	}
	return fmt.Sprintf("architecture %d", uint32(c))
}

// FloatABI is where floating-point arguments are passed on 32-bit ARM: the
// two ways cannot call each other, and no wheel tag tells them apart.
type FloatABI int

const (
	// AnyFloat is code that passes none, or a target that does not say.
	AnyFloat FloatABI = iota
	// SoftFloat passes them in integer registers (Debian's armel).
	SoftFloat
	// HardFloat passes them in VFP registers (Debian's armhf).
	HardFloat
	// OtherFloat is a convention private to some toolchain.
	OtherFloat
)

// ParseFloatABI reads "soft", "hard", or "" for [AnyFloat].
func ParseFloatABI(s string) (FloatABI, error) {
	switch s {
	case "":
		return AnyFloat, nil
	case "soft":
		return SoftFloat, nil
	case "hard":
		return HardFloat, nil
	}
	return AnyFloat, fmt.Errorf("float ABI %q: want \"soft\" or \"hard\"", s)
}

// String returns "soft", "hard", "any" or "toolchain-specific".
func (f FloatABI) String() string {
	switch f {
	case SoftFloat:
		return "soft"
	case HardFloat:
		return "hard"
	case OtherFloat:
		return "toolchain-specific"
	}
	return "any"
}

func floatOfVFPArgs(value uint32) FloatABI {
	switch value {
	case 0:
		return SoftFloat
	case 1:
		return HardFloat
	case 3:
		return AnyFloat
	}
	return OtherFloat
}

// maxFP and maxSIMD are the highest Tag_FP_arch and Tag_Advanced_SIMD_arch
// that processors of an architecture level may have.
func maxFP(level int) int {
	switch {
	case level < 7:
		return 2
	case level == 7:
		return 6
	}
	return 8
}

func maxSIMD(level int) int {
	switch {
	case level < 7:
		return 0
	case level == 7:
		return 2
	}
	return 4
}
