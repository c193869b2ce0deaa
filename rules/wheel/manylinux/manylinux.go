// Package manylinux knows what the manylinux tags promise (PEP 513, 571, 599,
// 600): that a wheel runs on every distribution with glibc 2.N or newer, so
// that it needs no symbol which those distributions' libraries lack.
//
// It knows glibc, libstdc++ and libgcc, by the versions that distributions
// have together; it does not know wheels, nor which libraries they may need.
package manylinux

import (
	"fmt"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
)

// Policy is what one manylinux tag allows.
type Policy struct {
	Minor   int      // of glibc 2.N
	Legacy  string   // "manylinux2014", the tag's older name; empty if it has none
	Arches  []string // that the tag is used for; nil: every one of PEP 600
	highest map[string]elf.Version
	names   []string // versions without a number that are there from here on
}

// Policies returns the policies from the oldest to the newest. Besides those
// with an older name they are the versions of glibc in long-lived
// distributions: CentOS 5, 6, 7, Debian 9, 10, 11, 12, RHEL 8, 9, Ubuntu 18.04
// to 24.04, and what they brought with it of gcc's libraries.
func Policies() []Policy {
	x86 := []string{"i686", "x86_64"}
	seven := []string{"aarch64", "armv7l", "i686", "ppc64", "ppc64le", "s390x", "x86_64"}
	return []Policy{
		policy(5, "manylinux1", x86, "3.4.8", "1.3.1", "4.2.0"),
		policy(12, "manylinux2010", x86, "3.4.13", "1.3.3", "4.5.0"),
		policy(17, "manylinux2014", seven, "3.4.19", "1.3.7", "4.8.0", "CXXABI_TM_1"),
		policy(24, "", seven, "3.4.22", "1.3.10", "4.8.0", "CXXABI_FLOAT128"),
		policy(27, "", seven, "3.4.24", "1.3.11", "7.0.0"),
		policy(28, "", seven, "3.4.24", "1.3.11", "7.0.0"),
		policy(31, "", nil, "3.4.28", "1.3.12", "7.0.0"),
		policy(34, "", nil, "3.4.29", "1.3.13", "11.0"),
		policy(35, "", nil, "3.4.30", "1.3.13", "12.0.0"),
		policy(36, "", nil, "3.4.30", "1.3.13", "12.0.0", "GLIBC_ABI_DT_RELR"),
		policy(38, "", nil, "3.4.30", "1.3.13", "12.0.0"),
		policy(39, "", nil, "3.4.33", "1.3.15", "14.0.0"),
		policy(40, "", nil, "3.4.33", "1.3.15", "14.0.0"),
		policy(41, "", nil, "3.4.33", "1.3.15", "14.0.0"),
	}
}

func policy(minor int, legacy string, arches []string, glibcxx, cxxabi, gcc string, names ...string) Policy {
	p := Policy{Minor: minor, Legacy: legacy, Arches: arches, names: names,
		highest: map[string]elf.Version{"GLIBC_": {Major: 2, Minor: minor}}}
	for prefix, version := range map[string]string{"GLIBCXX_": glibcxx, "CXXABI_": cxxabi, "GCC_": gcc} {
		v, ok := elf.ParseVersion(version)
		if !ok {
			panic("BUG: a policy has the version " + version)
		}
		p.highest[prefix] = v
	}
	return p
}

// For returns the policy that a tag of PEP 600 for glibc v comes to: the
// newest that is not newer, with glibc's version as the tag has it. It is
// false for versions older than all.
func For(v elf.Version) (Policy, bool) {
	var found Policy
	for _, p := range Policies() {
		if v.Major > 2 || v.Minor >= p.Minor {
			found = p
		}
	}
	if found.Minor == 0 {
		return found, false
	}
	found.highest["GLIBC_"] = v
	return found, true
}

// Tag returns the policy's platform tag for an architecture.
func (p Policy) Tag(arch string) string { return fmt.Sprintf("manylinux_2_%d_%s", p.Minor, arch) }

// LegacyTag returns the tag's older name, empty if it has none.
func (p Policy) LegacyTag(arch string) string {
	if p.Legacy == "" {
		return ""
	}
	return p.Legacy + "_" + arch
}

// Has reports whether installers take the policy's tag on an architecture.
func (p Policy) Has(arch string) bool {
	if p.Arches != nil {
		return slices.Contains(p.Arches, arch)
	}
	return Known(arch) && (arch != "loongarch64" || p.Minor >= 36)
}

// Known reports whether there are manylinux tags for an architecture at all:
// there are none for ARMv6 and MIPS, and for ARMv7 only with hard float.
func Known(arch string) bool {
	switch arch {
	case "x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x", "riscv64", "loongarch64":
		return true
	}
	return false
}

// Beyond returns the versions of symbols that f needs and the policy does not
// promise, in file order.
func (p Policy) Beyond(f *elf.File) []string {
	var all []string
	for _, need := range f.Versions {
		for _, version := range need.Versions {
			if !p.allows(version) {
				all = append(all, version)
			}
		}
	}
	return all
}

func (p Policy) allows(version string) bool {
	for prefix, highest := range p.highest {
		number, ok := strings.CutPrefix(version, prefix)
		if !ok {
			continue
		}
		// Of other long doubles and of ARM's own unwinder.
		number = strings.TrimPrefix(strings.TrimPrefix(number, "LDBL_"), "ARM_")
		if v, ok := elf.ParseVersion(number); ok {
			return !highest.Less(v)
		}
		return slices.ContainsFunc(Policies(), func(q Policy) bool {
			return q.Minor <= p.Minor && slices.Contains(q.names, version)
		})
	}
	// Versions of other libraries are not this tag's to promise.
	return true
}

// Lowest returns the oldest policy that promises all that the files need, on
// an architecture; false if none does.
func Lowest(arch string, files []*elf.File) (Policy, bool) {
	for _, p := range Policies() {
		if p.Has(arch) && !slices.ContainsFunc(files, func(f *elf.File) bool { return len(p.Beyond(f)) > 0 }) {
			return p, true
		}
	}
	return Policy{}, false
}
