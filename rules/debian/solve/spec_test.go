package solve_test

import (
	"testing"

	"dbx/rules/debian/solve"
)

func FuzzParseSpec(f *testing.F) {
	for _, s := range []string{"gcc", "libssl-dev:armel", "gcc=4:12.2.0-3", "a:b=1~2+c", "", "=", ":", "gcc (>= 1)", "a|b", "gcc="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		spec, err := solve.ParseSpec(s)
		if err != nil {
			return
		}
		again, err := solve.ParseSpec(spec.String())
		if err != nil || again != spec {
			t.Errorf("%q: %+v is written as %q and read as %+v, %v", s, spec, spec, again, err)
		}
	})
}
