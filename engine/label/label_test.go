package label

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestParseFrom(t *testing.T) {
	for _, test := range []struct {
		pkg, in, want, short string
	}{
		{"a/b", ":c", "//a/b:c", "//a/b:c"},
		{"a/b", "//x/y", "//x/y:y", "//x/y"},
		{"a/b", "//x/y:y", "//x/y:y", "//x/y"},
		{"a/b", "//x/y:z", "//x/y:z", "//x/y:z"},
		{"a/b", "sub:z", "//a/b/sub:z", "//a/b/sub:z"},
		{"a/b", "sub/deep:deep", "//a/b/sub/deep:deep", "//a/b/sub/deep"},
		{"", "sub:z", "//sub:z", "//sub:z"},
		{"", ":z", "//:z", "//:z"},
		{"", "//:z", "//:z", "//:z"},
		{"wheels/x", ":linux-armv6-3.11", "//wheels/x:linux-armv6-3.11", "//wheels/x:linux-armv6-3.11"},
		{"", "//c++/_x:a~b+c", "//c++/_x:a~b+c", "//c++/_x:a~b+c"},
	} {
		got, err := ParseFrom(test.pkg, test.in)
		if err != nil || got.String() != test.want || got.Short() != test.short {
			t.Errorf("ParseFrom(%q, %q) = %v (short %s), %v; want %s, short %s", test.pkg, test.in, got, got.Short(), err, test.want, test.short)
		}
		if again, err := Parse(got.Short()); err != nil || again != got {
			t.Errorf("Parse(%q) = %v, %v; want %v", got.Short(), again, err, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ in, hint string }{
		{"", "write :name"},
		{"bare", "write :bare for a target of this package"},
		{"../x", "//x for another package"},
		{"../x:y", `".."`},
		{"//", "write //:name"},
		{"//a:", "name is empty"},
		{"//a:all", "stands for all"},
		{"//a//b:c", "empty element"},
		{"//a/:c", "empty element"},
		{"///a:c", "empty element"},
		{"//a/../b:c", `".."`},
		{"//a/...", "begins with"},
		{"//.git:x", "begins with"},
		{"//a:-x", "begins with"},
		{"//a:b:c", `contains ':'`},
		{"//a:b/c", `contains '/'`},
		{"//ä:b", "letters, digits"},
		{"//a b:c", "letters, digits"},
		{"/a:b", "empty element"},
	} {
		got, err := ParseFrom("pkg", test.in)
		if err == nil || !strings.Contains(err.Error(), test.hint) {
			t.Errorf("ParseFrom(pkg, %q) = %v, %v; want an error with %q", test.in, got, err, test.hint)
		}
	}
	if _, err := Parse(":x"); err == nil {
		t.Error("Parse accepts a relative label")
	}
}

func TestCompareAndText(t *testing.T) {
	var labels []Label
	for _, s := range []string{"//b:a", "//a:b", "//a/b:a", "//a:a"} {
		l, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		labels = append(labels, l)
	}
	slices.SortFunc(labels, Label.Compare)
	text, err := json.Marshal(labels)
	if want := `["//a:a","//a:b","//a/b:a","//b:a"]`; err != nil || string(text) != want {
		t.Errorf("got %s, %v; want %s", text, err, want)
	}
	var back []Label
	if err := json.Unmarshal(text, &back); err != nil || !slices.Equal(back, labels) {
		t.Errorf("read back %v, %v; want %v", back, err, labels)
	}
	if err := json.Unmarshal([]byte(`["x"]`), &back); err == nil {
		t.Error("a bad label is read back")
	}
	var zero Label
	if b, _ := zero.MarshalText(); len(b) != 0 || zero.String() != "" || !zero.IsZero() {
		t.Error("the zero label is not empty")
	}
}

func TestPattern(t *testing.T) {
	for _, test := range []struct {
		from, in, canonical string
		match, other        string
	}{
		{"", "//...", "//...", "//a:b //:x //a/b/c:d", ""},
		{"x", "//a/...", "//a/...", "//a:b //a/b:c", "//ab:c //b:a"},
		{"x", "//a:all", "//a:all", "//a:b //a:a", "//a/b:a"},
		{"x", "//a", "//a:a", "//a:a", "//a:b //a/a:a"},
		{"x", "//a:b", "//a:b", "//a:b", "//a:a"},
		{"x", "//:all", "//:all", "//:b", "//a:a"},
		{"x", "-//a/...", "-//a/...", "//a:b", "//b:b"},
		{"x/y", "...", "//x/y/...", "//x/y:b //x/y/z:b", "//x:y"},
		{"x/y", "./...", "//x/y/...", "//x/y:b", "//x:y"},
		{"x/y", "-...", "-//x/y/...", "//x/y:b", "//x:y"},
		{"x/y", "z/...", "//x/y/z/...", "//x/y/z:b", "//x/y:z"},
		{"x/y", ":a", "//x/y:a", "//x/y:a", "//x/y:y"},
		{"x/y", ":all", "//x/y:all", "//x/y:a", "//x:y"},
		{"x/y", "z:a", "//x/y/z:a", "//x/y/z:a", "//x/y:a"},
		{"x/y", "z", "//x/y/z:z", "//x/y/z:z", "//x/y:z"},
		{"x/y", "./z", "//x/y/z:z", "//x/y/z:z", "//x/y:z"},
		{"x/y", ".", "//x/y:y", "//x/y:y", "//x:x"},
		{"", "...", "//...", "//a:b", ""},
		{"", "a/b", "//a/b:b", "//a/b:b", "//a:b"},
	} {
		p, err := ParsePattern(test.from, test.in)
		if err != nil || p.String() != test.canonical {
			t.Errorf("ParsePattern(%q, %q) = %v, %v; want %s", test.from, test.in, p, err, test.canonical)
			continue
		}
		if p.Negative() != strings.HasPrefix(test.in, "-") {
			t.Errorf("%s: negative is %v", test.in, p.Negative())
		}
		for _, s := range strings.Fields(test.match) {
			if l, err := Parse(s); err != nil || !p.Match(l) {
				t.Errorf("%s does not match %s (%v)", p, s, err)
			}
		}
		for _, s := range strings.Fields(test.other) {
			if l, err := Parse(s); err != nil || p.Match(l) {
				t.Errorf("%s matches %s (%v)", p, s, err)
			}
		}
	}
}

func TestPatternErrors(t *testing.T) {
	for _, test := range []struct{ in, hint string }{
		{"", "write //..."},
		{"-", "write //..."},
		{"/a", "write //a"},
		{"//", "write //:name"},
		{"//.../a", "... must come last"},
		{"//a/...:b", "... must come last"},
		{"//a...", "... must come last"},
		{"//a:b*", `contains '*'`},
		{"../a", `".."`},
		{"//a/", "empty element"},
	} {
		if p, err := ParsePattern("", test.in); err == nil || !strings.Contains(err.Error(), test.hint) {
			t.Errorf("ParsePattern(%q) = %v, %v; want an error with %q", test.in, p, err, test.hint)
		}
	}
}

func TestPatternParts(t *testing.T) {
	p, _ := ParsePattern("", "//a/b:c")
	if l, ok := p.Label(); !ok || l.String() != "//a/b:c" {
		t.Errorf("label %v, %v", l, ok)
	}
	if pkg, below := p.Package(); pkg != "a/b" || below {
		t.Errorf("package %q, %v", pkg, below)
	}
	p, _ = ParsePattern("", "//a/b/...")
	if _, ok := p.Label(); ok {
		t.Error("a subtree is one label")
	}
	if pkg, below := p.Package(); pkg != "a/b" || !below {
		t.Errorf("package %q, %v", pkg, below)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"//a:b", "//a/b", ":x", "sub:x", "//", "//:x", "//a:all"} {
		f.Add("pkg", s)
	}
	f.Fuzz(func(t *testing.T, pkg, s string) {
		if CheckPackage(pkg) != nil {
			return
		}
		l, err := ParseFrom(pkg, s)
		if err != nil {
			return
		}
		for _, text := range []string{l.String(), l.Short()} {
			if again, err := Parse(text); err != nil || again != l {
				t.Errorf("%q gives %v, which reads back from %q as %v, %v", s, l, text, again, err)
			}
			var same Label
			if err := same.UnmarshalText([]byte(text)); err != nil || same != l {
				t.Errorf("%q unmarshals as %v, %v", text, same, err)
			}
		}
	})
}

func FuzzParsePattern(f *testing.F) {
	for _, s := range []string{"//...", "-//a/...", "//a:all", "//a", "a/...", ":x", ".", "./a:b"} {
		f.Add("pkg", s)
	}
	f.Fuzz(func(t *testing.T, pkg, s string) {
		if CheckPackage(pkg) != nil {
			return
		}
		p, err := ParsePattern(pkg, s)
		if err != nil {
			return
		}
		if again, err := ParsePattern("", p.String()); err != nil || again != p {
			t.Errorf("%q gives %v, which reads back as %v, %v", s, p, again, err)
		}
		if l, ok := p.Label(); ok && !p.Match(l) {
			t.Errorf("%v does not match its own label", p)
		}
	})
}
