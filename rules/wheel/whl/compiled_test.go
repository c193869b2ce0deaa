package whl_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"
)

const extensionSource = `
#define Py_LIMITED_API 0x03060000
#include <Python.h>
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "_native", NULL, -1, NULL};
PyMODINIT_FUNC PyInit__native(void) {
	PyObject *m = PyModule_Create(&def);
	PyModule_AddIntConstant(m, "answer", 42);
	return m;
}
`

// TestCompiledExtension takes a real extension module all the way: compiled,
// put in a wheel, normalised, installed by pip, imported.
func TestCompiledExtension(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and starts pip; left out by -short")
	}
	gcc, python := require.Tool(t, "gcc"), require.Tool(t, "python3")
	dir := t.TempDir()
	run := func(name string, args ...string) string {
		t.Helper()
		out, err := exec.Command(name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return strings.TrimSpace(string(out))
	}
	include := run(python, "-c", "import sysconfig; print(sysconfig.get_path('include'))")
	if _, err := os.Stat(filepath.Join(include, "Python.h")); err != nil {
		require.Missing(t, "python3-dev", err.Error())
	}
	machine := run("uname", "-m")
	if _, ok := elf.TargetOf(machine); !ok {
		t.Skipf("no target is known for this machine, %s", machine)
	}
	source, object := filepath.Join(dir, "native.c"), filepath.Join(dir, "native.so")
	if err := os.WriteFile(source, []byte(extensionSource), 0o644); err != nil {
		t.Fatal(err)
	}
	run(gcc, "-shared", "-fPIC", "-s", "-I"+include, "-o", object, source)
	so, err := os.ReadFile(object)
	if err != nil {
		t.Fatal(err)
	}
	in := build(t, recorded("native-1.0.dist-info",
		member{name: "native/__init__.py", content: "from ._native import answer\n"},
		member{name: "native/_native.abi3.so", content: string(so), mode: 0o755},
		member{name: "native-1.0.dist-info/METADATA", content: "Metadata-Version: 2.1\nName: native\nVersion: 1.0\n"},
		member{name: "native-1.0.dist-info/WHEEL", content: platlib + "Tag: cp311-cp311-linux_other\n"},
	)...)
	name, out := normalise(t, in, whl.Options{Platforms: []string{"linux_" + machine}, Python: "cp36", ABI: "abi3"})
	file, site := filepath.Join(dir, name), filepath.Join(dir, "site")
	if err := os.WriteFile(file, out, 0o644); err != nil {
		t.Fatal(err)
	}
	pip(t, "install", "--quiet", "--no-deps", "--target", site, file)
	if got := run(python, "-c", "import sys; sys.path.insert(0, sys.argv[1]); import native; print(native.answer)", site); got != "42" {
		t.Errorf("the installed module answers %s", got)
	}
}
