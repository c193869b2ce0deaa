package solve

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/rules/debian/repo"
)

// small makes a universe of amd64 and armel from a short notation: a line is
// "name:arch version", then fields separated by "; ".
func small(t testing.TB, text string) *Universe {
	t.Helper()
	indexes := map[string]*repo.Index{"amd64": {Arch: "amd64"}, "armel": {Arch: "armel"}}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		parts := strings.Split(strings.TrimSpace(line), "; ")
		words := strings.Fields(parts[0])
		name, arch, _ := strings.Cut(words[0], ":")
		p := repo.Package{Name: name, Arch: arch, Version: "1", MultiArch: "no", Priority: "optional"}
		if len(words) > 1 {
			p.Version = words[1]
		}
		for _, part := range parts[1:] {
			set(t, &p, part)
		}
		for _, index := range indexes {
			if arch == index.Arch || arch == "all" {
				index.Packages = append(index.Packages, p)
			}
		}
	}
	u, err := NewUniverse(indexes["amd64"], indexes["armel"])
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func set(t testing.TB, p *repo.Package, text string) {
	t.Helper()
	field, value, _ := strings.Cut(text, " ")
	switch field {
	case "pre":
		p.Relations.PreDepends = value
	case "needs":
		p.Relations.Depends = value
	case "provides":
		p.Relations.Provides = value
	case "conflicts":
		p.Relations.Conflicts = value
	case "breaks":
		p.Relations.Breaks = value
	case "priority":
		p.Priority = value
	case "same", "foreign", "allowed":
		p.MultiArch = field
	case "essential":
		p.Essential = true
	default:
		t.Fatalf("unknown field %q", text)
	}
}

// ask solves and returns "name:arch" of the answer in its order, with the
// version behind it if that is not 1.
func ask(t testing.TB, u *Universe, request Request) (string, error) {
	t.Helper()
	got, err := u.Solve(request)
	var names []string
	for _, p := range got {
		name := p.Name + ":" + p.Arch
		if p.Version != "1" {
			name += "=" + p.Version
		}
		names = append(names, name)
	}
	return strings.Join(names, " "), err
}

func specs(t testing.TB, text string) []Spec {
	t.Helper()
	var all []Spec
	for _, word := range strings.Fields(text) {
		s, err := ParseSpec(word)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

var cases = []struct {
	name, universe, ask, want string
}{
	{"dependencies first", "a:amd64; needs c, b\nb:amd64; needs c\nc:amd64\nd:amd64", "a", "c:amd64 b:amd64 a:amd64"},
	{"a cycle", "a:amd64; needs b\nb:amd64; needs a", "a", "b:amd64 a:amd64"},
	{"pre-dependency", "a:amd64; pre c; needs b\nb:amd64\nc:amd64", "a", "c:amd64 b:amd64 a:amd64"},
	{"newest version", "a:amd64 1\na:amd64 10\na:amd64 9", "a", "a:amd64=10"},
	{"asked version", "a:amd64 1\na:amd64 2", "a=1", "a:amd64"},
	{"older version where the newest is refused", "a:amd64; needs b (<< 2)\nb:amd64 1\nb:amd64 2", "a", "b:amd64 a:amd64"},
	{"first alternative", "a:amd64; needs b | c\nb:amd64\nc:amd64", "a", "b:amd64 a:amd64"},
	{"first alternative that exists", "a:amd64; needs b | c\nc:amd64", "a", "c:amd64 a:amd64"},
	{"first alternative that can be", "a:amd64; needs b | c\nb:amd64; needs x\nc:amd64", "a", "c:amd64 a:amd64"},
	{"asked for alternative", "a:amd64; needs b | c\nb:amd64\nc:amd64", "a c", "c:amd64 a:amd64"},
	{"chosen alternative", "a:amd64; needs c, b | c\nb:amd64\nc:amd64", "a", "c:amd64 a:amd64"},
	{"virtual package", "a:amd64; needs v\nb:amd64; provides v", "a", "b:amd64 a:amd64"},
	{"real before virtual", "a:amd64; needs v\nb:amd64; provides v; priority required\nv:amd64", "a", "v:amd64 a:amd64"},
	{"provider by priority", "a:amd64; needs v\nc:amd64; provides v; priority important\nd:amd64; provides v", "a", "c:amd64 a:amd64"},
	{"essential provider", "a:amd64; needs v\nc:amd64; provides v; priority important\nd:amd64; provides v; essential", "a", "d:amd64 a:amd64"},
	{"versioned provision", "a:amd64; needs v (>= 2)\nb:amd64; provides v\nc:amd64; provides v (= 1)\nd:amd64; provides v (= 2)", "a", "d:amd64 a:amd64"},
	{"asked for a virtual package", "b:amd64; provides v", "v", "b:amd64"},
	{"foreign architecture", "a:armel; needs b\nb:amd64\nb:armel", "a:armel", "b:armel a:armel"},
	{"foreign serves others", "a:armel; needs b\nb:amd64; foreign\nb:armel; foreign", "a:armel", "b:amd64 a:armel"},
	{"foreign of the other architecture", "a:amd64; needs b\nb:armel; foreign", "a", "b:armel a:amd64"},
	{"for all is native", "a:all; needs b\nb:amd64\nb:armel", "a", "b:amd64 a:all"},
	{"for all and foreign", "a:armel; needs b\nb:all; foreign", "a:armel", "b:all a:armel"},
	{"for all, asked with an architecture", "a:all", "a:armel", "a:all"},
	{"provision of foreign", "a:armel; needs v\nb:amd64; foreign; provides v", "a:armel", "b:amd64 a:armel"},
	{"same, twice", "a:amd64; same\na:armel; same", "a a:armel", "a:amd64 a:armel"},
	{"any", "a:armel; needs b:any\nb:amd64; allowed\nb:armel; allowed", "a:armel", "b:amd64 a:armel"},
	{"allowed without any", "a:armel; needs b\nb:amd64; allowed\nb:armel; allowed", "a:armel", "b:armel a:armel"},
	{"named architecture", "a:amd64; needs b:armel\nb:amd64\nb:armel", "a", "b:armel a:amd64"},
	{"conflict turns the choice", "a:amd64; needs b | c, d\nb:amd64\nc:amd64\nd:amd64; conflicts b", "a", "c:amd64 d:amd64 a:amd64"},
	{"break turns the choice", "a:amd64; needs b | c, d\nb:amd64; breaks d (<< 2)\nc:amd64\nd:amd64", "a", "c:amd64 d:amd64 a:amd64"},
	{"break of another version", "a:amd64; needs b, d\nb:amd64; breaks d (<< 1)\nd:amd64", "a", "b:amd64 d:amd64 a:amd64"},
	{"conflict with own provision", "a:amd64; provides v; conflicts v", "a", "a:amd64"},
	{"conflict with another provider", "a:amd64; needs b | c\nb:amd64; provides v\nc:amd64\nd:amd64; provides v; conflicts v", "d a", "d:amd64 c:amd64 a:amd64"},
	{"far back", "a:amd64; needs b | c, d, e, f\nb:amd64\nc:amd64\nd:amd64 ; needs g | h\ne:amd64; needs g | h\nf:amd64; conflicts b\ng:amd64\nh:amd64", "a",
		"c:amd64 g:amd64 d:amd64 e:amd64 f:amd64 a:amd64"},
}

func TestSolve(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := ask(t, small(t, c.universe), Request{Specs: specs(t, c.ask)})
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEssentialAndInstalled(t *testing.T) {
	u := small(t, "e:amd64; essential; needs l\nl:amd64; same\ne:armel; essential\nl:armel; same\na:amd64; needs l, e\nb:amd64; conflicts a\nc:armel; needs l")
	base, err := u.Solve(Request{Essential: true, Specs: specs(t, "a")})
	if err != nil || len(base) != 3 {
		t.Fatalf("%v, %v", base, err)
	}
	if got, err := ask(t, u, Request{Specs: specs(t, "a c:armel"), Installed: base}); got != "l:armel c:armel" || err != nil {
		t.Errorf("on top of a base: %s, %v", got, err)
	}
	if _, err := ask(t, u, Request{Specs: specs(t, "b"), Installed: base}); err == nil || !strings.Contains(err.Error(), "a:amd64 (1) is installed") {
		t.Errorf("a conflict with the base: %v", err)
	}
	strange := &repo.Package{Name: "strange", Arch: "all", Version: "1", Relations: repo.Relations{Provides: "l"}}
	if got, err := ask(t, u, Request{Specs: specs(t, "e"), Installed: []*repo.Package{strange}}); got != "e:amd64" || err != nil {
		t.Errorf("a base from elsewhere: %s, %v", got, err)
	}
}

func TestClosure(t *testing.T) {
	u := small(t, "e:amd64; essential; needs l | m\nl:amd64\nm:amd64\na:amd64; needs e, m")
	set, err := u.Solve(Request{Essential: true, Specs: specs(t, "a")})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for p := range u.Closure(set, func(p *repo.Package) bool { return p.Essential }) {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"e", "l"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestUnsolvable(t *testing.T) {
	for _, c := range []struct {
		name, universe, ask string
		want                []string // in this order
	}{
		{"no package", "a:amd64", "b", []string{"b:amd64 is asked for", "there is no package b"}},
		{"other architecture only", "a:amd64", "a:armel", []string{"a:armel is asked for", "only 1 for amd64"}},
		{"too old", "a:amd64; needs b (>= 2)\nb:amd64 1", "a", []string{"a:amd64 (1) needs b (>= 2)", "only 1 for amd64"}},
		{"chain", "a:amd64; needs b\nb:amd64; needs c | d\nc:amd64; needs x\nd:amd64; needs y", "a",
			[]string{"a:amd64 is asked for, but", "a:amd64 (1) needs b, but", "b:amd64 (1) needs c | d", "c:amd64 (1) needs x", "no package x", "d:amd64 (1) needs y"}},
		{"conflict", "a:amd64; conflicts b\nb:amd64", "a b", []string{"b:amd64 is asked for", "a:amd64 (1) is chosen"}},
		{"two architectures", "a:amd64\na:armel", "a a:armel", []string{"one architecture only"}},
		{"versions differ", "a:amd64 1; same\na:armel 2; same", "a a:armel", []string{"same version"}},
		{"two versions", "a:amd64 1\na:amd64 2", "a=1 a=2", []string{"another version"}},
		{"any of what is not allowed", "a:armel; needs b:any\nb:amd64", "a:armel", []string{"b:any", "Multi-Arch: allowed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ask(t, small(t, c.universe), Request{Specs: specs(t, c.ask)})
			var why *Unsolvable
			if !errors.As(err, &why) {
				t.Fatalf("%s, %v", got, err)
			}
			rest := err.Error()
			for _, part := range c.want {
				_, after, ok := strings.Cut(rest, part)
				if !ok {
					t.Fatalf("%q is missing in:\n%v", part, err)
				}
				rest = after
			}
		})
	}
	u := small(t, "a:amd64; needs (")
	if _, err := ask(t, u, Request{Specs: specs(t, "a")}); err == nil || !strings.Contains(err.Error(), "field Depends") {
		t.Errorf("a broken field: %v", err)
	}
	if _, err := ask(t, u, Request{Specs: specs(t, "a:mips")}); err == nil || !strings.Contains(err.Error(), "amd64, armel") {
		t.Errorf("an unknown architecture: %v", err)
	}
}

func TestParseSpec(t *testing.T) {
	for text, want := range map[string]Spec{
		"a": {Name: "a"}, "libstdc++6:armel": {Name: "libstdc++6", Arch: "armel"},
		"a=1:2-3~x": {Name: "a", Version: "1:2-3~x"}, "a:all=2": {Name: "a", Arch: "all", Version: "2"},
	} {
		got, err := ParseSpec(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "a b", "a:", ":b", "a=", "a=x y", "a|b", "a (>= 1)", "a,b"} {
		if got, err := ParseSpec(text); err == nil {
			t.Errorf("%q was read as %+v", text, got)
		}
	}
}

// TestRandomUniverses compares with trying all subsets: an answer is found
// whenever there is one, is valid, and has no package too many to be one.
func TestRandomUniverses(t *testing.T) {
	found := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := 3 + r.IntN(6)
		var text strings.Builder
		name := func() string { return string(rune('a' + r.IntN(n))) }
		for i := range n {
			fmt.Fprintf(&text, "%c:amd64", 'a'+i)
			if r.IntN(4) > 0 {
				fmt.Fprintf(&text, "; needs %s | %s, %s", name(), name(), name())
			}
			if r.IntN(2) > 0 {
				fmt.Fprintf(&text, "; conflicts %s", name())
			}
			text.WriteByte('\n')
		}
		u := small(t, text.String())
		got, err := u.Solve(Request{Specs: specs(t, "a")})
		var chosen uint
		for _, p := range got {
			chosen |= 1 << (p.Name[0] - 'a')
		}
		if possible := anySubset(u, n); (err == nil) != possible || err == nil && !valid(u, chosen) {
			t.Fatalf("seed %d: got %v, %v; possible %v\n%s", seed, got, err, possible, &text)
		}
		if err == nil {
			found++
		}
	}
	if found < 300 || found > 2700 {
		t.Errorf("%d of 3000 have an answer: the test is lopsided", found)
	}
}

func anySubset(u *Universe, n int) bool {
	for set := range uint(1) << n {
		if valid(u, set) {
			return true
		}
	}
	return false
}

// valid reads the text of the relations by itself, as [small] is given it.
func valid(u *Universe, set uint) bool {
	if set&1 == 0 {
		return false
	}
	has := func(name string) bool { return set&(1<<(name[0]-'a')) != 0 }
	for _, c := range u.all {
		if !has(c.Name) {
			continue
		}
		if r := c.Relations.Conflicts; r != "" && r != c.Name && has(r) {
			return false
		}
		if r := c.Relations.Depends; r != "" && !((has(r[:1]) || has(r[4:5])) && has(r[7:8])) {
			return false
		}
	}
	return true
}
