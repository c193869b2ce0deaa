package binfmt

import (
	"strings"
	"testing"
)

// FuzzParse: what the kernel says of an entry is taken at its word, and only
// while it says that the entry is enabled.
func FuzzParse(f *testing.F) {
	header, _ := machines()["arm"].header()
	f.Add("enabled\ninterpreter /usr/libexec/qemu-binfmt/arm-binfmt-P\nflags: POF\noffset 0\n" +
		"magic 7f454c4601010100000000000000000002002800\nmask ffffffffffffff00fffffffffffffffffeffffff\n")
	f.Add("enabled\ninterpreter /usr/bin/x\nflags: \noffset 0\nmagic 7f45\n")
	f.Add("disabled\ninterpreter /usr/bin/x\nflags: \nextension .py\n")
	f.Fuzz(func(t *testing.T, text string) {
		e, ok := parse("name", text, header)
		if !ok {
			return
		}
		if !strings.HasPrefix(text, "enabled\n") || e.Name != "name" || !strings.Contains(text, e.Interpreter) {
			t.Errorf("%q is read as %+v", text, e)
		}
		if e, ok := parse("name", "disabled\n"+text, header); ok {
			t.Errorf("disabled, and taken as %+v", e)
		}
	})
}
