// Package stableabi knows CPython's stable ABI: which functions and objects of
// libpython an extension module may use that is to work with every later
// Python 3, and since which version (PEP 384, PEP 652).
//
// It knows Linux's part of it, up to the version of the table. It does not
// know wheels or ELF.
package stableabi

import (
	_ "embed"
	"strconv"
	"strings"
)

// table has a line NAME MINOR for each symbol, sorted. To make it anew:
//
//	go run ./rules/wheel/stableabi/generate <Misc/stable_abi.toml >rules/wheel/stableabi/table.txt
//
//go:embed table.txt
var table string

// Newest is the minor version of Python 3 that the table is of.
const Newest = 13

// Symbols returns the minor version of Python 3 since which each symbol is
// stable; 2 is the first.
func Symbols() map[string]int {
	symbols := map[string]int{}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, minor, _ := strings.Cut(strings.TrimSpace(line), " ")
		since, err := strconv.Atoi(minor)
		if err != nil {
			panic("BUG: the table of the stable ABI has the line " + line)
		}
		symbols[name] = since
	}
	return symbols
}

// IsPython reports whether a symbol has a name that Python keeps for its own.
func IsPython(symbol string) bool {
	return strings.HasPrefix(symbol, "Py") || strings.HasPrefix(symbol, "_Py")
}
