package whl

import (
	"regexp"
	"strings"
)

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
