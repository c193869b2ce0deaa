package load

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// versionFunction compares two versions as PEP 440 orders them: -1, 0 or 1.
// Versions as semver writes them are in the same order.
func versionFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "a", Type: cty.String}, {Name: "b", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			c := compareVersions(args[0].AsString(), args[1].AsString())
			return cty.NumberIntVal(int64(c)), nil
		},
	})
}

// compareVersions compares run by run. Where one version ends it goes on with
// zeros.
func compareVersions(a, b string) int {
	p, q := versionRuns(a), versionRuns(b)
	for i := range max(len(p), len(q)) {
		x, y := "", ""
		if i < len(p) {
			x = p[i]
		}
		if i < len(q) {
			y = q[i]
		}
		c := cmp.Or(cmp.Compare(runRank(x), runRank(y)), cmp.Compare(len(x), len(y)))
		if len(x) > 0 && !isDigit(x[0]) {
			c = cmp.Compare(runRank(x), runRank(y))
		}
		if c = cmp.Or(c, strings.Compare(x, y)); c != 0 {
			return c
		}
	}
	return 0
}

// runRank orders kinds of runs: 1.0.dev1 < 1.0rc1 < 1.0 < 1.0.post1 < 1.0.1.
func runRank(run string) int {
	switch {
	case run == "dev":
		return 0
	case run == "post":
		return 3
	case run == "":
		return 2
	case isDigit(run[0]):
		return 4
	}
	return 1
}

// versionRuns splits a version into numbers without leading zeros ("" is
// zero) and words in lower case, without what stands between them, a leading v,
// and what stands behind a plus sign.
func versionRuns(s string) []string {
	s, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(s)), "+")
	s = strings.TrimPrefix(s, "v")
	var runs []string
	for len(s) > 0 {
		n := 1
		switch {
		case isDigit(s[0]):
			n = len(s) - len(strings.TrimLeftFunc(s, func(r rune) bool { return '0' <= r && r <= '9' }))
			runs = append(runs, strings.TrimLeft(s[:n], "0"))
		case isLetter(rune(s[0])):
			n = len(s) - len(strings.TrimLeftFunc(s, isLetter))
			runs = append(runs, versionWord(s[:n]))
		}
		s = s[n:]
	}
	return slices.Clip(runs)
}

// versionWord returns the normal spelling of a word in a version.
func versionWord(word string) string {
	switch word {
	case "alpha":
		return "a"
	case "beta":
		return "b"
	case "c", "pre", "preview":
		return "rc"
	case "r", "rev":
		return "post"
	}
	return word
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' }
