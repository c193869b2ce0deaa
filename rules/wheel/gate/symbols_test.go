package gate_test

import (
	stdelf "debug/elf"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/cache/require"
	"dbx/rules/wheel/elf/elftest"
	"dbx/rules/wheel/gate"
)

// taking returns an object that takes the symbols, and defines the module.
func taking(symbols ...string) elftest.Object {
	o := object()
	o.Imports, o.Exports = symbols, []string{"PyInit_native"}
	return o
}

func giving(symbols ...string) *fstest.MapFile {
	o := object()
	o.Needed, o.Exports = nil, symbols
	return &fstest.MapFile{Data: o.Bytes()}
}

func TestABI3(t *testing.T) {
	const abi3File = "native/native.abi3.so"
	tests := []struct {
		name, tag, so string
		symbols       []string
		want          []string
	}{
		{"not stable", "cp37-abi3", abi3File, []string{"PyList_New", "_PyLong_AsByteArray"},
			[]string{abi3File + ": uses _PyLong_AsByteArray, which is not in the stable ABI; compile with -DPy_LIMITED_API, or tag"}},
		{"stable later", "cp37-abi3", abi3File, []string{"PyBuffer_Release"},
			[]string{"uses PyBuffer_Release, which is stable since Python 3.11, the wheel promises 3.7; tag the wheel cp311-abi3"}},
		{"the oldest tag counts", "cp311.cp37-abi3", abi3File, []string{"PyBuffer_Release"}, []string{"the wheel promises 3.7"}},
		{"relabelled", "cp311-abi3", "native/native.cpython-311-x86_64-linux-gnu.so", []string{"PyList_New"},
			[]string{"is named for one Python alone, or for none; want a name that ends in .abi3.so; build it with py_limited_api=True"}},
		{"no version", "py3-abi3", abi3File, nil, []string{"the tag py3 promises no stable ABI; tag it cp3N-abi3"}},
		{"Python 2", "cp27-abi3", abi3File, nil, []string{"the tag cp27 promises no stable ABI"}},
		{"stable", "cp311-abi3", abi3File, []string{"PyBuffer_Release", "PyList_New", "_Py_NoneStruct", "puts"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tag := tt.tag + "-linux_x86_64"
			raw := zipped(t, compiled(tag, tt.so, string(taking(tt.symbols...).Bytes())), nil)
			v := ask(t, "abi3", "native-1.0-"+tag+".whl", raw, gate.Target{})
			refused(t, v, tt.want...)
			if len(tt.want) == 0 && v.Note != "all that it uses of Python is stable since 3.11" {
				t.Errorf("note %q", v.Note)
			}
		})
	}
	if v := ask(t, "abi3", x64Name, zipped(t, x64(t, "x86_64"), nil), gate.Target{}); v.Status != gate.Skipped {
		t.Errorf("a wheel for one Python: %+v", v)
	}
}

func TestSymbols(t *testing.T) {
	root := fstest.MapFS{
		"usr/lib/x86_64-linux-gnu/libc.so.6":            giving("puts", "malloc"),
		"usr/lib/x86_64-linux-gnu/libold.so.1":          giving("old"),
		"usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0": giving("PyList_New", "PyModule_Create2"),
		"lib":                    {Data: []byte("usr/lib"), Mode: fs.ModeSymlink | 0o777},
		"usr/lib/libabsolute.so": {Data: []byte("/usr/lib/x86_64-linux-gnu/libold.so.1"), Mode: fs.ModeSymlink | 0o777},
		"usr/lib/libloop.so":     {Data: []byte("libloop.so"), Mode: fs.ModeSymlink | 0o777},
		"usr/lib/libtext.so":     {Data: []byte("INPUT(libold.so.1)")},
	}
	foreign := object()
	foreign.Machine, foreign.Exports = stdelf.EM_AARCH64, []string{"gone"}
	root["lib64/libforeign.so"] = &fstest.MapFile{Data: foreign.Bytes()}
	indirect := object()
	indirect.Needed = []string{"libold.so.1", "libnowhere.so"}
	root["usr/lib/x86_64-linux-gnu/libindirect.so"] = &fstest.MapFile{Data: indirect.Bytes()}

	linked := func(o elftest.Object, needed ...string) elftest.Object {
		o.Needed = append(o.Needed, needed...)
		return o
	}
	unnamed := taking("puts")
	unnamed.Exports = []string{"PyInit_other"}
	whole := gate.Target{Sysroot: root, Triple: "x86_64-linux-gnu", Python: "cp311"}
	tests := []struct {
		name   string
		object elftest.Object
		target gate.Target
		want   []string
	}{
		{"all there", taking("puts", "PyList_New"), whole, nil},
		{"undefined", taking("puts", "__atomic_load_8"), whole, []string{x64File + ": takes symbols that none of the libraries that it needs has: __atomic_load_8; link with the library that has them"}},
		{"of a library that is not needed", taking("old"), whole, []string{"needs has: old; link"}},
		{"of one that is", linked(taking("old"), "libold.so.1"), whole, nil},
		{"through a link", linked(taking("old"), "libabsolute.so"), whole, nil},
		{"of what that needs", linked(taking("old"), "libindirect.so"), whole, nil},
		{"not there", linked(taking("puts"), "libnone.so.1"), whole, []string{"needs libnone.so.1, which the sysroot lacks; add its package"}},
		{"a link to itself", linked(taking(), "libloop.so"), whole, []string{"needs libloop.so, which the sysroot lacks"}},
		{"a linker script", linked(taking(), "libtext.so"), whole, []string{"needs libtext.so, which the sysroot lacks"}},
		{"for another machine", linked(taking(), "libforeign.so"), whole, []string{"needs libforeign.so, which the sysroot lacks"}},
		{"not in this Python", taking("PyObject_GC_IsTracked"), whole, []string{"takes the symbol PyObject_GC_IsTracked, which the target's Python does not have; build it against that Python's headers"}},
		{"no such Python", taking("PyList_New"), gate.Target{Sysroot: root, Triple: "x86_64-linux-gnu", Python: "cp313"}, []string{"the sysroot has neither libpython nor the interpreter of cp313; add the target's Python"}},
		{"no Python asked for", taking("PyList_New"), gate.Target{Sysroot: root, Triple: "x86_64-linux-gnu"}, nil},
		{"other init function", unnamed, whole, []string{"does not export PyInit_native, so Python cannot import it; name the file"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := zipped(t, compiled("cp311-cp311-linux_x86_64", x64File, string(tt.object.Bytes())), nil)
			refused(t, ask(t, "symbols", x64Name, raw, tt.target), tt.want...)
		})
	}
	raw := zipped(t, compiled("cp311-cp311-linux_x86_64", "native/native.so", string(unnamed.Bytes())), nil)
	refused(t, ask(t, "symbols", x64Name, raw, gate.Target{Extensions: []string{"native.native"}}), "does not export PyInit_native")
	if v := ask(t, "symbols", x64Name, zipped(t, x64(t, "x86_64"), nil), gate.Target{}); v.Status != gate.Skipped || v.Reason != "there is no sysroot to look in" {
		t.Errorf("without a sysroot: %+v", v)
	}
}

var notFound = regexp.MustCompile(`symbol (\S+) used by \S+ found in none of the libraries`)

// TestShlibdeps compares what is found nowhere with a tool that nobody here
// wrote, in the root file system of this machine.
func TestShlibdeps(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles; left out by -short")
	}
	gcc, shlibdeps := require.Tool(t, "gcc"), require.Tool(t, "dpkg-shlibdeps")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"debian/control": "Source: native\nMaintainer: N N <n@example.org>\n\nPackage: native\nArchitecture: any\nDescription: x\n",
		"native.c": `extern int nowhere(void), puts(const char *), also_nowhere; extern double cos(double);
extern int weak_nowhere(void) __attribute__((weak));
double PyInit_native(double x) { puts("x"); return cos(x) + nowhere() + also_nowhere + (weak_nowhere ? weak_nowhere() : 0); }`,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	run(gcc, "-shared", "-fPIC", "-s", "-Wl,-soname,libnative.so.1", "-o", "native.so", "native.c", "-lm")
	triple := strings.TrimSpace(run(gcc, "-print-multiarch"))
	var want []string
	for _, m := range notFound.FindAllStringSubmatch(run(shlibdeps, "-O", "--ignore-missing-info", "native.so"), -1) {
		want = append(want, m[1])
	}
	slices.Sort(want)
	code, err := os.ReadFile(filepath.Join(dir, "native.so"))
	if err != nil {
		t.Fatal(err)
	}
	raw := zipped(t, compiled("cp311-cp311-linux_x86_64", x64File, string(code)), nil)
	v := ask(t, "symbols", x64Name, raw, gate.Target{Sysroot: os.DirFS("/"), Triple: triple})
	if len(v.Findings) != 1 || len(want) != 2 {
		t.Fatalf("dpkg-shlibdeps finds %q nowhere, dbx %v", want, v.Findings)
	}
	_, list, _ := strings.Cut(v.Findings[0].What, ": ")
	list, _, _ = strings.Cut(list, " (2 symbols in all)")
	if got := slices.Sorted(strings.SplitSeq(list, ", ")); !slices.Equal(got, want) {
		t.Errorf("dpkg-shlibdeps finds %q nowhere, dbx %q", want, got)
	}
}

// TestRealPython resolves a module against the libc and the Python of this
// machine: symbols with versions, through the links of its root.
func TestRealPython(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the machine's libraries; left out by -short")
	}
	found, _ := filepath.Glob("/usr/bin/python3.[0-9]*")
	found = slices.DeleteFunc(found, func(p string) bool { return !regexp.MustCompile(`python3\.[0-9]+$`).MatchString(p) })
	if _, err := os.Stat("/usr/lib/x86_64-linux-gnu/libc.so.6"); err != nil || len(found) == 0 {
		t.Skip("needs Debian's Python on x86-64")
	}
	target := gate.Target{Sysroot: os.DirFS("/"), Triple: "x86_64-linux-gnu", Python: "cp3" + strings.TrimPrefix(filepath.Base(found[0]), "python3.")}
	refused(t, ask(t, "symbols", x64Name, zipped(t, x64(t, "x86_64"), nil), target))
	refused(t, ask(t, "symbols", x64Name, zipped(t, x64(t, "zlib"), nil), target))
}
