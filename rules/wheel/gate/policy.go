package gate

import (
	"maps"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/manylinux"
	"dbx/rules/wheel/whl"
)

// policy compares the versions of symbols that ELF files need with what the
// platform tags promise.
func policy() Check {
	return Check{Name: "policy",
		Doc: "A manylinux or musllinux tag, or the target's glibc, promises less than the symbols need.",
		ask: func(q *inquiry) {
			if len(q.objects) == 0 {
				q.skip("there is no machine code in the wheel")
			}
			tags := q.platforms()
			for _, tag := range slices.Sorted(maps.Keys(tags)) {
				q.promise(tag, tags[tag])
			}
			q.ceiling()
			if len(tags) == 1 {
				for _, p := range tags {
					q.noteLowest(p)
				}
			}
		}}
}

// promise compares all files with one tag.
func (q *inquiry) promise(tag string, p whl.PlatformTag) {
	lowest := q.lowest(p.Arch)
	if p.Glibc != (elf.Version{}) && !manylinux.Known(p.Arch) {
		q.fail("", "tag it linux_"+p.Arch, "no installer on %s takes the tag %s", p.Arch, tag)
		return
	}
	for _, o := range q.readable() {
		switch {
		case p.Libc == elf.Musl:
			if len(o.elf.Versions) > 0 || slices.Contains(o.elf.Needed, "libc.so.6") {
				q.fail(o.path, "build it on musl, or tag it "+lowest, "is linked with glibc, the tag %s is for musl", tag)
			}
		case p.Glibc != elf.Version{}:
			q.promised(o, tag, p.Glibc, lowest)
		}
	}
}

// promised compares one file with a manylinux tag for a version of glibc.
func (q *inquiry) promised(o object, tag string, glibc elf.Version, lowest string) {
	allowed, ok := manylinux.For(glibc)
	if !ok {
		q.fail("", "tag it "+lowest, "the tag %s is older than all of manylinux", tag)
		return
	}
	if beyond := allowed.Beyond(o.elf); len(beyond) > 0 {
		q.fail(o.path, "build it with the libraries of an older distribution, or tag it "+lowest, "needs %s, more than the tag %s promises", strings.Join(beyond, ", "), tag)
	}
}

// lowest returns the tag that would be right for the wheel.
func (q *inquiry) lowest(arch string) string {
	if p, ok := manylinux.Lowest(arch, q.files()); ok {
		return p.Tag(arch)
	}
	return "linux_" + arch
}

func (q *inquiry) files() []*elf.File {
	var all []*elf.File
	for _, o := range q.readable() {
		all = append(all, o.elf)
	}
	return all
}

// ceiling compares all files with the newest glibc that the target may need.
func (q *inquiry) ceiling() {
	if q.target.MaxGlibc == "" {
		return
	}
	limit, ok := elf.ParseVersion(q.target.MaxGlibc)
	if !ok {
		q.fail("", "give the platform a version like 2.36", "the platform's newest glibc is %q, which is no version", q.target.MaxGlibc)
		return
	}
	for _, o := range q.readable() {
		if limit.Less(o.elf.Glibc) {
			q.fail(o.path, "build it with an older libc, or raise the platform's", "needs glibc %s, the platform's newest is %s", o.elf.Glibc, limit)
		}
	}
}

func (q *inquiry) noteLowest(p whl.PlatformTag) {
	if p.Libc == elf.Musl || len(q.objects) == 0 {
		return
	}
	lowest, ok := manylinux.Lowest(p.Arch, q.files())
	if !ok {
		return
	}
	q.note = "the lowest tag that fits its symbols is " + lowest.Tag(p.Arch)
	if legacy := lowest.LegacyTag(p.Arch); legacy != "" {
		q.note += ", or " + legacy
	}
}
