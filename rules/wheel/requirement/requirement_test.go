package requirement_test

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/requirement"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in   string
		want requirement.Requirement
	}{
		{"a", requirement.Requirement{Name: "a"}},
		{"A.B-c_d", requirement.Requirement{Name: "A.B-c_d"}},
		{"a[b, c.d] >=1, <2 ; python_version < '3'", requirement.Requirement{Name: "a", Extras: []string{"b", "c.d"}, Specifiers: ">=1, <2", Marker: "python_version < '3'"}},
		{"a (==1.*)", requirement.Requirement{Name: "a", Specifiers: "==1.*"}},
		{"a@ file:///x;y ; extra == 'z'", requirement.Requirement{Name: "a", URL: "file:///x;y", Marker: "extra == 'z'"}},
	}
	for _, tt := range tests {
		got, err := requirement.Parse(tt.in)
		if err != nil {
			t.Errorf("%q: %v", tt.in, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.in, diff)
		}
	}
}

// good and bad are requirements that are, and are not.
func good() []string {
	return []string{
		"a", "a1", "1a", "a[]", "a[x]", "a [x]>1", "a>1", "a>=1", "a<1", "a<=1.0", "a==1", "a==1.*", "a!=1.*", "a~=1.4", "a~=1.4.5a1",
		"a===weird", "a==1+local", "a!=1+local.2", "a >= 1 , < 2", "a (>=1,<2)", "a;python_version<'3.8'", "a ; os_name == \"nt\"",
		"a; (python_version<'3' or extra=='x') and sys_platform != 'win32'", "a; 'linux' in sys_platform", "a; sys_platform not in 'win32 cygwin'",
		"a@ https://example.org/a.whl", "a @ https://example.org/a.whl ; python_version > '2'", "a==1!2.0", "a~=1!2.0", "a>=1.dev0", "a==v1",
		"a; python_version ~= '3.7'", "a; platform.machine == 'x'", "a; python_full_version >= '3.7.1'", "a.b-c_d>0",
	}
}

func bad() []string {
	return []string{
		"", "-a", "a-", "a b", "a[", "a[x", "a[-]", "a>", "a=1", "a=>1", "a==", "a==x", "a>1.*", "a~=1", "a~=1!2", "a>=1+local", "a==1+local.*",
		"a;", "a; ", "a; python_version", "a; python_version <", "a; python_version < 3", "a; nothing == 'x'", "a; (python_version<'3'",
		"a; python_version<'3')", "a; python_version<'3' and", "a; python_version<'3' extra=='x'", "a; sys_platform not 'x'", "a (>=1", "a @",
		"a>=1 <2", "a; python_version < '3", "a==1.dev0.*",
	}
}

func TestGoodAndBad(t *testing.T) {
	for _, s := range good() {
		if _, err := requirement.Parse(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range bad() {
		if r, err := requirement.Parse(s); err == nil {
			t.Errorf("%q is read as %+v", s, r)
		}
	}
}

// TestAgreesWithPip asks the implementation that pip brings along.
func TestAgreesWithPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	const script = `
import sys
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.specifiers import Specifier
for line in sys.stdin.buffer.read().decode().split("\0"):
    try:
        for one in Requirement(line).specifier: Specifier(str(one)) # not one from before PEP 440
        print("good")
    except Exception: print("bad")
`
	all := append(good(), bad()...)
	cmd := exec.Command(require.Tool(t, "python3"), "-c", script)
	cmd.Stdin = strings.NewReader(strings.Join(all, "\x00"))
	out, err := cmd.Output()
	if err != nil {
		require.Missing(t, "pip", "python3 has no pip to ask: "+err.Error())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for _, s := range all {
		if !lines.Scan() {
			t.Fatalf("no answer for %q", s)
		}
		if _, err := requirement.Parse(s); (err == nil) != (lines.Text() == "good") {
			t.Errorf("%q: pip says %s, dbx %v", s, lines.Text(), err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range append(good(), bad()...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := requirement.Parse(s)
		if err != nil {
			return
		}
		text := r.Name
		if len(r.Extras) > 0 {
			text += "[" + strings.Join(r.Extras, ",") + "]"
		}
		if r.URL != "" {
			text += " @ " + r.URL + " "
		}
		text += r.Specifiers
		if r.Marker != "" {
			text += ";" + r.Marker
		}
		again, err := requirement.Parse(text)
		if diff := cmp.Diff(r, again); err != nil || diff != "" {
			t.Errorf("%q, then %q: %v\n%s", s, text, err, diff)
		}
	})
}
