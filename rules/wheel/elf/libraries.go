package elf

import "regexp"

// Libc is a C library that shared objects link against.
type Libc int

const (
	// Glibc is the GNU C library, which linux_* and manylinux tags imply.
	Glibc Libc = iota
	// Musl is musl, which musllinux tags imply.
	Musl
)

var (
	glibcLoader = regexp.MustCompile(`^(ld-linux[a-z0-9_.-]*\.so\.[0-9]+|ld(64)?\.so\.[12])$`)
	muslParts   = regexp.MustCompile(`^(libc\.musl|ld-musl)-[a-z0-9_]+(-sf)?\.so\.1$|^libc\.so$`)
)

// Everywhere reports whether every system with the C library l offers the
// shared object soname, so that a wheel may need it without bringing it: with
// glibc its own parts and gcc's run-time libraries (PEP 600), with musl only
// musl (PEP 656). libcrypt is not in the set, as newer systems lack its old
// name.
func Everywhere(soname string, l Libc) bool {
	if l == Musl {
		return muslParts.MatchString(soname)
	}
	switch soname {
	case "libc.so.6", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1",
		"libutil.so.1", "libanl.so.1", "libnsl.so.1", "libresolv.so.2",
		"libgcc_s.so.1", "libstdc++.so.6", "libatomic.so.1":
		return true
	}
	return glibcLoader.MatchString(soname)
}
