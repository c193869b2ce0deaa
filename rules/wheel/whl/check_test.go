package whl_test

import (
	stdelf "debug/elf"
	"encoding/binary"
	"strings"
	"testing"

	"dbx/rules/wheel/elf/elftest"
	"dbx/rules/wheel/whl"
)

const (
	armName  = "MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.whl"
	pureName = "MarkupSafe-2.1.2-py2.py3-none-any.whl"
	soName   = "markupsafe/_speedups.cpython-311-arm-linux-gnueabi.so"
)

func armExpectation() whl.Expectation {
	return whl.Expectation{
		Name: "markupsafe", Version: "2.1.2",
		Platform:   whl.Platform{Arch: "arm", Variant: "v6", FloatABI: "soft"},
		Extensions: []string{"markupsafe._speedups"},
	}
}

// findings runs Check and returns its findings as text.
func findings(t *testing.T, name string, members []member, want whl.Expectation) []string {
	t.Helper()
	in := build(t, members...)
	found, err := whl.Check(name, in, in.Size(), want)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range found {
		lines = append(lines, f.String())
	}
	return lines
}

// expect demands one finding for each of want, which it must contain, and no
// other.
func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d findings, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
		return
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			t.Errorf("finding %d is %q, want it to contain %q", i, got[i], w)
		}
	}
}

func TestCheckPasses(t *testing.T) {
	expect(t, findings(t, armName, armWheel(armv6()), armExpectation()))
	expect(t, findings(t, armName, armWheel(armv6()), whl.Expectation{}))
	expect(t, findings(t, pureName, pureWheel(), whl.Expectation{Name: "markup.safe", Version: "2.1.2.0"}),
		`the name is "MarkupSafe", the target says "markup.safe"`)
	expect(t, findings(t, pureName, pureWheel(), whl.Expectation{Name: "Markupsafe", Version: "2.1.2.0"}))
	name, out := normalise(t, build(t, armWheel(armv6())...), whl.Options{Platforms: []string{"linux_armv6l", "linux_armv7l"}})
	found, err := whl.Check(name, strings.NewReader(string(out)), int64(len(out)), armExpectation())
	if err != nil || len(found) > 0 {
		t.Errorf("a normalised wheel: %v, %v", found, err)
	}
}

func TestCheckMetadata(t *testing.T) {
	members := armWheel(armv6())
	zero := strings.ReplaceAll(metadataOf, "2.1.2", "0.0.0")
	for name, tt := range map[string]struct {
		members []member
		want    []string
	}{
		"version of a VCS archive": {recordedAgain(with(members, infoFolder+"/METADATA", zero)), []string{
			`METADATA: the version is "0.0.0", the file name says "2.1.2"`, `the folder says`, `the target says`}},
		"other project": {recordedAgain(with(members, infoFolder+"/METADATA", "Name: x\nVersion: 2.1.2\n")), []string{
			`the name is "x", the file name says "MarkupSafe"`, `the folder says`, `the target says "markupsafe"`}},
		"no name": {recordedAgain(with(members, infoFolder+"/METADATA", "x")), []string{"no project name"}},
		"none":    {recordedAgain(without(members, infoFolder+"/METADATA")), []string{"METADATA is missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, findings(t, armName, tt.members, armExpectation()), tt.want...)
		})
	}
}

// recordedAgain gives members a RECORD that is right for them.
func recordedAgain(members []member) []member {
	return recorded(infoFolder, without(members, infoFolder+"/RECORD")...)
}

func TestCheckRecord(t *testing.T) {
	good := armWheel(armv6())
	line := func(s string) []member {
		record := good[len(good)-1].content
		return with(good, infoFolder+"/RECORD", record+s)
	}
	for name, tt := range map[string]struct {
		members []member
		want    []string
	}{
		"missing":         {without(good, infoFolder+"/RECORD"), []string{"RECORD is missing"}},
		"broken":          {line("x\n"), []string{"RECORD: record on line 7: wrong number of fields"}},
		"other content":   {with(good, "markupsafe/__init__.py", "from ._speedups import y\n"), []string{"markupsafe/__init__.py: its hash is not the one"}},
		"other length":    {with(good, "markupsafe/__init__.py", "\n"), []string{"RECORD says 25 bytes, it has 1"}},
		"not listed":      {with(good, "markupsafe/x.py", ""), []string{"markupsafe/x.py: RECORD does not list it"}},
		"no such file":    {line("gone.py,sha256=x,1\n"), []string{"gone.py: RECORD lists it, the wheel has no such file"}},
		"twice":           {line("markupsafe/__init__.py,,\n"), []string{"lists it twice"}},
		"weak hash":       {with(line("x.py,md5=x,1\n"), "x.py", "x"), []string{`x.py: RECORD has its hash by "md5"`}},
		"no hash":         {with(line("x.py,,1\n"), "x.py", "x"), []string{"x.py: RECORD has no hash of it"}},
		"sha512":          {with(line("x.py,sha512=z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg_SpIdNs6c5H0NE8XYXysP-DGNKHfuwvY7kxvUdBeoGlODJ6-SfaPg,\n"), "x.py", ""), nil},
		"sha384 is wrong": {with(line("x.py,sha384=x,\n"), "x.py", ""), []string{"its hash is not"}},
		"signed":          {with(good, infoFolder+"/RECORD.jws", "{}"), nil},
		"folder":          {line("markupsafe/,,\n"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, findings(t, armName, tt.members, whl.Expectation{}), tt.want...)
		})
	}
}

func TestCheckTags(t *testing.T) {
	arm, pure := armWheel(armv6()), pureWheel()
	wheel := func(members []member, text string) []member {
		return recordedAgain(with(members, infoFolder+"/WHEEL", text))
	}
	noSO := recordedAgain(without(arm, soName))
	tests := []struct {
		name, file string
		members    []member
		want       []string
	}{
		{"name and WHEEL differ", "MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.linux_armv7l.whl", arm,
			[]string{"its tags are cp311-cp311-linux_armv6l, the file name stands for cp311-cp311-linux_armv6l, cp311-cp311-linux_armv7l"}},
		{"build tag", "MarkupSafe-2.1.2-1-cp311-cp311-linux_armv6l.whl", arm, []string{`its build tag is "", that of the file name "1"`}},
		{"silent fallback", armName, noSO, []string{"platform tag is linux_armv6l, but there is no ELF file"}},
		{"ELF under any", pureName, recordedAgain(with(pure, "markupsafe/x.so", string(armv6()))),
			[]string{"Root-Is-Purelib is true", "markupsafe/x.so: an ELF file in a wheel for any platform (1 in all)"}},
		{"ELF in purelib", armName, wheel(arm, purelib+"Tag: cp311-cp311-linux_armv6l\n"), []string{"Root-Is-Purelib is true"}},
		{"format version", armName, wheel(arm, "Wheel-Version: 2.0\nTag: cp311-cp311-linux_armv6l\n"), []string{`format version "2.0"`}},
		{"unknown platform", "MarkupSafe-2.1.2-cp311-cp311-macosx_11_0_arm64.whl", wheel(arm, platlib+"Tag: cp311-cp311-macosx_11_0_arm64\n"),
			[]string{`platform tag "macosx_11_0_arm64": want linux_`}},
		{"unknown machine", "MarkupSafe-2.1.2-cp311-cp311-linux_vax.whl", wheel(arm, platlib+"Tag: cp311-cp311-linux_vax\n"),
			[]string{`no machine is known as "vax"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, findings(t, tt.file, tt.members, whl.Expectation{}), tt.want...)
		})
	}
	expect(t, findings(t, armName, noSO, armExpectation()),
		"extension module markupsafe._speedups is not in the wheel", "no ELF file inside")
}

func TestCheckBinaries(t *testing.T) {
	object := func(change func(*elftest.Object)) []member {
		o := elftest.ARMv6Soft()
		change(&o)
		return armWheel(o.Bytes())
	}
	attributes := func(pairs ...uint64) []member {
		return object(func(o *elftest.Object) { o.Attributes = elftest.Attributes(binary.LittleEndian, "", pairs...) })
	}
	tests := []struct {
		name    string
		members []member
		want    []string
	}{
		{"other machine", object(func(o *elftest.Object) { o.Machine = stdelf.EM_AARCH64 }), []string{"is for 32-bit little-endian EM_AARCH64"}},
		{"big-endian", object(func(o *elftest.Object) {
			o.Data, o.Attributes = stdelf.ELFDATA2MSB, elftest.Attributes(binary.BigEndian, "6", 6, 6)
		}), []string{"big-endian EM_ARM, not for"}},
		{"v7", attributes(6, 10), []string{soName + ": is built for ARM v7, the ceiling is v6"}},
		{"no attributes", object(func(o *elftest.Object) { o.Attributes = nil }), []string{"no .ARM.attributes"}},
		{"hard float", attributes(6, 6, 28, 1), []string{"has the hard-float ABI, the platform's", "is named for arm-linux-gnueabi but has the hard-float ABI"}},
		{"broken", armWheel([]byte(stdelf.ELFMAG + "x")), []string{"not a readable ELF file"}},
		{"library", object(func(o *elftest.Object) { o.Needed = append(o.Needed, "libxml2.so.2", "libffi.so.8") }),
			[]string{"needs libffi.so.8", "needs libxml2.so.2, which is neither in the wheel"}},
		{"library in the wheel", recordedAgain(with(object(func(o *elftest.Object) { o.Needed = append(o.Needed, "libyaml-0.so.2") }),
			"markupsafe.libs/libyaml-0.so.2", string(armv6()))), nil},
		{"run path", object(func(o *elftest.Object) { o.RunPath = "$ORIGIN/../x" }), []string{`has the run path "$ORIGIN/../x"`}},
		{"build path", object(func(o *elftest.Object) { o.Payload = []byte("\x00/build/src/x.c\x00/work/y.c\x00") }),
			[]string{"warning: " + soName + ": holds the build path /work/y.c;"}},
		{"no build path", object(func(o *elftest.Object) { o.Payload = []byte("\x00src/build/src/x.c\x00/build/\x00a/work/abc") }), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, findings(t, armName, tt.members, armExpectation()), tt.want...)
		})
	}
	allowed := armExpectation()
	allowed.Libraries = []string{"libxml2.so.2"}
	expect(t, findings(t, armName, object(func(o *elftest.Object) { o.Needed = []string{"libxml2.so.2"} }), allowed))
	// What a tag cannot say: the byte order of MIPS, ARMv6 under armv7l.
	v7 := recordedAgain(with(armWheel(elftest.ARMv7Hard().Bytes()), infoFolder+"/WHEEL", platlib+"Tag: cp311-cp311-linux_armv7l\n"))
	expect(t, findings(t, "MarkupSafe-2.1.2-cp311-cp311-linux_armv7l.whl", v7, armExpectation()),
		"has the hard-float ABI", "built for ARM v7, the ceiling is v6", "is named for arm-linux-gnueabi", "Thumb-2", "Tag_FP_arch 4")
}

func TestCheckSuffixes(t *testing.T) {
	at := func(tag, so string) []member {
		m := with(armWheel(armv6()), infoFolder+"/WHEEL", platlib+"Tag: "+tag+"\n")
		return recordedAgain(with(without(m, soName), so, string(armv6())))
	}
	expectation := armExpectation()
	tests := []struct {
		name, tag, so string
		want          []string
	}{
		{"abi3", "cp37-abi3-linux_armv6l", "markupsafe/_speedups.abi3.so", nil},
		{"plain", "cp37-abi3-linux_armv6l", "markupsafe/_speedups.so", nil},
		{"in platlib", "cp37-abi3-linux_armv6l", "MarkupSafe-2.1.2.data/platlib/markupsafe/_speedups.abi3.so", nil},
		{"abi3 inside cp311", "cp311-cp311-linux_armv6l", "markupsafe/_speedups.abi3.so", nil},
		{"relabelled", "cp311-abi3-linux_armv6l", soName, []string{"promises abi3, but the module is named for CPython 3.11 alone"}},
		{"other Python", "cp310-cp310-linux_armv6l", soName, []string{"only CPython 3.11 imports a module of this name, the wheel is for cp310"}},
		{"other float", "cp311-cp311-linux_armv6l", "markupsafe/_speedups.cpython-311-arm-linux-gnueabihf.so", []string{"is named for arm-linux-gnueabihf but has the soft-float ABI"}},
		{"other module", "cp311-cp311-linux_armv6l", "markupsafe/_speedups2.so", []string{"markupsafe._speedups is not in the wheel"}},
		{"module in a folder of its name", "cp311-cp311-linux_armv6l", "markupsafe/_speedups.so/x.so", []string{"markupsafe._speedups is not"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, findings(t, "MarkupSafe-2.1.2-"+tt.tag+".whl", at(tt.tag, tt.so), expectation), tt.want...)
		})
	}
}

func TestCheckGlibc(t *testing.T) {
	x64 := elftest.Object{
		Machine: stdelf.EM_X86_64, Class: stdelf.ELFCLASS64, Data: stdelf.ELFDATA2LSB,
		Needed: []string{"libc.so.6"}, Versions: []string{"GLIBC_2.2.5", "GLIBC_2.14"},
	}
	for tag, want := range map[string][]string{
		"linux_x86_64":           nil,
		"manylinux_2_17_x86_64":  nil,
		"manylinux2014_x86_64":   nil,
		"manylinux_2_5_x86_64":   {"needs glibc 2.14, the tag manylinux_2_5_x86_64 promises that 2.5 will do"},
		"manylinux1_x86_64":      {"promises that 2.5"},
		"manylinux2010_x86_64":   {"promises that 2.12"},
		"musllinux_1_1_x86_64":   {"needs glibc 2.14, the tag musllinux_1_1_x86_64 is for musl", "needs libc.so.6, which"},
		"manylinux_2_17_aarch64": {"not for 64-bit little-endian EM_AARCH64"},
	} {
		members := with(armWheel(nil), infoFolder+"/WHEEL", platlib+"Tag: cp37-abi3-"+tag+"\n")
		members = recordedAgain(with(without(members, soName), "x.abi3.so", string(x64.Bytes())))
		t.Run(tag, func(t *testing.T) {
			expect(t, findings(t, "MarkupSafe-2.1.2-cp37-abi3-"+tag+".whl", members, whl.Expectation{}), want...)
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	in := build(t, armWheel(armv6())...)
	for name, tt := range map[string]struct {
		file, want string
		platform   whl.Platform
	}{
		"name":    {"x.whl", "wheel name", whl.Platform{}},
		"arch":    {armName, `arch "vax"`, whl.Platform{Arch: "vax"}},
		"variant": {armName, `variant "v9"`, whl.Platform{Arch: "arm", Variant: "v9"}},
		"no arch": {armName, `arch ""`, whl.Platform{FloatABI: "soft"}},
		"float":   {armName, `float ABI "medium"`, whl.Platform{Arch: "arm", FloatABI: "medium"}},
	} {
		_, err := whl.Check(tt.file, in, in.Size(), whl.Expectation{Platform: tt.platform})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tt.want)
		}
	}
	if _, err := whl.Check(armName, strings.NewReader("x"), 1, whl.Expectation{}); err == nil {
		t.Error("text is checked")
	}
}
