package stableabi_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/stableabi"
)

func TestSymbols(t *testing.T) {
	symbols := stableabi.Symbols()
	for name, want := range map[string]int{
		"PyModule_Create2":          2,
		"PyBuffer_Release":          11,
		"PyType_FromSpec":           2,
		"_Py_NoneStruct":            2,
		"_Py_Dealloc":               2,
		"PyErr_SetFromErrno":        2,
		"PyUnicode_AsUTF8AndSize":   10,
		"PyDict_GetItemRef":         13,
		"_PyUnicode_Ready":          0, // not in it
		"PyObject_AsFileDescriptor": 2,
		"PyErr_SetFromWindowsErr":   0,
	} {
		if symbols[name] != want {
			t.Errorf("%s is stable since 3.%d, want 3.%d", name, symbols[name], want)
		}
	}
	newest := 0
	for name, since := range symbols {
		newest = max(newest, since)
		if since < 2 || !stableabi.IsPython(name) {
			t.Errorf("%s since 3.%d", name, since)
		}
	}
	if newest != stableabi.Newest || len(symbols) < 850 {
		t.Errorf("%d symbols up to 3.%d", len(symbols), newest)
	}
}

// TestPythonHasThem asks a real Python for every symbol that its version is
// to have.
func TestPythonHasThem(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	const script = `
import ctypes, sys
print(sys.version_info.minor)
for name in sys.stdin.read().split():
    try: getattr(ctypes.pythonapi, name)
    except AttributeError: print(name)
`
	var names []string
	symbols := stableabi.Symbols()
	for name := range symbols {
		names = append(names, name)
	}
	python := filepath.Join("/usr", "bin", "python3")
	cmd := exec.Command(python, "-c", script)
	cmd.Stdin = strings.NewReader(strings.Join(names, "\n"))
	out, err := cmd.Output()
	if err != nil {
		require.Missing(t, "python3", "the system's Python does not answer: "+err.Error())
	}
	answer := strings.Fields(string(out))
	minor := 0
	for _, c := range answer[0] {
		minor = minor*10 + int(c-'0')
	}
	lacks := map[string]bool{}
	for _, name := range answer[1:] {
		lacks[name] = true
	}
	for name, since := range symbols {
		if since <= minor && lacks[name] {
			t.Errorf("%s is stable since 3.%d, Python 3.%d lacks it", name, since, minor)
		}
	}
	if len(lacks) == len(names) {
		t.Error("Python has none of them")
	}
}
