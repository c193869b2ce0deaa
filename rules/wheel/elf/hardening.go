package elf

import (
	stdelf "debug/elf"
	"slices"
	"strings"
)

// Hardening is what a file lets the loader do against misuse of its memory,
// and what it holds that no loader needs.
type Hardening struct {
	StackHeader bool     // PT_GNU_STACK is there; without it the stack may be executable
	ExecStack   bool     // it asks for an executable stack
	WriteExec   bool     // a segment is both writable and executable
	RELRO       bool     // PT_GNU_RELRO: relocated data becomes read-only
	Writable    bool     // it has writable data, which RELRO is for
	Lazy        bool     // functions are bound when first called, so that RELRO leaves their addresses writable
	TextRel     bool     // code is written to at load
	Symtab      bool     // a symbol table for debuggers: it was not stripped
	Debug       []string // names of sections for debuggers, sorted
}

// The bits of DT_FLAGS and DT_FLAGS_1 that are read here.
const (
	flagTextRel  = uint64(stdelf.DF_TEXTREL)
	flagBindNow  = uint64(stdelf.DF_BIND_NOW)
	flag1BindNow = uint64(stdelf.DF_1_NOW)
)

func hardeningOf(in *stdelf.File) Hardening {
	var h Hardening
	for _, p := range in.Progs {
		writable, executable := p.Flags&stdelf.PF_W != 0, p.Flags&stdelf.PF_X != 0
		switch p.Type {
		case stdelf.PT_GNU_STACK:
			h.StackHeader, h.ExecStack = true, executable
		case stdelf.PT_GNU_RELRO:
			h.RELRO = true
		case stdelf.PT_LOAD:
			h.Writable = h.Writable || writable
			h.WriteExec = h.WriteExec || writable && executable
		}
	}
	now := has(in, stdelf.DT_BIND_NOW, 0) || has(in, stdelf.DT_FLAGS, flagBindNow) || has(in, stdelf.DT_FLAGS_1, flag1BindNow)
	h.Lazy = !now && has(in, stdelf.DT_JMPREL, 0)
	h.TextRel = has(in, stdelf.DT_TEXTREL, 0) || has(in, stdelf.DT_FLAGS, flagTextRel)
	for _, s := range in.Sections {
		h.Symtab = h.Symtab || s.Type == stdelf.SHT_SYMTAB
		if isDebug(s.Name) {
			h.Debug = append(h.Debug, s.Name)
		}
	}
	slices.Sort(h.Debug)
	return h
}

// has reports whether the dynamic section has the tag, with one of the bits
// if there are any to look for.
func has(in *stdelf.File, tag stdelf.DynTag, bits uint64) bool {
	values, err := in.DynValue(tag)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(values, func(v uint64) bool { return bits == 0 || v&bits != 0 })
}

func isDebug(section string) bool {
	for _, prefix := range [...]string{".debug_", ".zdebug_", ".gnu_debug", ".gnu.debuglto_", ".stab"} {
		if strings.HasPrefix(section, prefix) {
			return true
		}
	}
	return false
}
