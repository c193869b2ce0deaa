package whl

import (
	stdelf "debug/elf"
	"fmt"
	"regexp"
	"slices"

	"dbx/rules/wheel/elf"
)

// PlatformTag is what a platform tag for Linux promises.
type PlatformTag struct {
	Arch   string     // as the tag has it: "armv7l"
	Target elf.Target // what may run there
	Libc   elf.Libc
	Glibc  elf.Version // the oldest that will do; zero if the tag says nothing
}

var linuxTag = regexp.MustCompile(`^(linux|manylinux1|manylinux2010|manylinux2014|manylinux_([0-9]+_[0-9]+)|musllinux_[0-9]+_[0-9]+)_([a-z0-9_]+)$`)

// ParsePlatform reads a platform tag (PEP 425, 513, 571, 599, 600, 656).
func ParsePlatform(tag string) (PlatformTag, error) {
	var p PlatformTag
	m := linuxTag.FindStringSubmatch(tag)
	if m == nil {
		return p, fmt.Errorf("platform tag %q: want linux_…, manylinux_…, musllinux_… or any", tag)
	}
	var ok bool
	p.Arch = m[3]
	if p.Target, ok = elf.TargetOf(m[3]); !ok {
		return p, fmt.Errorf("platform tag %q: no machine is known as %q", tag, m[3])
	}
	switch {
	case m[1] == "manylinux1":
		p.Glibc = elf.Version{Major: 2, Minor: 5}
	case m[1] == "manylinux2010":
		p.Glibc = elf.Version{Major: 2, Minor: 12}
	case m[1] == "manylinux2014":
		p.Glibc = elf.Version{Major: 2, Minor: 17}
	case m[2] != "":
		if _, err := fmt.Sscanf(m[2], "%d_%d", &p.Glibc.Major, &p.Glibc.Minor); err != nil {
			return p, fmt.Errorf("platform tag %q: %w", tag, err)
		}
	case m[1] != "linux":
		p.Libc = elf.Musl
	}
	return p, nil
}

// Platform tells what no tag does: of MIPS the byte order, of 32-bit ARM the
// float ABI and the real ceiling where the tag is for newer processors too.
// The zero Platform leaves all to the tags.
type Platform struct {
	Arch     string // as OCI, Debian or uname name it: "arm", "amd64", "mipsel"
	Variant  string // of arm: "v5" to "v8", of amd64: "v1" to "v4", of MIPS: "r1" to "r6"; empty for the architecture's own
	FloatABI string // of arm and MIPS: "soft", "hard"; empty if either will do
}

// Target returns what machine code must be for the platform to run it.
func (p Platform) Target() (elf.Target, error) {
	t, ok := elf.TargetOf(p.Arch)
	level, known := p.level(t)
	if !ok || !known {
		return t, fmt.Errorf("platform: no machine is known as arch %q, variant %q", p.Arch, p.Variant)
	}
	t.Level = level
	var err error
	if t.Float, err = elf.ParseFloatABI(p.FloatABI); err != nil {
		return t, fmt.Errorf("platform: %w", err)
	}
	return t, nil
}

// level returns the ceiling that the variant stands for on the machine of t.
func (p Platform) level(t elf.Target) (int, bool) {
	if p.Variant == "" {
		return t.Level, true
	}
	variants := map[stdelf.Machine][]string{
		stdelf.EM_ARM:    {5: "v5", 6: "v6", 7: "v7", 8: "v8"},
		stdelf.EM_X86_64: {1: "v1", 2: "v2", 3: "v3", 4: "v4"},
		stdelf.EM_MIPS:   {1: "r1", 2: "r2", 3: "r3", 5: "r5", 6: "r6"},
	}[t.Machine]
	// Of a machine that is not listed here the variant says nothing new: "v8" of arm64.
	i := slices.Index(variants, p.Variant)
	if variants == nil {
		return t.Level, true
	}
	return i, i > 0
}
