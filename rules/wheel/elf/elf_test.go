package elf_test

import (
	"bytes"
	stdelf "debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/elf/elftest"

	"github.com/google/go-cmp/cmp"
)

// The committed objects are what elftest writes, byte for byte, so that they
// are of known origin and the writer cannot drift away from them.
func TestCommittedObjects(t *testing.T) {
	for name, object := range map[string]elftest.Object{
		"armv6-soft.so": elftest.ARMv6Soft(),
		"armv7-hard.so": elftest.ARMv7Hard(),
	} {
		want := object.Bytes()
		if os.Getenv("DBX_UPDATE") != "" {
			if err := os.WriteFile(filepath.Join("testdata", name), want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("testdata/%s is not what elftest writes; run the test with DBX_UPDATE=1", name)
		}
	}
}

func TestRead(t *testing.T) {
	v6, v7 := elftest.ARMv6Soft(), elftest.ARMv7Hard()
	big := elftest.Object{
		Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32, Data: stdelf.ELFDATA2MSB,
		Needed: []string{"libc.so.6"}, RunPath: "$ORIGIN/libs",
	}
	wide := elftest.Object{
		Machine: stdelf.EM_X86_64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2LSB,
		Needed: []string{"libc.so.6"}, Versions: []string{"GLIBC_2.4", "GLIBC_2.34", "GLIBC_PRIVATE", "GLIBC_2.2.5"},
	}
	tests := []struct {
		name   string
		object elftest.Object
		want   elf.File
	}{
		{"ARMv6 soft", v6, elf.File{
			Machine: stdelf.EM_ARM, Class: stdelf.ELFCLASS32, Data: stdelf.ELFDATA2LSB, Type: stdelf.ET_DYN,
			Needed: []string{"libc.so.6", "ld-linux.so.3"},
			Flags:  5 << 24, ARM: &elf.Attributes{CPU: elf.CPUv6, Thumb: 1, Float: elf.SoftFloat},
		}},
		{"ARMv7 hard", v7, elf.File{
			Machine: stdelf.EM_ARM, Class: stdelf.ELFCLASS32, Data: stdelf.ELFDATA2LSB, Type: stdelf.ET_DYN,
			Needed: []string{"libc.so.6", "ld-linux-armhf.so.3"},
			Flags:  5 << 24, ARM: &elf.Attributes{CPU: elf.CPUv7, Profile: 'A', Thumb: 2, FP: 4, Float: elf.HardFloat},
		}},
		{"big-endian with a run path", big, elf.File{
			Machine: stdelf.EM_MIPS, Class: stdelf.ELFCLASS32, Data: stdelf.ELFDATA2MSB, Type: stdelf.ET_DYN,
			Needed: []string{"libc.so.6"}, RunPath: []string{"$ORIGIN/libs"}, MIPS: &elf.MIPS{Level: 1},
		}},
		{"symbol versions", wide, elf.File{
			Machine: stdelf.EM_X86_64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2LSB, Type: stdelf.ET_DYN,
			Needed: []string{"libc.so.6"}, Glibc: elf.Version{Major: 2, Minor: 34},
			Versions: []elf.VersionNeed{{Library: "libc.so.6", Versions: wide.Versions}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := elf.Read(tt.object.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Hardening = got.Hardening // TestHardening looks at it
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	hidden, broken := elftest.ARMv6Soft(), elftest.ARMv6Soft()
	hidden.NoSections = true
	broken.Attributes = []byte("A\x05")
	tests := []struct {
		name, want string
		in         []byte
	}{
		{"empty", "not a readable ELF file", nil},
		{"text", "not a readable ELF file", []byte("#!/bin/sh\n")},
		{"cut off", "not a readable ELF file", elftest.ARMv7Hard().Bytes()[:40]},
		{"no section headers", "dynamic segment", hidden.Bytes()},
		{"broken attributes", "cut off in a length", broken.Bytes()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := elf.Read(tt.in); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

// TestReadelf has a tool that nobody here wrote read the attributes that
// elftest writes.
func TestReadelf(t *testing.T) {
	readelf := require.Tool(t, "readelf")
	for file, want := range map[string][]string{
		"armv6-soft.so": {`Tag_CPU_arch: v6\n`},
		"armv7-hard.so": {`Tag_CPU_arch: v7\n`, `Tag_CPU_arch_profile: Application\n`, `Tag_ABI_VFP_args: VFP registers\n`},
	} {
		out, err := exec.Command(readelf, "--wide", "-A", filepath.Join("testdata", file)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, w := range want {
			if !regexp.MustCompile(w).Match(out) {
				t.Errorf("readelf -A %s lacks %s:\n%s", file, w, out)
			}
		}
	}
}

func TestCompiled(t *testing.T) {
	gcc := require.Tool(t, "gcc")
	dir := t.TempDir()
	source, object := filepath.Join(dir, "a.c"), filepath.Join(dir, "a.so")
	if err := os.WriteFile(source, []byte("#include <stdio.h>\nint f(void){return puts(\"x\");}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(gcc, "-shared", "-fPIC", "-Wl,-rpath,/opt/lib", "-o", object, source)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(object)
	if err != nil {
		t.Fatal(err)
	}
	f, err := elf.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	machine, err := exec.Command("uname", "-m").Output()
	if err != nil {
		t.Fatal(err)
	}
	target, ok := elf.TargetOf(strings.TrimSpace(string(machine)))
	if !ok {
		t.Skipf("no target is known for this machine, %s", machine)
	}
	if bad := target.Problems(f); len(bad) > 0 {
		t.Errorf("this machine's own compiler makes what %v", bad)
	}
	if diff := cmp.Diff([]string{"libc.so.6"}, f.Needed); diff != "" {
		t.Errorf("needed (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/opt/lib"}, f.RunPath); diff != "" {
		t.Errorf("run path (-want +got)\n%s", diff)
	}
	if f.Glibc.Major != 2 {
		t.Errorf("glibc floor %v of an object that calls puts", f.Glibc)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"x86_64-v3", "mipsel-r6", "riscv64-zba"} {
		b, err := os.ReadFile(filepath.Join("testdata", "modules", name+".so"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add(elftest.ARMv6Soft().Bytes())
	f.Add(elftest.ARMv7Hard().Bytes())
	f.Add(elftest.Object{
		Machine: stdelf.EM_S390, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2MSB,
		Needed: []string{"libc.so.6"}, Versions: []string{"GLIBC_2.17"},
	}.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := elf.Read(b)
		if err != nil {
			return
		}
		if !elf.Is(b) {
			t.Error("read what does not begin as an ELF file does")
		}
		if file.ARM != nil && file.Machine != stdelf.EM_ARM {
			t.Error("ARM attributes on another machine")
		}
		for _, s := range append(file.Imports, file.Exports...) {
			if s.Name == "" || !strings.HasPrefix(s.String(), s.Name) {
				t.Errorf("a symbol without a name: %+v", s)
			}
		}
	})
}

// FuzzParseCode reads one section as each of the formats for what code needs.
func FuzzParseCode(f *testing.F) {
	f.Add([]byte("\x00\x00\x20\x02\x01\x01\x00\x05"+strings.Repeat("\x00", 16)), false)
	f.Add([]byte("A\x1c\x00\x00\x00riscv\x00\x01\x12\x00\x00\x00\x04\x10\x05rv64i2p1\x00"), false)
	f.Add([]byte("\x04\x00\x00\x00\x10\x00\x00\x00\x05\x00\x00\x00GNU\x00\x02\x80\x00\xc0\x04\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00"), false)
	f.Fuzz(func(t *testing.T, b []byte, big bool) {
		var order binary.ByteOrder = binary.LittleEndian
		if big {
			order = binary.BigEndian
		}
		if m, err := elf.ParseABIFlags(b, order, elf.MIPS{}); err == nil && m.String() == "" {
			t.Errorf("%+v has no name", m)
		}
		if arch, err := elf.ParseRISCVArch(b, order); err == nil && strings.Contains(arch, "\x00") {
			t.Errorf("%q holds its own end", arch)
		}
		for _, class := range []stdelf.Class{stdelf.ELFCLASS32, stdelf.ELFCLASS64} {
			if n, err := elf.ParseX86Needs(b, order, class); err == nil && (n < 0 || n > 4) {
				t.Errorf("x86-64-v%d", n)
			}
		}
	})
}

func FuzzParseAttributes(f *testing.F) {
	f.Add(elftest.Attributes(binary.LittleEndian, "6", 6, 6), false)
	f.Add(elftest.Attributes(binary.BigEndian, "7-A", 6, 10, 28, 1, 32, 0, 0), true)
	f.Fuzz(func(t *testing.T, b []byte, big bool) {
		var order binary.ByteOrder = binary.LittleEndian
		if big {
			order = binary.BigEndian
		}
		a, err := elf.ParseAttributes(b, order)
		if err != nil {
			return
		}
		// A second, harmless subsection changes nothing.
		extra := append(bytes.Clone(b), 0, 0, 0, 0, 'x', 0)
		order.PutUint32(extra[len(b):], 6)
		again, err := elf.ParseAttributes(extra, order)
		if err != nil || again != a {
			t.Errorf("%v, then with another vendor's subsection %v, %v", a, again, err)
		}
	})
}
