package whl

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
)

// machines compares each ELF file with each platform that the wheel claims,
// and with the one it was built for.
func (i *inspection) machines() {
	if i.want.Platform != (Platform{}) {
		for _, b := range i.readable() {
			for _, why := range i.target.Problems(b.elf) {
				i.errorf(b.path, "%s", why)
			}
		}
	}
	for _, tag := range i.name.Platform {
		if tag == "any" {
			continue
		}
		p, err := ParsePlatform(tag)
		if err != nil {
			i.errorf("", "%v", err)
			continue
		}
		for _, b := range i.readable() {
			i.fits(b, tag, p)
		}
	}
}

func (i *inspection) fits(b binary, tag string, p PlatformTag) {
	for _, why := range p.Target.Problems(b.elf) {
		i.errorf(b.path, "%s", why)
	}
	floor := b.elf.Glibc
	switch {
	case floor == elf.Version{}:
	case p.Libc == elf.Musl:
		i.errorf(b.path, "needs glibc %s, the tag %s is for musl", floor, tag)
	case p.Glibc != elf.Version{} && p.Glibc.Less(floor):
		i.errorf(b.path, "needs glibc %s, the tag %s promises that %s will do", floor, tag, p.Glibc)
	}
}

// libraries refuses needs that not every system meets, and fixed search paths,
// which would make the wheel load what lies on the builder.
func (i *inspection) libraries() {
	inside := map[string]bool{}
	for _, p := range i.wheel.Paths() {
		inside[path.Base(p)] = true
	}
	for _, b := range i.readable() {
		for _, soname := range b.elf.Needed {
			if !inside[soname] && !slices.Contains(i.want.Libraries, soname) && !i.everywhere(soname) {
				i.errorf(b.path, "needs %s, which is neither in the wheel nor on every system; link it statically", soname)
			}
		}
		for _, dirs := range b.elf.RunPath {
			i.errorf(b.path, "has the run path %q; link without -rpath", dirs)
		}
	}
}

func (i *inspection) everywhere(soname string) bool {
	for _, tag := range i.name.Platform {
		libc := elf.Glibc
		if p, err := ParsePlatform(tag); err == nil {
			libc = p.Libc
		}
		if !elf.Everywhere(soname, libc) {
			return false
		}
	}
	return true
}

// buildPaths warns of the builder's folders in compiled code: they make the
// bytes depend on where it was built. One finding a file is enough to act on.
func (i *inspection) buildPaths() {
	for _, b := range i.binaries {
		for _, prefix := range [...]string{"/work/", "/build/"} {
			if found := BuildPath(b.data, prefix); found != "" {
				i.warnf(b.path, "holds the build path %s; compile with -ffile-prefix-map or strip it", found)
				break
			}
		}
	}
}

// BuildPath returns the first absolute path below prefix in data. A path that
// only contains the prefix further on, like "src/build/x", is not the
// builder's.
func BuildPath(data []byte, prefix string) string {
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(prefix))
		if i < 0 {
			return ""
		}
		start := at + i
		end := start + len(prefix)
		for end < len(data) && pathByte(data[end]) {
			end++
		}
		if end-start >= len(prefix)+3 && (start == 0 || !pathByte(data[start-1])) {
			return string(data[start:min(end, start+200)])
		}
		at = start + 1
	}
}

func pathByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/._-+", c) >= 0
}
