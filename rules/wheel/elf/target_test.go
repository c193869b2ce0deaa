package elf_test

import (
	stdelf "debug/elf"
	"encoding/binary"
	"strings"
	"testing"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/elf/elftest"
)

func TestParseAttributes(t *testing.T) {
	little := binary.LittleEndian
	section := func(scope string) []byte {
		return append([]byte{'A', byte(4 + 6 + len(scope)), 0, 0, 0}, "aeabi\x00"+scope...)
	}
	tests := []struct {
		name string
		in   []byte
		want elf.Attributes
		err  string
	}{
		{"defaults", []byte("A"), elf.Attributes{Float: elf.SoftFloat}, ""},
		{"v6K, NEON, either float", elftest.Attributes(little, "", 6, 9, 12, 1, 28, 3), elf.Attributes{CPU: elf.CPUv6K, SIMD: 1}, ""},
		{"private float", elftest.Attributes(little, "x", 28, 2), elf.Attributes{Float: elf.OtherFloat}, ""},
		{"profile", elftest.Attributes(little, "x", 7, 'M', 6, 10), elf.Attributes{CPU: elf.CPUv7, Profile: 'M', Float: elf.SoftFloat}, ""},
		{"texts passed over", section("\x01\x17\x00\x00\x00\x43\x32.09\x00\x41ab\x00\x20\x01gnu\x00\x06\x06"), elf.Attributes{CPU: elf.CPUv6, Float: elf.SoftFloat}, ""},
		{"other scope", section("\x02\x08\x00\x00\x00\x00\x06\x0a"), elf.Attributes{Float: elf.SoftFloat}, ""},
		{"empty", nil, elf.Attributes{}, "version A"},
		{"other version", []byte("B\x00"), elf.Attributes{}, "version A"},
		{"length too small", []byte("A\x03\x00\x00\x00"), elf.Attributes{}, "a length of 3"},
		{"length too large", []byte("A\xff\x00\x00\x00aeabi\x00"), elf.Attributes{}, "a length of 255"},
		{"vendor without end", []byte("A\x06\x00\x00\x00ab"), elf.Attributes{}, "without its end"},
		{"scope too small", section("\x01\x04\x00\x00\x00"), elf.Attributes{}, "a length of 4"},
		{"value cut off", section("\x01\x06\x00\x00\x00\x06"), elf.Attributes{}, "cut off"},
		{"value too large", section("\x01\x0c\x00\x00\x00\x06\xff\xff\xff\xff\xff\x01"), elf.Attributes{}, "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := elf.ParseAttributes(tt.in, little)
			switch {
			case tt.err != "":
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want an error with %q", err, tt.err)
				}
			case err != nil:
				t.Error(err)
			case got != tt.want:
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	object := func(m stdelf.Machine, c stdelf.Class, d stdelf.Data) elftest.Object {
		return elftest.Object{Machine: m, Class: c, Data: d}
	}
	arm := func(pairs ...uint64) elftest.Object {
		o := elftest.ARMv6Soft()
		o.Attributes = elftest.Attributes(binary.LittleEndian, "", pairs...)
		return o
	}
	bare := elftest.ARMv6Soft()
	bare.Attributes = nil
	le, be := stdelf.ELFDATA2LSB, stdelf.ELFDATA2MSB
	tests := []struct {
		name, arch string
		float      elf.FloatABI
		object     elftest.Object
		want       string // in the only problem; none if empty
	}{
		{"amd64", "x86_64", 0, object(stdelf.EM_X86_64, stdelf.ELFCLASS64, le), ""},
		{"x32", "x86_64", 0, object(stdelf.EM_X86_64, stdelf.ELFCLASS32, le), "is for 32-bit little-endian EM_X86_64, not for 64-bit"},
		{"i686", "i686", 0, object(stdelf.EM_386, stdelf.ELFCLASS32, le), ""},
		{"arm64 under armv7l", "armv7l", 0, object(stdelf.EM_AARCH64, stdelf.ELFCLASS64, le), "not for 32-bit little-endian EM_ARM"},
		{"mips, either byte order", "mips", 0, object(stdelf.EM_MIPS, stdelf.ELFCLASS32, be), ""},
		{"mipsel", "mipsel", 0, object(stdelf.EM_MIPS, stdelf.ELFCLASS32, le), ""},
		{"mips under mipsel", "mipsel", 0, object(stdelf.EM_MIPS, stdelf.ELFCLASS32, be), "big-endian EM_MIPS"},
		{"mips64el", "mips64el", 0, object(stdelf.EM_MIPS, stdelf.ELFCLASS64, le), ""},
		{"riscv64", "riscv64", 0, elftest.Object{Machine: stdelf.EM_RISCV, Class: stdelf.ELFCLASS64, Data: le, Flags: 4}, ""},
		{"riscv64 soft", "riscv64", 0, object(stdelf.EM_RISCV, stdelf.ELFCLASS64, le), "soft-float ABI, the platform's is double"},
		{"header against attributes", "armv6l", 0, elftest.Object{Machine: stdelf.EM_ARM, Class: stdelf.ELFCLASS32, Data: le, Flags: 0x400, Attributes: elftest.ARMv6Soft().Attributes}, "differ on the float ABI"},
		{"Thumb-2 on v6", "armv6l", 0, arm(6, 6, 9, 2), "Thumb-2"},
		{"mips5 on 32 bits", "mipsel", 0, elftest.Object{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32, Data: le, Flags: 4 << 28}, "built for mips5, which a 32-bit MIPS"},
		{"n32", "mipsel", 0, elftest.Object{Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32, Data: le, Flags: 8<<28 | 0x20}, "N32"},
		{"s390x", "s390x", 0, object(stdelf.EM_S390, stdelf.ELFCLASS64, le), "little-endian EM_S390"},
		{"v6 soft", "armv6l", elf.SoftFloat, elftest.ARMv6Soft(), ""},
		{"v6 runs on v7", "armv7l", elf.SoftFloat, elftest.ARMv6Soft(), ""},
		{"v6K", "armv6l", 0, arm(6, 9), ""},
		{"v6T2", "armv6l", 0, arm(6, 8), "built for ARM v6T2, the ceiling is v6"},
		{"v7 under v6", "armv6l", elf.HardFloat, arm(6, 10, 28, 1), "built for ARM v7, the ceiling is v6"},
		{"v6 under v5", "armel", 0, elftest.ARMv6Soft(), "the ceiling is v5"},
		{"microcontroller", "armv7l", 0, arm(6, 11), "v6-M, which no Linux system runs"},
		{"v7-M", "armv7l", 0, arm(6, 10, 7, 'M'), "no Linux system"},
		{"unknown", "armv8l", 0, arm(6, 99), "architecture 99, which no Linux"},
		{"VFPv3 on v6", "armv6l", 0, arm(6, 6, 10, 3), "Tag_FP_arch 3"},
		{"NEON on v6", "armv6l", 0, arm(6, 6, 12, 1), "NEON"},
		{"hard under soft", "armv7l", elf.SoftFloat, elftest.ARMv7Hard(), "has the hard-float ABI, the platform's is soft"},
		{"soft under hard", "armv7l", elf.HardFloat, elftest.ARMv6Soft(), "has the soft-float ABI, the platform's is hard"},
		{"passes no floats", "armv7l", elf.HardFloat, arm(6, 6, 28, 3), ""},
		{"no attributes", "armv7l", 0, bare, "no .ARM.attributes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := elf.Read(tt.object.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			target, ok := elf.TargetOf(tt.arch)
			if !ok {
				t.Fatalf("no target for %s", tt.arch)
			}
			target.Float = tt.float
			got := target.Problems(f)
			if tt.want == "" && len(got) == 0 {
				return
			}
			if len(got) != 1 || !strings.Contains(got[0].String(), tt.want) || tt.want == "" {
				t.Errorf("got %q, want one with %q", got, tt.want)
			}
		})
	}
	if _, ok := elf.TargetOf("vax"); ok {
		t.Error("a target for vax")
	}
}

func TestEverywhere(t *testing.T) {
	tests := []struct {
		soname string
		libc   elf.Libc
		want   bool
	}{
		{"libc.so.6", elf.Glibc, true},
		{"libpthread.so.0", elf.Glibc, true},
		{"libgcc_s.so.1", elf.Glibc, true},
		{"libstdc++.so.6", elf.Glibc, true},
		{"ld-linux.so.3", elf.Glibc, true},
		{"ld-linux-armhf.so.3", elf.Glibc, true},
		{"ld-linux-x86-64.so.2", elf.Glibc, true},
		{"ld-linux-riscv64-lp64d.so.1", elf.Glibc, true},
		{"ld.so.1", elf.Glibc, true},
		{"ld64.so.2", elf.Glibc, true},
		{"libxml2.so.2", elf.Glibc, false},
		{"libc.so.6.evil", elf.Glibc, false},
		{"libcrypt.so.1", elf.Glibc, false},
		{"libc.musl-x86_64.so.1", elf.Glibc, false},
		{"libc.musl-x86_64.so.1", elf.Musl, true},
		{"ld-musl-armhf.so.1", elf.Musl, true},
		{"libc.so.6", elf.Musl, false},
	}
	for _, tt := range tests {
		if got := elf.Everywhere(tt.soname, tt.libc); got != tt.want {
			t.Errorf("Everywhere(%q, %d) = %v", tt.soname, tt.libc, got)
		}
	}
}

func TestVersion(t *testing.T) {
	ordered := []string{"2.2", "2.2.5", "2.4", "2.17", "2.36", "3.0"}
	for i, s := range ordered {
		v, ok := elf.ParseVersion(s)
		if !ok || v.String() != s {
			t.Errorf("%s is read as %v, %v", s, v, ok)
		}
		for j, other := range ordered {
			w, _ := elf.ParseVersion(other)
			if v.Less(w) != (i < j) {
				t.Errorf("%s before %s: %v", s, other, v.Less(w))
			}
		}
	}
	for _, s := range []string{"", "2", "2.x", "2.1.1.1", "ABI_DT_RELR", "2.99999999"} {
		if _, ok := elf.ParseVersion(s); ok {
			t.Errorf("%q is read as a version", s)
		}
	}
}
