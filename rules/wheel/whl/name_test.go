package whl_test

import (
	"strings"
	"testing"

	"dbx/rules/wheel/whl"

	"github.com/google/go-cmp/cmp"
)

func TestParseName(t *testing.T) {
	tests := []struct {
		in   string
		want whl.Name
	}{
		{"markupsafe-2.1.2-cp311-cp311-linux_armv6l.whl", whl.Name{
			Distribution: "markupsafe", Version: "2.1.2",
			Python: []string{"cp311"}, ABI: []string{"cp311"}, Platform: []string{"linux_armv6l"},
		}},
		{"six-1.16.0-py2.py3-none-any.whl", whl.Name{
			Distribution: "six", Version: "1.16.0",
			Python: []string{"py2", "py3"}, ABI: []string{"none"}, Platform: []string{"any"},
		}},
		{"ruamel.yaml.clib-0.2.12+ds-1a-cp37-abi3-linux_armv6l.linux_armv7l.whl", whl.Name{
			Distribution: "ruamel.yaml.clib", Version: "0.2.12+ds", Build: "1a",
			Python: []string{"cp37"}, ABI: []string{"abi3"}, Platform: []string{"linux_armv6l", "linux_armv7l"},
		}},
	}
	for _, tt := range tests {
		got, err := whl.ParseName(tt.in)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.in, diff)
		}
		if got.String() != tt.in {
			t.Errorf("%s is written as %s", tt.in, got)
		}
	}
}

func TestParseNameRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":                                   ".whl",
		"six-1.16.0.tar.gz":                  ".whl",
		"six-1.16.0-py3-none.whl":            "want distribution-version",
		"a-b-1.0-1-py3-none-any.whl":         "want distribution-version",
		"six-1.0-x1-py3-none-any.whl":        "begin with a digit",
		"si x-1.0-py3-none-any.whl":          "escaped as _",
		"six-1/0-py3-none-any.whl":           "escaped as _",
		"six--py3-none-any.whl":              "escaped as _",
		"six-1.0-py3..py2-none-any.whl":      "no tag set",
		"six-1.0-py3-none-linux_armv6l+.whl": "no tag set",
		"../six-1.0-py3-none-any.whl":        "escaped as _",
		"six-1.0-py3-none-" + strings.Repeat("a.", 150) + "a.whl": "longer",
	} {
		if _, err := whl.ParseName(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", in, err, want)
		}
	}
}

func TestTags(t *testing.T) {
	n, err := whl.ParseName("x-1-py3.py2-none-linux_b.linux_a.linux_b.whl")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tag := range n.Tags() {
		got = append(got, tag.String())
	}
	want := []string{"py2-none-linux_a", "py2-none-linux_b", "py3-none-linux_a", "py3-none-linux_b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, s := range []string{"", "py3-none", "py3-none-any-x", "py3--any", "py3-none-a.b."} {
		if _, err := whl.ParseTags(s); err == nil {
			t.Errorf("%q is read as a tag", s)
		}
	}
}

func TestProjectNames(t *testing.T) {
	for in, want := range map[string]string{
		"MarkupSafe":       "markupsafe",
		"ruamel.yaml.clib": "ruamel-yaml-clib",
		"Foo__Bar.-baz":    "foo-bar-baz",
	} {
		if got := whl.NormaliseProject(in); got != want {
			t.Errorf("NormaliseProject(%q) = %q, want %q", in, got, want)
		}
	}
}

// versions maps spellings to normal forms; none is no version.
func versions() map[string]string {
	return map[string]string{
		"1": "1", "1.0": "1.0", "01.002": "1.2", "v1.0": "1.0", " 1.0\n": "1.0", "2025.01.31": "2025.1.31",
		"1.1A1": "1.1a1", "1.1-alpha": "1.1a0", "1.1.beta.2": "1.1b2", "1.1c3": "1.1rc3", "1.1pre": "1.1rc0", "1.1-preview_04": "1.1rc4",
		"1.0-1": "1.0.post1", "1.0.post": "1.0.post0", "1.0-r4": "1.0.post4", "1.0rev05": "1.0.post5",
		"1.0dev": "1.0.dev0", "1.0-DEV_3": "1.0.dev3", "1.0a1.post2.dev3": "1.0a1.post2.dev3",
		"0!1.0": "1.0", "1!1.0": "1!1.0", "1.0+Ubuntu-1_02.0a": "1.0+ubuntu.1.2.0a",
		"": "", "a": "", "1.": "", "1.0+": "", "1.0-": "", "1.0.x": "", "1.0-1-1": "", "1.0+a+b": "", "1..0": "", "١": "",
	}
}

func TestNormaliseVersion(t *testing.T) {
	for in, want := range versions() {
		got, err := whl.NormaliseVersion(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("NormaliseVersion(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestSameVersion(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"1.0", "1.0.0", true},
		{"1", "1.0.0", true},
		{"0", "0.0", true},
		{"1.0rc1", "1.0.0-c1", true},
		{"1.0", "1.0.post0", false},
		{"1.0", "1.0+x", false},
		{"1.10", "1.1", false},
		{"0.0.0", "1.0.3", false},
		{"what", "what", true},
		{"what", "1.0", false},
	}
	for _, tt := range tests {
		if got := whl.SameVersion(tt.a, tt.b); got != tt.want {
			t.Errorf("SameVersion(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
	if got, err := whl.NormaliseVersion("1.0+\u212a"); err == nil {
		t.Errorf("a Kelvin sign is read as %q", got)
	}
	if got := whl.EscapeVersion("1.0-1"); got != "1.0.post1" {
		t.Errorf("EscapeVersion: %s", got)
	}
	if got := whl.EscapeVersion("no-version"); got != "no_version" {
		t.Errorf("EscapeVersion: %s", got)
	}
}
