package gate

import (
	"path"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/stableabi"
	"dbx/rules/wheel/whl"
)

// symbols looks for what the loader and Python will look for: the linker lets
// a shared object have undefined symbols, and nobody notices until the import.
func symbols() Check {
	return Check{Name: "symbols", Sysroot: true,
		Doc: "An extension module lacks the function that Python calls first, or an ELF file takes a symbol that neither the libraries that it needs nor Python have.",
		ask: func(q *inquiry) {
			if len(q.objects) == 0 {
				q.skip("there is no machine code in the wheel")
				return
			}
			q.initFunctions()
			if q.target.Sysroot == nil {
				q.skip("there is no sysroot to look in")
				return
			}
			s := newScope(q)
			for _, o := range q.readable() {
				q.resolve(o, s)
			}
		}}
}

// initFunctions wants PyInit_NAME of each extension module: those that are
// named as only extension modules are, and those that were expected.
func (q *inquiry) initFunctions() {
	for _, o := range q.readable() {
		p := whl.SitePath(o.path)
		base := path.Base(p)
		name, _, _ := strings.Cut(base, ".")
		_, _, tagged := whl.ModuleSuffix(base)
		expected := slices.ContainsFunc(q.target.Extensions, func(module string) bool { return isModule(p, module) })
		if !tagged && !expected && !strings.HasSuffix(base, ".abi3.so") || !ascii(name) {
			continue
		}
		if !slices.Contains(initialised(o), name) {
			q.fail(o.path, "name the file for the module that its source defines, and export that function", "does not export PyInit_%s, so Python cannot import it", name)
		}
	}
}

// ascii reports whether Python looks for a module under its own name.
func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e })
}

// resolve looks for each symbol that o takes.
func (q *inquiry) resolve(o object, s *scope) {
	have, missing := s.of(o)
	for _, soname := range missing {
		q.fail(o.path, "add its package to the platform's sysroot, or link it statically", "needs %s, which the sysroot lacks", soname)
	}
	var nowhere []string
	for _, symbol := range o.elf.Imports {
		switch {
		case symbol.Weak, have[symbol.String()]:
		case stableabi.IsPython(symbol.Name):
			q.pythonSymbol(o, symbol, s)
		case have[symbol.Name] && symbol.Version != "":
			q.fail(o.path, "link it against the sysroot's own libraries", "takes %s, of which the sysroot has other versions", symbol)
		default:
			nowhere = append(nowhere, symbol.String())
		}
	}
	if len(nowhere) > 0 {
		q.fail(o.path, "link with the library that has them, as -lm or -latomic, or compile for what the target has",
			"takes symbols that none of the libraries that it needs has: %s%s", strings.Join(nowhere[:min(len(nowhere), 10)], ", "), inAll(len(nowhere), "symbols"))
	}
}

func (q *inquiry) pythonSymbol(o object, symbol elf.Symbol, s *scope) {
	switch {
	case s.python == nil && q.target.Python == "":
	case s.python == nil:
		q.fail("", "add the target's Python to the sysroot", "the sysroot has neither libpython nor the interpreter of %s", q.target.Python)
	case !s.python[symbol.Name]:
		q.fail(o.path, "build it against that Python's headers", "takes the symbol %s, which the target's Python does not have", symbol)
	}
}
