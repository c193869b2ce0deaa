package gate_test

import (
	stdelf "debug/elf"
	"testing"

	"dbx/rules/wheel/elf/elftest"
	"dbx/rules/wheel/gate"
	"dbx/rules/wheel/whl"
)

const (
	armFile = "native/native.cpython-311-arm-linux-gnueabi.so"
	hfFile  = "native/native.cpython-311-arm-linux-gnueabihf.so"
)

func TestMachine(t *testing.T) {
	v6 := whl.Platform{Arch: "arm", Variant: "v6", FloatABI: "soft"}
	tests := []struct {
		name, tag, so, module string
		platform              whl.Platform
		want                  []string
	}{
		{"ARMv7 code in an ARMv6 wheel", "linux_armv6l", armFile, "armv7-soft", v6,
			[]string{armFile + ": is built for ARM v7, the ceiling is v6; compile with -march=armv6", "uses Thumb-2|-marm"}},
		{"by the tag alone", "linux_armv6l", armFile, "armv7-soft", whl.Platform{}, []string{"is built for ARM v7", "Thumb-2"}},
		{"hard float in a soft-float wheel", "linux_armv7l", armFile, "armv7-hard", whl.Platform{Arch: "arm", Variant: "v7", FloatABI: "soft"},
			[]string{armFile + ": has the hard-float ABI, the platform's is soft-float; compile and link all of it with -mfloat-abi=soft",
				"is named for arm-linux-gnueabi but has the hard-float ABI|sysconfig"}},
		{"soft float in a hard-float wheel", "linux_armv7l", hfFile, "armv6-soft", whl.Platform{Arch: "arm", Variant: "v7", FloatABI: "hard"},
			[]string{"has the soft-float ABI, the platform's is hard-float", "is named for arm-linux-gnueabihf but has the soft-float ABI"}},
		{"NEON on ARMv6", "linux_armv6l", hfFile, "armv7-neon", whl.Platform{},
			[]string{"ARM v7", "Tag_FP_arch 3|-mfpu=vfpv2", "uses NEON, which ARM v6 lacks|-mfpu=neon", "Thumb-2"}},
		{"aarch64 code under armv7l", "linux_armv7l", armFile, "aarch64", whl.Platform{}, []string{"is for 64-bit little-endian EM_AARCH64, not for 32-bit little-endian EM_ARM; build it with the target's compiler"}},
		{"x86-64-v3", "linux_x86_64", x64File, "x86_64-v3", whl.Platform{Arch: "amd64"}, []string{"needs x86-64-v3, the ceiling is x86-64; compile with -march=x86-64,"}},
		{"MIPS soft float", "linux_mips", "native/native.so", "mipsel-soft", whl.Platform{Arch: "mipsel", FloatABI: "hard"}, []string{"has the soft-float ABI|-mhard-float"}},
		{"MIPS release 6", "linux_mips", "native/native.so", "mipsel-r6", whl.Platform{Arch: "mipsel"}, []string{"is built for mips32r6|-march=mips32r2"}},
		{"little-endian in a big-endian wheel", "linux_mips", "native/native.so", "mipsel", whl.Platform{Arch: "s390x"}, []string{"not for 64-bit big-endian EM_S390"}},
		{"RISC-V soft float", "linux_riscv64", "native/native.so", "riscv64-soft", whl.Platform{}, []string{"has the soft-float ABI, the platform's is double-float; compile with -mabi=lp64d"}},
		{"RISC-V extension", "linux_riscv64", "native/native.so", "riscv64-zba", whl.Platform{}, []string{`uses the extension "zba"|-march=rv64gc`}},
		{"unknown machine", "linux_vax", "native/native.so", "x86_64", whl.Platform{}, []string{`no machine is known as "vax"|correct the platform`}},
		{"unknown variant", "linux_x86_64", x64File, "x86_64", whl.Platform{Arch: "amd64", Variant: "v9"}, []string{`variant "v9"`}},
		{"v3 where it is the baseline", "linux_x86_64", "native/native.so", "x86_64", whl.Platform{Arch: "amd64", Variant: "v3"}, nil},
		{"mipsel", "linux_mips", "native/native.so", "mipsel", whl.Platform{Arch: "mipsel", Variant: "r2", FloatABI: "hard"}, nil},
		{"ARMv6 code under armv7l", "linux_armv6l.linux_armv7l", armFile, "armv6-soft", v6, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := zipped(t, compiled("cp311-cp311-"+tt.tag, tt.so, module(t, tt.module)), nil)
			v := ask(t, "machine", "native-1.0-cp311-cp311-"+tt.tag+".whl", raw, gate.Target{Platform: tt.platform})
			refused(t, v, tt.want...)
		})
	}
	broken := zipped(t, compiled("cp311-cp311-linux_x86_64", x64File, module(t, "x86_64")[:500]), nil)
	refused(t, ask(t, "machine", x64Name, broken, gate.Target{}), x64File+": not a readable ELF file|link it again")
}

// object returns an object for x86-64 that needs these versions of symbols.
func object(versions ...string) elftest.Object {
	return elftest.Object{Machine: stdelf.EM_X86_64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2LSB, Stack: true,
		Needed: []string{"libc.so.6"}, Versions: versions}
}

func TestPolicy(t *testing.T) {
	tests := []struct {
		name, tag string
		object    elftest.Object
		target    gate.Target
		want      []string
	}{
		{"glibc", "manylinux_2_5_x86_64", object("GLIBC_2.2.5", "GLIBC_2.14"), gate.Target{},
			[]string{x64File + ": needs GLIBC_2.14, more than the tag manylinux_2_5_x86_64 promises; build it with the libraries of an older distribution, or tag it manylinux_2_17_x86_64"}},
		{"a legacy tag", "manylinux2010_x86_64", object("GLIBC_2.14"), gate.Target{}, []string{"the tag manylinux2010_x86_64 promises"}},
		{"libstdc++", "manylinux_2_17_x86_64", object("GLIBC_2.14", "GLIBCXX_3.4.20", "CXXABI_1.3.8", "GCC_3.0"), gate.Target{},
			[]string{"needs GLIBCXX_3.4.20, CXXABI_1.3.8, more than|tag it manylinux_2_24_x86_64"}},
		{"libgcc", "manylinux_2_17_x86_64", object("GCC_7.0.0"), gate.Target{}, []string{"needs GCC_7.0.0|tag it manylinux_2_27_x86_64"}},
		{"float128", "manylinux2014_x86_64", object("CXXABI_FLOAT128"), gate.Target{}, []string{"needs CXXABI_FLOAT128|manylinux_2_24"}},
		{"relative relocations", "manylinux_2_35_x86_64", object("GLIBC_ABI_DT_RELR"), gate.Target{}, []string{"needs GLIBC_ABI_DT_RELR|manylinux_2_36"}},
		{"private", "manylinux_2_35_x86_64", object("GLIBC_PRIVATE"), gate.Target{}, []string{"needs GLIBC_PRIVATE|tag it linux_x86_64"}},
		{"musl tag", "musllinux_1_1_x86_64", object("GLIBC_2.14"), gate.Target{}, []string{"is linked with glibc, the tag musllinux_1_1_x86_64 is for musl; build it on musl, or tag it manylinux_2_17_x86_64"}},
		{"older than all", "manylinux_2_4_x86_64", object("GLIBC_2.2.5"), gate.Target{}, []string{"is older than all of manylinux|tag it manylinux_2_5_x86_64"}},
		{"ARMv6 has none", "manylinux_2_17_armv6l", object(), gate.Target{}, []string{"no installer on armv6l takes the tag manylinux_2_17_armv6l; tag it linux_armv6l"}},
		{"the target's glibc", "linux_x86_64", object("GLIBC_2.37"), gate.Target{MaxGlibc: "2.36"}, []string{"needs glibc 2.37, the platform's newest is 2.36; build it with an older libc"}},
		{"no version", "linux_x86_64", object(), gate.Target{MaxGlibc: "new"}, []string{`is "new", which is no version`}},
		{"two tags, one false", "manylinux_2_17_x86_64.manylinux_2_5_x86_64", object("GLIBC_2.14"), gate.Target{}, []string{"the tag manylinux_2_5_x86_64 promises"}},
		{"just right", "manylinux_2_17_x86_64", object("GLIBC_2.14", "GLIBCXX_3.4.19", "CXXABI_TM_1"), gate.Target{MaxGlibc: "2.14"}, nil},
		{"between two distributions", "manylinux_2_14_x86_64", object("GLIBC_2.14", "GLIBCXX_3.4.13"), gate.Target{}, nil},
		{"linux claims nothing", "linux_x86_64", object("GLIBC_2.99", "GLIBC_PRIVATE"), gate.Target{}, nil},
		{"the future", "manylinux_2_99_x86_64", object("GLIBC_2.99"), gate.Target{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := zipped(t, compiled("cp311-cp311-"+tt.tag, x64File, string(tt.object.Bytes())), nil)
			refused(t, ask(t, "policy", "native-1.0-cp311-cp311-"+tt.tag+".whl", raw, tt.target), tt.want...)
		})
	}
}

func TestLibraries(t *testing.T) {
	linked := func(runPath string, needed ...string) string {
		o := object()
		o.Needed, o.RunPath = append(o.Needed, needed...), runPath
		return string(o.Bytes())
	}
	tests := []struct {
		name, code string
		more       []member
		target     gate.Target
		want       []string
	}{
		{"external", module(t, "zlib"), nil, gate.Target{}, []string{x64File + ": needs libz.so.1, which is neither in the wheel nor on every system; link it statically"}},
		{"allowed", module(t, "zlib"), nil, gate.Target{Libraries: []string{"libz.so.1"}}, nil},
		{"run path", module(t, "run-path"), nil, gate.Target{}, []string{`has the run path "/opt/lib", which does not begin with $ORIGIN; link with no -rpath`}},
		{"empty entry is the working folder", linked("$ORIGIN:"), nil, gate.Target{}, []string{`has the run path ""`}},
		{"out of the wheel", linked("$ORIGIN/../../lib"), nil, gate.Target{}, []string{`"$ORIGIN/../../lib", which leads out of the wheel`}},
		{"another name", linked("$ORIGINAL"), nil, gate.Target{}, []string{"does not begin with $ORIGIN"}},
		{"by its path", linked("", "/usr/lib/libz.so.1"), nil, gate.Target{}, []string{"needs /usr/lib/libz.so.1 by its path|soname"}},
		{"inside, not reached", linked("", "libz.so.1"), []member{{name: "native.libs/libz.so.1", content: "x"}}, gate.Target{},
			[]string{"needs libz.so.1, which is in the wheel as native.libs/libz.so.1 where no run path leads; link with -rpath $ORIGIN"}},
		{"inside", linked("${ORIGIN}/../native.libs", "libz.so.1"), []member{{name: "native.libs/libz.so.1", content: "x"}}, gate.Target{}, nil},
		{"inside, in platlib", linked("$ORIGIN/../native.libs", "libz.so.1"), []member{{name: "native-1.0.data/platlib/native.libs/libz.so.1", content: "x"}}, gate.Target{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			members := append(compiled("cp311-cp311-linux_x86_64", x64File, tt.code), tt.more...)
			refused(t, ask(t, "libraries", x64Name, zipped(t, members, nil), tt.target), tt.want...)
		})
	}
	musl := zipped(t, x64(t, "x86_64"), nil)
	refused(t, ask(t, "libraries", "native-1.0-cp311-cp311-musllinux_1_1_x86_64.whl", musl, gate.Target{}), "needs libc.so.6, which is neither")
}

func TestHardening(t *testing.T) {
	bare := object()
	bare.Stack = false
	holding := func(text string) string {
		o := object()
		o.Payload = []byte(text)
		return string(o.Bytes())
	}
	tests := []struct {
		name, code string
		target     gate.Target
		want       []string
	}{
		{"executable stack", module(t, "exec-stack"), gate.Target{}, []string{x64File + ": asks for an executable stack; link with -Wl,-z,noexecstack"}},
		{"no stack header", string(bare.Bytes()), gate.Target{}, []string{"has no PT_GNU_STACK header|.note.GNU-stack"}},
		{"no RELRO", module(t, "no-relro"), gate.Target{}, []string{"has no RELRO segment; link with -Wl,-z,relro"}},
		{"lazy", module(t, "lazy"), gate.Target{}, []string{"binds functions when they are first called|-Wl,-z,now"}},
		{"text relocations", module(t, "text-relocation"), gate.Target{}, []string{"has relocations in its code (DT_TEXTREL); compile all of it with -fPIC"}},
		{"not stripped", module(t, "debug"), gate.Target{}, []string{"has sections for debuggers, .debug_abbrev,|link with -s"}},
		{"build path", holding("\x00/build/src/x.c\x00/work/y.c\x00"), gate.Target{}, []string{"holds the build path /work/y.c; compile with -ffile-prefix-map"}},
		{"other build path", holding("\x00/home/me/x.c\x00/work/y.c\x00"), gate.Target{BuildPaths: []string{"/home/"}}, []string{"holds the build path /home/me/x.c"}},
		{"no build path", holding("\x00src/build/src/x.c\x00/build/\x00a/work/abc"), gate.Target{}, nil},
		{"Debian's MIPS", module(t, "mipsel"), gate.Target{}, []string{"executable stack"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := zipped(t, compiled("cp311-cp311-linux_x86_64", x64File, tt.code), nil)
			refused(t, ask(t, "hardening", x64Name, raw, tt.target), tt.want...)
		})
	}
}
