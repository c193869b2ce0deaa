package elf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/elf"

	"github.com/google/go-cmp/cmp"
)

// module reads a shared object that testdata/modules/generate.sh made.
func module(t testing.TB, name string) *elf.File {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "modules", name+".so"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := elf.Read(b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func TestModuleProblems(t *testing.T) {
	soft := func(target elf.Target) elf.Target { target.Float = elf.SoftFloat; return target }
	hard := func(target elf.Target) elf.Target { target.Float = elf.HardFloat; return target }
	same := func(target elf.Target) elf.Target { return target }
	tests := []struct {
		module, arch string
		as           func(elf.Target) elf.Target
		want         []string // in the problems, in order
	}{
		{"x86_64", "x86_64", same, nil},
		{"aarch64", "aarch64", same, nil},
		{"armv6-soft", "armv6l", soft, nil},
		{"armv7-hard", "armv7l", hard, nil},
		{"armv7-neon", "armv7l", hard, nil},
		{"mipsel", "mipsel", hard, nil},
		{"riscv64", "riscv64", same, nil},

		{"armv7-soft", "armv6l", soft, []string{"built for ARM v7, the ceiling is v6; compile with -march=armv6", "uses Thumb-2, which ARM v6 lacks"}},
		{"armv7-hard", "armv6l", soft, []string{"ARM v7", "Tag_FP_arch 4", "Thumb-2", "has the hard-float ABI, the platform's is soft-float"}},
		{"armv7-neon", "armv6l", hard, []string{"ARM v7", "Tag_FP_arch 3", "uses NEON", "Thumb-2"}},
		{"armv6-soft", "armv7l", hard, []string{"has the soft-float ABI, the platform's is hard-float; compile and link all of it with -mfloat-abi=hard"}},
		{"x86_64-v3", "x86_64", same, []string{"needs x86-64-v3, the ceiling is x86-64; compile with -march=x86-64"}},
		{"mipsel-soft", "mipsel", hard, []string{"has the soft-float ABI, the platform's is hard-float; compile and link all of it with -mhard-float"}},
		{"mipsel-r6", "mipsel", hard, []string{"is built for mips32r6, the ceiling is release 2; compile with -march=mips32r2"}},
		{"mipsel", "mips64el", same, []string{"is for 32-bit little-endian EM_MIPS, not for 64-bit"}},
		{"riscv64-soft", "riscv64", same, []string{"has the soft-float ABI, the platform's is double-float; compile with -mabi=lp64d"}},
		{"riscv64-zba", "riscv64", same, []string{`uses the extension "zba"`}},
	}
	for _, tt := range tests {
		t.Run(tt.module+" for "+tt.arch, func(t *testing.T) {
			target, ok := elf.TargetOf(tt.arch)
			if !ok {
				t.Fatal("no such target")
			}
			got := tt.as(target).Problems(module(t, tt.module))
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %d", got, len(tt.want))
			}
			for i, want := range tt.want {
				if !strings.Contains(got[i].String(), want) {
					t.Errorf("problem %d is %q, want it to contain %q", i, got[i], want)
				}
			}
		})
	}
}

func TestMIPSReleases(t *testing.T) {
	six, _ := elf.TargetOf("mipsel")
	six.Level = 6
	for name, want := range map[string]int{"mipsel-r6": 0, "mipsel": 1} {
		if got := six.Problems(module(t, name)); len(got) != want {
			t.Errorf("%s on release 6: %q", name, got)
		}
	}
}

func TestHardening(t *testing.T) {
	good := elf.Hardening{StackHeader: true, RELRO: true, Writable: true}
	for name, change := range map[string]func(*elf.Hardening){
		"x86_64":          func(*elf.Hardening) {},
		"aarch64":         func(*elf.Hardening) {},
		"armv6-soft":      func(*elf.Hardening) {},
		"riscv64":         func(*elf.Hardening) {},
		"mipsel":          func(h *elf.Hardening) { h.ExecStack = true }, // as Debian's compiler for it has it
		"exec-stack":      func(h *elf.Hardening) { h.ExecStack = true },
		"no-relro":        func(h *elf.Hardening) { h.RELRO = false },
		"lazy":            func(h *elf.Hardening) { h.Lazy = true },
		"text-relocation": func(h *elf.Hardening) { h.TextRel = true },
		"debug": func(h *elf.Hardening) {
			h.Symtab = true
			h.Debug = []string{".debug_abbrev", ".debug_aranges", ".debug_info", ".debug_line", ".debug_line_str", ".debug_str"}
		},
	} {
		want := good
		change(&want)
		if diff := cmp.Diff(want, module(t, name).Hardening); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestSymbolsAgreeWithReadelf compares symbols and versions with a tool that
// nobody here wrote, for every machine.
func TestSymbolsAgreeWithReadelf(t *testing.T) {
	readelf := require.Tool(t, "readelf")
	files, err := filepath.Glob("testdata/modules/*.so")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d modules, %v", len(files), err)
	}
	line := regexp.MustCompile(`(?m)^ +\d+: [0-9a-f]+ +\S+ \S+ +(GLOBAL|WEAK) +(DEFAULT|PROTECTED) .*?(UND|\d+) ([\w@.]+)(?: \(\d+\))?$`)
	for _, file := range files {
		out, err := exec.Command(readelf, "--wide", "--dyn-syms", file).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var want, got []string
		for _, m := range line.FindAllStringSubmatch(string(out), -1) {
			want = append(want, fmt.Sprintf("%v %v %s", m[3] == "UND", m[1] == "WEAK", strings.ReplaceAll(m[4], "@@", "@")))
		}
		f := module(t, strings.TrimSuffix(filepath.Base(file), ".so"))
		for _, s := range f.Imports {
			got = append(got, fmt.Sprintf("true %v %s", s.Weak, s))
		}
		for _, s := range f.Exports {
			got = append(got, fmt.Sprintf("false %v %s", s.Weak, s))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 3 {
			t.Errorf("%s (-readelf +dbx)\n%s", file, diff)
		}
		versions, err := exec.Command(readelf, "--wide", "-V", file).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, versions)
		}
		count := 0
		for _, need := range f.Versions {
			for _, v := range need.Versions {
				count++
				if !bytes.Contains(versions, []byte("Name: "+v+" ")) {
					t.Errorf("%s: readelf does not know of %s", file, v)
				}
			}
		}
		if n := bytes.Count(versions, []byte("  Name: ")); n != count {
			t.Errorf("%s: %d versions, readelf has %d", file, count, n)
		}
	}
}

// TestHeadersAgreeWithReadelf compares headers, needs and hardening.
func TestHeadersAgreeWithReadelf(t *testing.T) {
	readelf := require.Tool(t, "readelf")
	files, err := filepath.Glob("testdata/modules/*.so")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d modules, %v", len(files), err)
	}
	for _, file := range files {
		out, err := exec.Command(readelf, "--wide", "-h", "-d", "-l", "-S", "-A", file).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		f := module(t, strings.TrimSuffix(filepath.Base(file), ".so"))
		all := func(pattern string) []string {
			var found []string
			for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(out), -1) {
				found = append(found, m[1])
			}
			return found
		}
		compare := func(what string, want, got any) {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-readelf +dbx)\n%s", file, what, diff)
			}
		}
		compare("flags", all(`Flags: +(0x[0-9a-f]+)`)[0], fmt.Sprintf("0x%x", f.Flags))
		compare("needed", all(`\(NEEDED\) .*\[(.*)\]`), f.Needed)
		compare("run path", all(`\(RUNPATH\) .*\[(.*)\]`), f.RunPath)
		compare("executable stack", all(`GNU_STACK .* RW(E?) `)[0] == "E", f.Hardening.ExecStack)
		compare("RELRO", len(all(`(GNU_RELRO) `)) > 0, f.Hardening.RELRO)
		compare("text relocations", len(all(`\((TEXTREL)\)`)) > 0, f.Hardening.TextRel)
		compare("binding", len(all(`\((JMPREL)\)`)) > 0 && len(all(`(BIND_NOW)`)) == 0, f.Hardening.Lazy)
		compare("symbol table", len(all(` (SYMTAB) `)) > 0, f.Hardening.Symtab)
		if f.ARM != nil {
			compare("architecture", all(`Tag_CPU_arch: (\S+)`)[0], f.ARM.CPU.String())
			compare("hard float", len(all(`Tag_ABI_VFP_args: (VFP registers)`)) > 0, f.ARM.Float == elf.HardFloat)
		}
		if f.MIPS != nil {
			compare("ISA", strings.ToLower(all(`ISA: (\S+)`)[0]), f.MIPS.String())
			compare("soft float", len(all(`FP ABI: (Soft)`)) > 0, f.MIPS.Float == elf.SoftFloat)
		}
		if f.RISCV != nil {
			compare("RISC-V", all(`(\w+)-float ABI`)[0]+" "+all(`Tag_RISCV_arch: "(.*)"`)[0], f.RISCV.Float+" "+f.RISCV.Arch)
		}
	}
}
