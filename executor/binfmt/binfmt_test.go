package binfmt_test

import (
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/executor/binfmt"
)

// TestRegistration compares with the line that qemu's own script writes for
// ARM, but for name, interpreter and flags.
func TestRegistration(t *testing.T) {
	got, err := binfmt.Registration("arm", "qemu-arm")
	const want = `:dbx-arm:M:0:` +
		`\x7f\x45\x4c\x46\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x28\x00:` +
		`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:qemu-arm:POF`
	if err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	// The highest byte first, the bit that does not count is in the second.
	got, err = binfmt.Registration("s390x", "q")
	if err != nil || !strings.Contains(got, `\x00\x02\x00\x16:`) || !strings.Contains(got, `\xff\xfe\xff\xff:q:`) {
		t.Errorf("s390x: %s, %v", got, err)
	}
	if _, err := binfmt.Registration("pdp11", "q"); err == nil || !strings.Contains(err.Error(), "pdp11") {
		t.Errorf("pdp11: %v", err)
	}
}

func TestMachines(t *testing.T) {
	for arch, want := range map[string]elf.Machine{
		"386": elf.EM_386, "amd64": elf.EM_X86_64, "arm": elf.EM_ARM, "arm64": elf.EM_AARCH64, "loong64": elf.EM_LOONGARCH,
		"mipsle": elf.EM_MIPS, "mips64le": elf.EM_MIPS, "ppc64le": elf.EM_PPC64, "riscv64": elf.EM_RISCV, "s390x": elf.EM_S390,
	} {
		if got := binfmt.Machine(arch); got != uint16(want) {
			t.Errorf("%s is %d, want %d", arch, got, want)
		}
		if name, ok := binfmt.Emulator(arch); !ok || !strings.HasPrefix(name, "qemu-") {
			t.Errorf("%s: emulator %q, %v", arch, name, ok)
		}
	}
	if _, ok := binfmt.Emulator("pdp11"); ok {
		t.Error("there is an emulator of a pdp11")
	}
}

func TestNative(t *testing.T) {
	for _, c := range []struct {
		host, arch string
		want       bool
	}{
		{"amd64", "amd64", true}, {"amd64", "386", true}, {"amd64", "", true},
		{"amd64", "arm64", false}, {"arm64", "arm", false}, {"386", "amd64", false},
	} {
		if got := binfmt.Native(c.host, c.arch); got != c.want {
			t.Errorf("%s on %s: %v", c.arch, c.host, got)
		}
	}
}

const armEntry = `enabled
interpreter /usr/libexec/qemu-arm
flags: POCF
offset 0
magic 7f454c4601010100000000000000000002002800
mask ffffffffffffff00fffffffffffffffffeffffff
`

func TestRegistered(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		found bool
		fixed bool
	}{
		"as qemu does it": {armEntry, true, true},
		"not opened":      {strings.Replace(armEntry, "POCF", "", 1), true, false},
		"disabled":        {strings.Replace(armEntry, "enabled", "disabled", 1), false, false},
		"further inside":  {strings.Replace(armEntry, "offset 0", "offset 4", 1), false, false},
		"another machine": {strings.Replace(armEntry, "2800\n", "b700\n", 1), false, false},
		"by extension":    {"enabled\ninterpreter /x\nflags: F\nextension .exe\n", false, false},
		"strange mask":    {strings.Replace(armEntry, "mask ff", "mask ", 1), false, false},
		"empty":           {"", false, false},
		"without a mask":  {strings.Split(armEntry, "mask")[0], true, true},
		"too long":        {strings.Replace(armEntry, "magic 7f", "magic 7f7f", 1), false, false},
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"register": armEntry, "status": "enabled\n", "python": c.text} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, found := binfmt.Registered(dir, "arm")
		want := binfmt.Entry{}
		if c.found {
			want = binfmt.Entry{Name: "python", Interpreter: "/usr/libexec/qemu-arm", Fixed: c.fixed}
		}
		if found != c.found || got != want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, found, want)
		}
	}
	if _, found := binfmt.Registered(filepath.Join(t.TempDir(), "gone"), "arm"); found {
		t.Error("found where nothing is")
	}
	if _, found := binfmt.Registered(t.TempDir(), "pdp11"); found {
		t.Error("found a pdp11")
	}
}
