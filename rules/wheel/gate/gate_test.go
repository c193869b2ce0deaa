package gate_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dbx/rules/wheel/gate"
	"dbx/rules/wheel/whl"
)

// member is one file of a wheel made for a test.
type member struct {
	name, content string
	mode          fs.FileMode
}

const (
	distInfo = "native-1.0.dist-info"
	x64Name  = "native-1.0-cp311-cp311-linux_x86_64.whl"
	pureName = "native-1.0-py3-none-any.whl"
	x64File  = "native/native.cpython-311-x86_64-linux-gnu.so"
	metadata = "Metadata-Version: 2.1\nName: native\nVersion: 1.0\nRequires-Python: >=3.7\n\n"
)

// module returns a shared object of the neighbour's tests.
func module(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "elf", "testdata", "modules", name+".so"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// compiled is a wheel with one extension module, at the path so.
func compiled(tag, so, code string) []member {
	return []member{
		{name: "native/__init__.py", content: "from .native import f\n"},
		{name: so, content: code, mode: 0o755},
		{name: distInfo + "/METADATA", content: metadata},
		{name: distInfo + "/WHEEL", content: "Wheel-Version: 1.0\nGenerator: test (0.1)\nRoot-Is-Purelib: false\nTag: " + tag + "\n"},
	}
}

func x64(t testing.TB, name string) []member {
	return compiled("cp311-cp311-linux_x86_64", x64File, module(t, name))
}

func pure() []member {
	return []member{
		{name: "native/__init__.py", content: strings.Repeat("x = 1\n", 50)},
		{name: "native-1.0.data/scripts/tool", content: "#!python\n", mode: 0o755},
		{name: distInfo + "/METADATA", content: metadata},
		{name: distInfo + "/WHEEL", content: "Wheel-Version: 1.0\nGenerator: test (0.1)\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
	}
}

// with replaces or adds a file, without leaves one out.
func with(members []member, name, content string) []member {
	return append(without(members, name), member{name: name, content: content})
}

func without(members []member, name string) []member {
	return slices.DeleteFunc(slices.Clone(members), func(m member) bool { return m.name == name })
}

// zipped writes members as they are, each with the header that shape gives it.
func zipped(t testing.TB, members []member, shape func(*zip.FileHeader)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if m.mode == 0 {
			m.mode = 0o644
		}
		h.SetMode(m.mode)
		if shape != nil {
			shape(h)
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// recordOf returns a RECORD of members, written without the code under test.
func recordOf(members []member) string {
	var b strings.Builder
	for _, m := range members {
		if !m.mode.IsDir() {
			sum := sha256.Sum256([]byte(m.content))
			fmt.Fprintf(&b, "%s,sha256=%s,%d\n", m.name, base64.RawURLEncoding.EncodeToString(sum[:]), len(m.content))
		}
	}
	return b.String() + distInfo + "/RECORD,,\n"
}

// sealed returns members as a canonical wheel with a RECORD.
func sealed(t testing.TB, members []member) []byte {
	t.Helper()
	raw := zipped(t, with(members, distInfo+"/RECORD", recordOf(members)), nil)
	_, out, err := whl.Normalise(bytes.NewReader(raw), int64(len(raw)), whl.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ask runs the check of the name.
func ask(t testing.TB, check, file string, raw []byte, target gate.Target) gate.Verdict {
	t.Helper()
	w, err := gate.Open(file, raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range gate.Checks() {
		if c.Name == check {
			return c.Run(w, target)
		}
	}
	t.Fatalf("no check %q", check)
	panic("BUG: unreachable")
}

// refused demands that the verdict fails with one finding for each of want,
// which is parts of a finding's line between bars, and that each says a cure.
func refused(t testing.TB, v gate.Verdict, want ...string) {
	t.Helper()
	if len(want) == 0 {
		if v.Status != gate.Pass {
			t.Errorf("%s: %s %q %v", v.Check, v.Status, v.Reason, v.Findings)
		}
		return
	}
	if v.Status != gate.Fail || len(v.Findings) != len(want) {
		t.Errorf("%s: %s with %d findings, want %d:\n%v", v.Check, v.Status, len(v.Findings), len(want), v.Findings)
		return
	}
	for i, w := range want {
		for part := range strings.SplitSeq(w, "|") {
			if !strings.Contains(v.Findings[i].String(), part) {
				t.Errorf("finding %d is %q, want it to contain %q", i, v.Findings[i], part)
			}
		}
		if v.Findings[i].Cure == "" || v.Findings[i].What == "" {
			t.Errorf("finding %d says no cure or no fault: %+v", i, v.Findings[i])
		}
	}
}

// good are wheels that nothing is wrong with, and what they are for.
func good(t testing.TB) map[string]struct {
	file   string
	raw    []byte
	target gate.Target
} {
	type wheel = struct {
		file   string
		raw    []byte
		target gate.Target
	}
	all := map[string]wheel{"pure": {pureName, sealed(t, pure()), gate.Target{Name: "native", Version: "1", Python: "cp311", ABI: "cp311"}}}
	for _, p := range []struct {
		module, tag, triple, max string
		platform                 whl.Platform
	}{
		{"x86_64", "linux_x86_64", "x86_64-linux-gnu", "2.36", whl.Platform{Arch: "amd64"}},
		{"x86_64", "manylinux_2_5_x86_64", "x86_64-linux-gnu", "", whl.Platform{Arch: "amd64"}},
		{"aarch64", "manylinux_2_17_aarch64", "aarch64-linux-gnu", "2.17", whl.Platform{Arch: "arm64", Variant: "v8"}},
		{"armv6-soft", "linux_armv6l", "arm-linux-gnueabi", "2.36", whl.Platform{Arch: "arm", Variant: "v6", FloatABI: "soft"}},
		{"armv7-hard", "manylinux_2_17_armv7l", "arm-linux-gnueabihf", "2.36", whl.Platform{Arch: "arm", Variant: "v7", FloatABI: "hard"}},
		{"riscv64", "linux_riscv64", "riscv64-linux-gnu", "2.36", whl.Platform{Arch: "riscv64"}},
	} {
		members := compiled("cp311-cp311-"+p.tag, "native/native.cpython-311-"+p.triple+".so", module(t, p.module))
		all[p.tag] = wheel{"native-1.0-cp311-cp311-" + p.tag + ".whl", sealed(t, members), gate.Target{
			Name: "Native", Version: "1.0", PlatformTags: []string{p.tag}, Platform: p.platform, MaxGlibc: p.max,
			Triple: p.triple, Python: "cp311", ABI: "cp311", Extensions: []string{"native.native"}, TopLevels: []string{"native"},
		}}
	}
	return all
}

func TestGoodWheelsPass(t *testing.T) {
	for name, w := range good(t) {
		opened, err := gate.Open(w.file, w.raw)
		if err != nil {
			t.Fatal(err)
		}
		for _, check := range gate.Checks() {
			if v := check.Run(opened, w.target); v.Status != gate.Pass && v.Status != gate.Skipped {
				t.Errorf("%s: %s %s: %v", name, v.Check, v.Status, v.Findings)
			}
			if check.Doc == "" {
				t.Errorf("the check %s has no documentation", check.Name)
			}
		}
	}
}

func TestVerdictAsJSON(t *testing.T) {
	v := ask(t, "content", pureName, sealed(t, with(pure(), "native/a.pyc", "x")), gate.Target{})
	for _, tt := range []struct {
		verdict gate.Verdict
		want    string
	}{
		{v, `{"check":"content","status":"fail","findings":[{"file":"native/a.pyc","what":"is byte code, which is of one Python and one folder","cure":"build with PYTHONDONTWRITEBYTECODE=1, or leave it out"}]}`},
		{v.Waive("its test data"), `{"check":"content","status":"waived","reason":"its test data","findings":[{"file":"native/a.pyc","what":"is byte code, which is of one Python and one folder","cure":"build with PYTHONDONTWRITEBYTECODE=1, or leave it out"}]}`},
		{v.Waive(""), `{"check":"content","status":"fail","findings":[{"file":"native/a.pyc","what":"is byte code, which is of one Python and one folder","cure":"build with PYTHONDONTWRITEBYTECODE=1, or leave it out"}]}`},
		{ask(t, "machine", pureName, sealed(t, pure()), gate.Target{}), `{"check":"machine","status":"skipped","reason":"there is no machine code in the wheel"}`},
		{ask(t, "record", "native.whl", sealed(t, pure()), gate.Target{}).Waive("why"), `{"check":"record","status":"skipped","reason":"the file name is no wheel's; see the check names"}`},
		{ask(t, "policy", x64Name, sealed(t, x64(t, "x86_64")), gate.Target{}), `{"check":"policy","status":"pass","note":"the lowest tag that fits its symbols is manylinux_2_5_x86_64, or manylinux1_x86_64"}`},
	} {
		got, err := json.Marshal(tt.verdict)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s, want %s (%v)", got, tt.want, err)
		}
	}
}

func TestNoZip(t *testing.T) {
	if _, err := gate.Open(pureName, []byte("text")); err == nil || !strings.Contains(err.Error(), "not a readable zip archive") {
		t.Errorf("text is opened: %v", err)
	}
}
