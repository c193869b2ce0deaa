package load

import (
	"strings"
	"testing"
)

func TestParseOverride(t *testing.T) {
	attrs := map[string]bool{"env": true, "version": true, "command": true}
	for _, test := range []struct{ text, pkg, name, attr, keys, value string }{
		{"//wheels/...:*.env.CFLAGS=-O3", "wheels", "*", "env", "CFLAGS", "-O3"},
		{"//wheels/x.version=1=2", "wheels/x", "x", "version", "", "1=2"},
		{"//w.env:v1.0.env.A.B=", "w.env", "v1.0", "env", "A.B", ""},
		{":x.command+=a", "here", "x", "command", "", "a"},
		{"sub:x-*.version=a", "here/sub", "x-*", "version", "", "a"},
		{"...:all.version=a", "here", "*", "version", "", "a"},
		{"//....version=a", "", "*", "version", "", "a"},
		{"*.version=a", "", "*", "version", "", "a"},
		{"//p:x.unknown=a", "p", "x", "unknown", "", "a"},
		{"//p:x.env.a:b=c", "p", "x", "env", "a:b", "c"},
	} {
		o, err := parseOverride("here", test.text, attrs)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		got := []string{o.pkg, o.name, o.attr, strings.Join(o.keys, "."), o.text}
		if want := []string{test.pkg, test.name, test.attr, test.keys, test.value}; strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: got %q, want %q", test.text, got, want)
		}
	}
}

// FuzzParseOverride checks that whatever is typed is refused or has a target,
// an attribute, and every byte of its value.
func FuzzParseOverride(f *testing.F) {
	for _, seed := range []string{"//wheels/...:*.env.CFLAGS=-O3", ":x.version+=1", "*.a=b", "//a:b", "=", ".env=1", "//...:[.env=x", "//a:b.env..x=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o, err := parseOverride("here", text, map[string]bool{"env": true})
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a word")
			}
			return
		}
		if _, value, _ := strings.Cut(text, "="); o.text != value {
			t.Errorf("%q has the value %q", text, o.text)
		}
		if o.attr == "" || o.name == "" {
			t.Errorf("%q is read as %+v", text, o)
		}
	})
}
