package gate

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"dbx/rules/wheel/stableabi"
)

// abi3 holds a wheel to its promise to work with every later Python 3.
func abi3() Check {
	return Check{Name: "abi3",
		Doc: "A wheel tagged abi3 uses what is not in the stable ABI of the version that it promises, or names a module for one Python alone.",
		ask: func(q *inquiry) {
			if !slices.Contains(q.name.ABI, "abi3") {
				q.skip("the wheel is not for abi3")
				return
			}
			minor := q.promisedMinor()
			symbols := stableabi.Symbols()
			least := 2
			for _, o := range q.readable() {
				for _, s := range o.elf.Imports {
					if stableabi.IsPython(s.Name) {
						least = max(least, q.stable(o, s.Name, minor, symbols))
					}
				}
				if len(initialised(o)) > 0 && !strings.HasSuffix(path.Base(o.path), ".abi3.so") {
					q.fail(o.path, "build it with py_limited_api=True, which names it so", "is named for one Python alone, or for none; want a name that ends in .abi3.so")
				}
			}
			q.note = "all that it uses of Python is stable since 3." + strconv.Itoa(least)
		}}
}

// promisedMinor returns N of the oldest Python 3.N that the wheel is tagged for.
func (q *inquiry) promisedMinor() int {
	least := stableabi.Newest
	for _, tag := range q.name.Python {
		major, minor, ok := pythonVersion(tag)
		if !ok || major != "3" || minor < 2 {
			q.fail("", "tag it cp3N-abi3, N from 2 up", "the tag %s promises no stable ABI", tag)
			continue
		}
		least = min(least, minor)
	}
	return least
}

// stable refuses a symbol that Python 3.N does not promise, and returns since
// when it is promised.
func (q *inquiry) stable(o object, symbol string, minor int, symbols map[string]int) int {
	since, ok := symbols[symbol]
	switch {
	case !ok:
		q.fail(o.path, "compile with -DPy_LIMITED_API, or tag the wheel for its one Python", "uses %s, which is not in the stable ABI", symbol)
	case since > minor:
		q.fail(o.path, "tag the wheel cp3"+strconv.Itoa(since)+"-abi3, or compile with an older Py_LIMITED_API", "uses %s, which is stable since Python 3.%d, the wheel promises 3.%d", symbol, since, minor)
	}
	return since
}

// initialised returns the names of the modules that o has a function to
// initialise for.
func initialised(o object) []string {
	var names []string
	for _, s := range o.elf.Exports {
		if name, ok := strings.CutPrefix(s.Name, "PyInit_"); ok {
			names = append(names, name)
		}
	}
	return names
}
