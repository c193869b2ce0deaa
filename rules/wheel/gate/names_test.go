package gate_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/gate"
)

func TestNames(t *testing.T) {
	native := x64(t, "x86_64")
	wheelFile := func(text string) []member { return with(native, distInfo+"/WHEEL", text) }
	const platlib = "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n"
	other := func(from, to string) []member {
		return with(native, distInfo+"/METADATA", strings.Replace(metadata, from, to, 1))
	}
	tests := []struct {
		name, file string
		members    []member
		target     gate.Target
		want       []string
	}{
		{"no wheel's name", "native.whl", native, gate.Target{}, []string{"want distribution-version|name it distribution-version"}},
		{"version of a VCS archive", x64Name, other("1.0", "0.0.0"), gate.Target{Version: "1.0"}, []string{
			distInfo + `/METADATA: the version is "0.0.0", the target says "1.0"; declare what the source says`,
			`the file name says "1.0"; name the file by its METADATA`, `the dist-info folder says|rebuild`}},
		{"other project", x64Name, other("native", "naive"), gate.Target{Name: "native"}, []string{
			`the name is "naive", the target says "native"`, "the file name says", "the dist-info folder"}},
		{"not what was declared", x64Name, native, gate.Target{Name: "nativ", Version: "2"}, []string{`the target says "nativ"`, `the target says "2"`}},
		{"no METADATA", x64Name, without(native, distInfo+"/METADATA"), gate.Target{}, []string{"METADATA is missing|backend"}},
		{"no WHEEL", x64Name, without(native, distInfo+"/WHEEL"), gate.Target{}, []string{"WHEEL is missing|PEP 427"}},
		{"fewer tags inside", "native-1.0-cp311-cp311-linux_armv6l.linux_x86_64.whl", native, gate.Target{}, []string{
			"WHEEL: its tags are cp311-cp311-linux_x86_64, the file name stands for cp311-cp311-linux_armv6l, cp311-cp311-linux_x86_64; write the tags"}},
		{"sets not sorted", "native-1.0-cp311-cp311-linux_x86_64.linux_armv6l.whl",
			wheelFile(platlib + "Tag: cp311-cp311-linux_x86_64\nTag: cp311-cp311-linux_armv6l\n"), gate.Target{},
			[]string{`the platform tags of the file name are "linux_x86_64.linux_armv6l", sorted and each once they are "linux_armv6l.linux_x86_64"`}},
		{"version not normal", "native-1.0.0alpha1-cp311-cp311-linux_x86_64.whl", other("1.0", "1.0.0alpha1"), gate.Target{},
			[]string{`the version in the file name is "1.0.0alpha1", its normal form is "1.0.0a1"`, "the dist-info folder says"}},
		{"no version", "native-x-cp311-cp311-linux_x86_64.whl", other("1.0", "x"), gate.Target{},
			[]string{`is "x", which PEP 440 does not know; give the project a version`, "the dist-info folder says"}},
		{"name not escaped", "nat__ive-1.0-cp311-cp311-linux_x86_64.whl", other("native", "nat-ive"), gate.Target{},
			[]string{`the distribution in the file name is "nat__ive", escaped it is "nat_ive"`, "the dist-info folder says"}},
		{"build tag", "native-1.0-1-cp311-cp311-linux_x86_64.whl", native, gate.Target{}, []string{`its build tag is "", that of the file name "1"`}},
		{"purelib", x64Name, wheelFile("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: cp311-cp311-linux_x86_64\n"), gate.Target{},
			[]string{"Root-Is-Purelib is true, but there are ELF files, the first " + x64File + "; build it with a backend"}},
		{"platform's tags", x64Name, native, gate.Target{PlatformTags: []string{"manylinux_2_17_x86_64"}},
			[]string{"the platform tags are linux_x86_64, the target's manylinux_2_17_x86_64; give the wheel the platform's tags"}},
		{"other Python", x64Name, native, gate.Target{Python: "cp313", ABI: "cp313"}, []string{"none of the tags cp311-cp311-linux_x86_64 is for the target's Python, cp313"}},
		{"module of another Python", "native-1.0-cp312-cp312-linux_x86_64.whl", wheelFile(platlib + "Tag: cp312-cp312-linux_x86_64\n"), gate.Target{},
			[]string{x64File + ": only CPython 3.11 imports a module of this name, the wheel is for cp312; build it with the Python of the tag"}},
		{"module of another triple", x64Name, native, gate.Target{Triple: "x86_64-linux-musl"},
			[]string{x64File + ": is named for x86_64-linux-gnu, the target's Python looks for x86_64-linux-musl; build it with the target's sysconfig"}},
		{"any in spite of the target's tags", pureName, pure(), gate.Target{PlatformTags: []string{"linux_armv6l"}, Python: "cp311"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, ask(t, "names", tt.file, zipped(t, tt.members, nil), tt.target), tt.want...)
		})
	}
}

// TestTakesAsPip compares what a Python takes with pip's own list.
func TestTakesAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	const script = `
import sys
from pip._vendor.packaging import tags
version = (3, 11)
have = set(tags.cpython_tags(version, ["cp311"], ["linux_x86_64"])) | set(tags.compatible_tags(version, "cp311", ["linux_x86_64"]))
have = {str(t) for t in have}
for line in sys.stdin: print(line.strip() in have or line.strip().replace("-none-linux_x86_64", "-none-any") in have)
`
	var all []string
	for _, python := range []string{"cp2", "cp3", "cp27", "cp30", "cp31", "cp32", "cp36", "cp310", "cp311", "cp312", "cp411", "py2", "py3", "py27", "py31", "py36", "py311", "py312", "pp311", "cp3x"} {
		for _, abi := range []string{"none", "abi3", "cp311", "cp310", "cp311d"} {
			all = append(all, python+"-"+abi+"-linux_x86_64")
		}
	}
	cmd := exec.Command(require.Tool(t, "python3"), "-c", script)
	cmd.Stdin = strings.NewReader(strings.Join(all, "\n"))
	out, err := cmd.Output()
	if err != nil {
		require.Missing(t, "python3", "no pip in python3: "+err.Error())
	}
	answers := bytes.Fields(out)
	if len(answers) != len(all) || !bytes.Contains(out, []byte("True")) {
		t.Fatalf("%d answers: %s", len(answers), out)
	}
	raw := zipped(t, x64(t, "x86_64"), nil)
	for i, tag := range all {
		v := ask(t, "names", "native-1.0-"+tag+".whl", raw, gate.Target{Python: "cp311", ABI: "cp311"})
		takes := true
		for _, f := range v.Findings {
			takes = takes && !strings.Contains(f.What, "is for the target's Python")
		}
		if takes != (string(answers[i]) == "True") {
			t.Errorf("%s: dbx says %v, pip %s", tag, takes, answers[i])
		}
	}
}
