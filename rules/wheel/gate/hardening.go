package gate

import (
	"strings"
)

// hardening looks at how each ELF file was linked, and for what only its
// builder or a debugger has a use for.
func hardening() Check {
	return Check{Name: "hardening",
		Doc: "An ELF file has an executable stack, no RELRO, lazy binding, relocations in its code, symbols or sections for debuggers, or a path of its builder.",
		ask: func(q *inquiry) {
			if q.target.Foreign {
				q.skip("others linked it")
				return
			}
			for _, o := range q.readable() {
				q.memory(o)
				q.stripped(o)
				q.buildPaths(o)
			}
			if len(q.objects) == 0 {
				q.skip("there is no machine code in the wheel")
			}
		}}
}

func (q *inquiry) memory(o object) {
	h := o.elf.Hardening
	for _, fault := range []struct {
		is         bool
		what, cure string
	}{
		{!h.StackHeader, "has no PT_GNU_STACK header, so its stack may be executable", "link with -Wl,-z,noexecstack; assembly needs a section .note.GNU-stack"},
		{h.ExecStack, "asks for an executable stack", "link with -Wl,-z,noexecstack, and look for assembly without a section .note.GNU-stack"},
		{h.WriteExec, "has a segment that is both writable and executable", "link without -N, -Wl,--omagic or a linker script of its own"},
		{h.Writable && !h.RELRO, "has no RELRO segment", "link with -Wl,-z,relro"},
		{h.Lazy, "binds functions when they are first called, which leaves their addresses writable", "link with -Wl,-z,now"},
		{h.TextRel, "has relocations in its code (DT_TEXTREL)", "compile all of it with -fPIC"},
	} {
		if fault.is {
			q.fail(o.path, fault.cure, "%s", fault.what)
		}
	}
}

func (q *inquiry) stripped(o object) {
	if h := o.elf.Hardening; len(h.Debug) > 0 {
		q.fail(o.path, "link with -s, or strip it with the target's strip", "has sections for debuggers, %s", strings.Join(h.Debug, ", "))
	} else if h.Symtab {
		q.fail(o.path, "link with -s, or strip it with the target's strip", "has a symbol table for debuggers")
	}
}

// buildPaths looks for the builder's folders: they make the bytes depend on
// where it was built. One finding a file is enough to act on.
func (q *inquiry) buildPaths(o object) {
	folders := q.target.BuildPaths
	if len(folders) == 0 {
		folders = []string{"/work", "/build"}
	}
	for _, folder := range folders {
		if found := buildPath(o.data, strings.TrimSuffix(folder, "/")+"/"); found != "" {
			q.fail(o.path, "compile with -ffile-prefix-map, Rust with --remap-path-prefix", "holds the build path %s", found)
			return
		}
	}
}
