package main

import (
	"strings"
	"testing"
)

func TestGenerate(t *testing.T) {
	const in = `# comment
[struct.PyObject]
    added = '3.2'
[function.PyB]
    added = '3.10'
[data.PyA]
    added = '3.2'
    abi_only = true
[function.PyWin]
    added = '3.2'
    ifdef = 'MS_WINDOWS'
[function.PyFork]
    added = '3.7'
    ifdef = 'HAVE_FORK'
[macro.PyM]
    added = '3.3'
`
	var out strings.Builder
	if err := generate(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if _, table, _ := strings.Cut(out.String(), "this file.\n"); table != "PyA 2\nPyB 10\nPyFork 7\n" {
		t.Errorf("got %q", table)
	}
	for name, in := range map[string]string{"other file": "x = 1\n", "no version": "[function.PyX]\n    abi_only = true\n"} {
		if err := generate(strings.NewReader(in), &out); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
