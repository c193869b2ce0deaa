package load

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

func TestNearest(t *testing.T) {
	known := []string{"platform", "python", "wheel", "source", "x"}
	for _, test := range []struct{ in, want string }{
		{"whel", "wheel"}, {"wehel", "wheel"}, {"platfrom", "platform"}, {"pyhton", "python"},
		{"sources", "source"}, {"a", ""}, {"", ""}, {"image", ""}, {"PLATFORM", ""},
	} {
		if got := nearest(test.in, known); got != test.want {
			t.Errorf("nearest(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	if got := nearest("ab", []string{"aj", "ac"}); got != "ac" {
		t.Errorf("of equals the first by name: got %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
	} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestDeclaresWorkspace(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{"workspace {\n}", true},
		{"# comment\nworkspace {", true},
		{"/* c */ workspace {}", true},
		{"variable \"x\" {}\n\nworkspace {\n name = ", true},
		{"source \"x\" {\n a = \"${local.b}\"\n}\nworkspace {}", true},
		{"workspace \"x\" {}", true},
		{"# workspace {", false},
		{"source \"workspace\" {}", false},
		{"source \"x\" {\n workspace {\n }\n}", false},
		{"workspace = 1", false},
		{"x = <<E\nworkspace {\nE\n", false},
		{"a = workspace\n", false},
		{"", false},
	} {
		if got := declaresWorkspace([]byte(test.src)); got != test.want {
			t.Errorf("%q: got %v", test.src, got)
		}
	}
}

func TestValue(t *testing.T) {
	var unset Value
	null := Value{Value: cty.NullVal(cty.List(cty.String))}
	for _, v := range []Value{unset, null} {
		if v.IsSet() || v.Text() != "" || v.Bool() || v.Int() != 0 || v.Float() != 0 || v.Texts() != nil ||
			v.Map() != nil || v.Keys() != nil || v.List() != nil || v.Labels() != nil || v.Files() != nil {
			t.Errorf("%#v is not empty", v)
		}
	}
	list := Value{Value: cty.ListVal([]cty.Value{cty.StringVal("//b:b"), cty.StringVal("x/a.c"), cty.NullVal(cty.String)})}
	if got := list.Texts(); !slices.Equal(got, []string{"//b:b", "x/a.c"}) {
		t.Errorf("texts %q", got)
	}
	if l := list.Labels(); len(l) != 1 || l[0].String() != "//b:b" {
		t.Errorf("labels %v", l)
	}
	if f := list.Files(); !slices.Equal(f, []string{"x/a.c"}) {
		t.Errorf("files %v", f)
	}
	if len(list.List()) != 3 {
		t.Errorf("list %v", list.List())
	}
	at := hcl.Range{Filename: "f"}
	m := Value{Range: at, Value: cty.ObjectVal(map[string]cty.Value{"n": cty.NumberFloatVal(2.5), "b": cty.True, "a": cty.StringVal("t")})}
	if !slices.Equal(m.Keys(), []string{"a", "b", "n"}) {
		t.Errorf("keys %v", m.Keys())
	}
	of := m.Map()
	if of["n"].Int() != 2 || of["n"].Float() != 2.5 || !of["b"].Bool() || of["a"].Text() != "t" || of["a"].Range != at {
		t.Errorf("map %v", of)
	}
}

func TestMemberName(t *testing.T) {
	axes := []Axis{{"platform", "linux-armv6"}, {"python", "cp311"}}
	for _, test := range []struct {
		pkg, block string
		n          int
		want       string
	}{
		{"wheels/x", "x", 2, "linux-armv6-cp311"},
		{"wheels/x", "x", 1, "linux-armv6"},
		{"wheels/x", "x", 0, "x"},
		{"wheels/x", "y", 2, "y-linux-armv6-cp311"},
		{"wheels/x", "y", 0, "y"},
	} {
		if got := memberName(test.pkg, test.block, axes[:test.n]); got != test.want {
			t.Errorf("%s in %s, %d axes: got %s, want %s", test.block, test.pkg, test.n, got, test.want)
		}
	}
}
