package gate_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/gate"
)

// TestForeign: of a wheel that others built, its form is not asked for, but all
// else is.
func TestForeign(t *testing.T) {
	raw := zipped(t, with(x64(t, "lazy"), distInfo+"/RECORD", recordOf(x64(t, "lazy"))), nil)
	const file = "native-1.0-cp311-cp311-manylinux_2_39_x86_64.manylinux_2_17_x86_64.whl"
	tagged := compiled("cp311-cp311-manylinux_2_39_x86_64\nTag: cp311-cp311-manylinux_2_17_x86_64", x64File, module(t, "lazy"))
	unsorted := zipped(t, with(tagged, distInfo+"/RECORD", recordOf(tagged)), nil)
	both := []string{"manylinux_2_39_x86_64", "manylinux_2_17_x86_64"}
	for _, tt := range []struct {
		check, file string
		raw         []byte
		target      gate.Target
		own, others gate.Status
	}{
		{"record", x64Name, raw, gate.Target{}, gate.Fail, gate.Pass},
		{"record", x64Name, zipped(t, x64(t, "lazy"), nil), gate.Target{}, gate.Fail, gate.Fail},
		{"hardening", x64Name, raw, gate.Target{}, gate.Fail, gate.Skipped},
		{"names", file, unsorted, gate.Target{PlatformTags: both}, gate.Fail, gate.Pass},
		{"names", file, unsorted, gate.Target{PlatformTags: both[:1]}, gate.Fail, gate.Fail},
		{"names", file, unsorted, gate.Target{PlatformTags: both, Version: "2.0"}, gate.Fail, gate.Fail},
	} {
		own := ask(t, tt.check, tt.file, tt.raw, tt.target)
		tt.target.Foreign = true
		others := ask(t, tt.check, tt.file, tt.raw, tt.target)
		if own.Status != tt.own || others.Status != tt.others {
			t.Errorf("%s: %s %v, of others %s %v; want %s and %s", tt.check, own.Status, own.Findings, others.Status, others.Findings, tt.own, tt.others)
		}
	}
}

// TestPipsWheel: what this machine's pip builds passes as a wheel of others,
// and not as one of ours.
func TestPipsWheel(t *testing.T) {
	if testing.Short() {
		t.Skip("starts pip; left out by -short")
	}
	pip, python := require.Tool(t, "pip3"), require.Tool(t, "python3")
	if err := exec.Command(python, "-c", "import setuptools, wheel").Run(); err != nil {
		t.Skip("needs setuptools and wheel")
	}
	src, dist := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"setup.py":           "from setuptools import setup\nsetup(name='native', version='1.0', packages=['native'], description='Nothing', long_description='Nothing.', entry_points={'console_scripts': ['native = native:f']})\n",
		"native/__init__.py": "def f():\n    return 0\n",
	} {
		name = filepath.Join(src, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", dist, src)
	cmd.Env = append(os.Environ(), "PIP_CONFIG_FILE="+os.DevNull, "PIP_DISABLE_PIP_VERSION_CHECK=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pip wheel: %v\n%s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(dist, pureName))
	if err != nil {
		t.Fatal(err)
	}
	target := gate.Target{Name: "native", Version: "1.0", Anywhere: true, Foreign: true}
	w, err := gate.Open(pureName, raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range gate.Checks() {
		if v := c.Run(w, target); v.Status == gate.Fail {
			t.Errorf("%s: %v", c.Name, v.Findings)
		}
	}
	target.Foreign = false
	v := ask(t, "record", pureName, raw, target)
	if v.Status != gate.Fail || !strings.Contains(v.Findings[0].Cure, "canonical") {
		t.Errorf("as one of ours: %s %v", v.Status, v.Findings)
	}
}
