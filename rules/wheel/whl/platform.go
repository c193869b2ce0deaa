package whl

import (
	"fmt"
	"regexp"

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
