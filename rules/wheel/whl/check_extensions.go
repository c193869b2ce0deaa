package whl

import (
	"regexp"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
)

// extensions looks for the modules that the wheel was to bring: many packages
// fall back to pure Python when their compile fails, and exit with success.
func (i *inspection) extensions() {
	for _, module := range i.want.Extensions {
		prefix := strings.ReplaceAll(module, ".", "/") + "."
		if !slices.ContainsFunc(i.binaries, func(b binary) bool {
			rest, ok := strings.CutPrefix(SitePath(b.path), prefix)
			return ok && !strings.Contains(rest, "/") && strings.HasSuffix("."+rest, ".so")
		}) {
			i.errorf("", "the extension module %s is not in the wheel; did its compile fail unnoticed?", module)
		}
	}
}

// SitePath returns where a file goes below site-packages, as far as its path
// in the wheel tells: a .data folder's platlib and purelib are unpacked there.
func SitePath(path string) string {
	top, rest, _ := strings.Cut(path, "/")
	if strings.HasSuffix(top, ".data") {
		for _, scheme := range []string{"platlib/", "purelib/"} {
			if inner, ok := strings.CutPrefix(rest, scheme); ok {
				return inner
			}
		}
	}
	return path
}

// cpythonSuffix matches the end of an extension module's name that only one
// version of CPython imports, and the triple in it.
var cpythonSuffix = regexp.MustCompile(`\.cpython-([0-9]+)[a-z]*(?:-([^./]+))?\.so$`)

// suffixes compares the names of extension modules with the wheel's tags and
// with the code inside: a module that is named for another Python is never
// found, and for the two float ABIs of ARM its name is the only place where a
// wheel shows which it has.
func (i *inspection) suffixes() {
	for _, b := range i.readable() {
		m := cpythonSuffix.FindStringSubmatch(b.path)
		if m == nil {
			continue
		}
		if !slices.Contains(i.name.Python, "cp"+m[1]) {
			i.errorf(b.path, "only CPython %s imports a module of this name, the wheel is for %s", dotted(m[1]), strings.Join(i.name.Python, "."))
		}
		if slices.Contains(i.name.ABI, "abi3") {
			i.errorf(b.path, "the wheel promises abi3, but the module is named for CPython %s alone", dotted(m[1]))
		}
		if b.elf.ARM == nil {
			continue
		}
		float := b.elf.ARM.Float
		if strings.HasSuffix(m[2], "-gnueabihf") && float == elf.SoftFloat || strings.HasSuffix(m[2], "-gnueabi") && float == elf.HardFloat {
			i.errorf(b.path, "is named for %s but has the %s-float ABI", m[2], float)
		}
	}
}

// dotted turns 311 into 3.11.
func dotted(digits string) string { return digits[:1] + "." + digits[1:] }

// ModuleSuffix returns what the name of an extension module says of the one
// CPython that imports it: its version without dots, and the triple if there
// is one. It is false of names that any CPython imports.
func ModuleSuffix(path string) (version, triple string, ok bool) {
	m := cpythonSuffix.FindStringSubmatch(path)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
