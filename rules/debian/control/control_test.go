package control

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/require"
)

func scan(t *testing.T, text string) []Paragraph {
	t.Helper()
	var all []Paragraph
	s := NewScanner(strings.NewReader(text))
	for {
		p, err := s.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Paragraph{Fields: append([]Field(nil), p.Fields...)})
	}
}

func TestScanner(t *testing.T) {
	got := scan(t, "\n\nPackage: a\nDescription: short\n long one\n .\n\tmore  \n\n \nPackage: b\r\n# note\nEmpty:\nSize:  12")
	want := []Paragraph{
		{Fields: []Field{{"Package", "a"}, {"Description", "short\n long one\n .\n\tmore"}}},
		{Fields: []Field{{"Package", "b"}, {"Empty", ""}, {"Size", "12"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if v := got[1].Get("package"); v != "b" {
		t.Errorf("lookup without regard to case: %q", v)
	}
	if _, ok := got[1].Lookup("Missing"); ok {
		t.Error("a missing field was found")
	}
}

func TestScannerLongLine(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	got := scan(t, "A: "+long+"\n\nB: y\n")
	if len(got) != 2 || got[0].Get("A") != long || got[1].Get("B") != "y" {
		t.Fatal("a line longer than the buffer came out wrong")
	}
}

func TestScannerErrors(t *testing.T) {
	for _, text := range []string{" continuation\n", "no colon\n", ": no name\n", "two words: x\n"} {
		if p, err := NewScanner(strings.NewReader(text)).Next(); err == nil {
			t.Errorf("%q was read as %v", text, p)
		}
	}
	endless := io.MultiReader(strings.NewReader("A: "), &zeros{n: MaxParagraph + 1})
	if _, err := NewScanner(endless).Next(); err == nil {
		t.Error("a paragraph beyond the limit was read")
	}
}

type zeros struct{ n int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p, bytes.Repeat([]byte("0"), min(len(p), z.n)))
	z.n -= n
	return n, nil
}

func TestParseVersion(t *testing.T) {
	for s, want := range map[string]Version{
		"1":             {Upstream: "1"},
		"2:1.2-3-4":     {Epoch: 2, Upstream: "1.2-3", Revision: "4"},
		"0:1~rc1+b-1~x": {Upstream: "1~rc1+b", Revision: "1~x"},
		"1:2:3":         {Epoch: 1, Upstream: "2:3"},
	} {
		got, err := ParseVersion(s)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "x:1", "-1", "1-", "1:", "1_2", "1 2", "99999999999:1"} {
		if v, err := ParseVersion(s); err == nil {
			t.Errorf("%q was read as %+v", s, v)
		}
	}
	if s := (Version{Epoch: 1, Upstream: "2", Revision: "3"}).String(); s != "1:2-3" {
		t.Errorf("String: %q", s)
	}
}

var orders = []struct {
	a    string
	want int
	b    string
}{
	{"1", 0, "1"}, {"0:1", 0, "1"}, {"1-0", 0, "1"}, {"1.0", 0, "1.00"}, {"1.0", -1, "1.0.1"},
	{"1~rc1", -1, "1"}, {"1~~", -1, "1~"}, {"1~~a", -1, "1~"}, {"1", -1, "1a"}, {"1a", -1, "1+"},
	{"1.2", -1, "1.10"}, {"1:0", 1, "9"}, {"1-1", -1, "1-1+b1"}, {"1-1", 1, "1-1~deb12u1"},
	{"1.0-2", -1, "1.0-10"}, {"1.0+dfsg", 1, "1.0"}, {"1.A", -1, "1.a"}, {"1.a", 1, "1.1"},
	{"2.36-9+deb12u10", 1, "2.36-9+deb12u9"}, {"1-2-3", 1, "1-2-2"}, {"0", 0, "00"}, {"a1", 1, "1"},
	{"1.", 0, "1.0"}, {"12.2.0-14+deb12u1", -1, "12.2.0-15"},
}

func TestCompare(t *testing.T) {
	for _, o := range orders {
		if got := Compare(o.a, o.b); got != o.want {
			t.Errorf("Compare(%q, %q) = %d, want %d", o.a, o.b, got, o.want)
		}
		if got := Compare(o.b, o.a); got != -o.want {
			t.Errorf("Compare(%q, %q) = %d, want %d", o.b, o.a, got, -o.want)
		}
	}
}

// TestCompareWithDpkg asks the program that defines the order.
func TestCompareWithDpkg(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a program some dozen times")
	}
	dpkg := require.Tool(t, "dpkg")
	for _, o := range orders {
		op := map[int]string{-1: "lt", 0: "eq", 1: "gt"}[Compare(o.a, o.b)]
		if out, err := exec.Command(dpkg, "--compare-versions", o.a, op, o.b).CombinedOutput(); err != nil {
			t.Errorf("dpkg denies %q %s %q: %s", o.a, op, o.b, out)
		}
	}
}

func TestParseRelations(t *testing.T) {
	got, err := ParseRelations("libc6 (>= 2.36), python3:any | python3.11:armel (<<3.12~) , " +
		"gcc [linux-any !armel] <!nocheck> <cross stage1>,, a (> 1), b(< 2), c ( = 1:2-3 )")
	if err != nil {
		t.Fatal(err)
	}
	want := []Alternatives{
		{{Name: "libc6", Op: LaterEqual, Version: "2.36"}},
		{{Name: "python3", Qualifier: "any"}, {Name: "python3.11", Qualifier: "armel", Op: Earlier, Version: "3.12~"}},
		{{Name: "gcc", Arches: []string{"linux-any", "!armel"}, Profiles: [][]string{{"!nocheck"}, {"cross", "stage1"}}}},
		{{Name: "a", Op: LaterEqual, Version: "1"}},
		{{Name: "b", Op: EarlierEqual, Version: "2"}},
		{{Name: "c", Op: Exactly, Version: "1:2-3"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if s := got[1].String(); s != "python3:any | python3.11:armel (<< 3.12~)" {
		t.Errorf("String: %q", s)
	}
	for _, s := range []string{"a b", "a (1)", "a (>= )", "a (>= 1", "a | ", "a: (>= 1)", "(>= 1)", "a [", "a []", "a <>", "a (= 1) (= 2)", "a (= 1 2)", "ä"} {
		if r, err := ParseRelations(s); err == nil {
			t.Errorf("%q was read as %v", s, r)
		}
	}
}

func TestOpAllows(t *testing.T) {
	for op, want := range map[Op][3]bool{
		Any: {true, true, true}, Earlier: {true, false, false}, EarlierEqual: {true, true, false},
		Exactly: {false, true, false}, LaterEqual: {false, true, true}, Later: {false, false, true},
	} {
		for i, have := range []string{"1", "2", "3"} {
			if op.Allows(have, "2") != want[i] {
				t.Errorf("%s %s 2: not %v", have, op, want[i])
			}
		}
	}
}
