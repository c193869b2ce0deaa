package manylinux_test

import (
	"bytes"
	stdelf "debug/elf"
	"os/exec"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/elf/elftest"
	"dbx/rules/wheel/manylinux"
)

func file(t *testing.T, versions ...string) *elf.File {
	t.Helper()
	o := elftest.Object{Machine: stdelf.EM_X86_64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2LSB, Versions: versions}
	f, err := elf.Read(o.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLowest(t *testing.T) {
	tests := []struct {
		arch, versions, want string // tag and its older name; empty if there is none
	}{
		{"x86_64", "", "manylinux_2_5_x86_64 manylinux1_x86_64"},
		{"x86_64", "GLIBC_2.2.5 GLIBC_2.14", "manylinux_2_17_x86_64 manylinux2014_x86_64"},
		{"i686", "GLIBC_2.12", "manylinux_2_12_i686 manylinux2010_i686"},
		{"aarch64", "GLIBC_2.17", "manylinux_2_17_aarch64 manylinux2014_aarch64"},
		{"riscv64", "GLIBC_2.27", "manylinux_2_31_riscv64 "},
		{"loongarch64", "", "manylinux_2_36_loongarch64 "},
		{"x86_64", "GLIBC_2.34", "manylinux_2_34_x86_64 "},
		{"x86_64", "GLIBC_2.4 GLIBCXX_3.4.30", "manylinux_2_35_x86_64 "},
		{"x86_64", "CXXABI_1.3.14", "manylinux_2_39_x86_64 "},
		{"x86_64", "ZLIB_99.0", "manylinux_2_5_x86_64 manylinux1_x86_64"},
		{"ppc64le", "GLIBCXX_LDBL_3.4.21", "manylinux_2_24_ppc64le "},
		{"armv7l", "CXXABI_ARM_1.3.3", "manylinux_2_17_armv7l manylinux2014_armv7l"},
		{"x86_64", "GLIBC_9.0", ""},
		{"x86_64", "GLIBC_PRIVATE", ""},
		{"armv6l", "", ""},
		{"mips", "", ""},
	}
	for _, tt := range tests {
		got := ""
		if p, ok := manylinux.Lowest(tt.arch, []*elf.File{file(t), file(t, strings.Fields(tt.versions)...)}); ok {
			got = p.Tag(tt.arch) + " " + p.LegacyTag(tt.arch)
		}
		if got != tt.want {
			t.Errorf("%s with %q: %q, want %q", tt.arch, tt.versions, got, tt.want)
		}
	}
}

// TestOrder: a newer policy promises all that an older one does.
func TestOrder(t *testing.T) {
	all := manylinux.Policies()
	everything := file(t, "GLIBC_2.5", "GLIBC_2.12", "GLIBC_2.17", "GLIBC_2.28", "GLIBC_2.34", "GLIBCXX_3.4.8", "GLIBCXX_3.4.19",
		"GLIBCXX_3.4.28", "CXXABI_1.3.1", "CXXABI_1.3.11", "GCC_4.2.0", "GCC_7.0.0", "CXXABI_TM_1")
	for i, p := range all[1:] {
		if p.Minor <= all[i].Minor {
			t.Errorf("2.%d comes after 2.%d", p.Minor, all[i].Minor)
		}
		if older, newer := len(all[i].Beyond(everything)), len(p.Beyond(everything)); newer > older {
			t.Errorf("2.%d promises less than 2.%d", p.Minor, all[i].Minor)
		}
	}
}

// TestKnownAsPip compares which architectures have manylinux tags with pip.
func TestKnownAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	const script = `
from pip._vendor.packaging import _manylinux as m
m._is_linux_armhf = m._is_linux_i686 = lambda *a: True
for arch in "x86_64 i686 aarch64 armv7l armv6l mips mips64 ppc64 ppc64le s390x".split():
    try: ok = m._have_compatible_abi("", [arch])
    except TypeError: ok = m._have_compatible_abi(arch)
    except OSError: ok = True
    print(arch, ok)
`
	out, err := exec.Command(require.Tool(t, "python3"), "-c", script).Output()
	if err != nil {
		require.Missing(t, "pip", "python3 has no pip whose manylinux tags can be asked: "+err.Error())
	}
	for line := range bytes.Lines(out) {
		arch, answer, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		if manylinux.Known(arch) != (answer == "True") {
			t.Errorf("%s: dbx says %v, pip %s", arch, manylinux.Known(arch), answer)
		}
	}
	if len(out) == 0 {
		t.Error("pip said nothing")
	}
}
